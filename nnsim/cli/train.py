"""`nnsim train FILE --epochs N`: trains a network with a progress bar and saves it."""

import argparse
import csv
import math
import sys
import time
from pathlib import Path

from nnsim import edits, files
from nnsim.backend import choose, threads_limited_to
from nnsim.cli.measures import lines, measured, plain
from nnsim.cli.output import write_json
from nnsim.cli.parsing import whole
from nnsim.cli.places import not_written, refuse_no_place
from nnsim.cli.refusing import refuse_errors
from nnsim.document import History
from nnsim.program.work import step_work
from nnsim.session import TrainingSession
from nnsim.text.messages import message, render, tr
from nnsim.text.numbers import format_loss

HELP = message("train a network and save it")
_MOST_EPOCHS, _LARGEST_SEED = 10**9, 2**63 - 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE --epochs N [--seed S] [--out F] [--csv F] [--backend B] [--json]"""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("the file of a network"))
    parser.add_argument("--epochs", type=whole(1, _MOST_EPOCHS), required=True, metavar="N", help=tr("how many epochs"))
    parser.add_argument("--seed", type=whole(0, _LARGEST_SEED), metavar="S", help=tr("begin anew from this seed"))
    parser.add_argument("--out", metavar=tr("FILE"), help=tr("where to save the trained network (default: nowhere)"))
    parser.add_argument("--csv", metavar=tr("FILE"), help=tr("write the training curves as CSV"))
    parser.add_argument("--backend", choices=("auto", "numpy", "cupy"), default="auto",
                        help=tr("what computes: NumPy, CuPy on a graphics card, or whichever is faster (auto)"))
    parser.add_argument("--json", action="store_true", help=tr("print JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Trains; exit code 1 when training diverged (the last good parameters are saved all the same)."""
    document = files.load(arguments.file)
    for path in (arguments.out, arguments.csv):
        if path is not None:
            refuse_no_place(Path(path))
    refuse_errors(document)
    if arguments.seed is not None:
        document = edits.reset_training(document, arguments.seed)
    session = TrainingSession(document, share=math.inf, backend=choose(arguments.backend, lambda: step_work(document)))
    begin = time.perf_counter()
    with threads_limited_to(session.threads):
        _train(session, arguments.epochs, quiet=arguments.json)
    seconds = time.perf_counter() - begin
    trained = edits.with_training(document, session.document().state, session.document().history)
    if arguments.out:
        files.save(trained, arguments.out)
    if arguments.csv:
        _write_csv(trained.history, arguments.csv)
    _report(session, seconds, arguments.json)
    return 0 if session.trouble is None else 1


def _train(session: TrainingSession, epochs: int, quiet: bool) -> None:
    """Trains so many epochs, with a bar on the error stream while that is a terminal."""
    shown = sys.stderr.isatty() and not quiet
    session.set_goal(epochs=epochs)
    begun = session.trainer.epoch_number
    while not session.reached_goal and session.trouble is None:
        session.advance(seconds=0.2)
        if shown:
            done = (session.trainer.epoch_number - begun) / epochs
            bar = "█" * round(30 * done) + "·" * (30 - round(30 * done))
            sys.stderr.write(f"\r{bar} {session.trainer.epoch_number - begun}/{epochs} ")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\n")


def _report(session: TrainingSession, seconds: float, as_json: bool) -> None:
    train_loss, train_accuracy = session.trainer.evaluate("train")
    test_loss, test_accuracy = session.trainer.evaluate("test")
    found = measured(session.trainer)
    trouble = None if session.trouble is None else render(session.trouble)
    if as_json:
        write_json({
            "epoch": session.trainer.epoch_number, "step": session.step, "seconds": seconds,
            "train_loss": train_loss, "test_loss": test_loss,
            "train_accuracy": train_accuracy, "test_accuracy": test_accuracy, "trouble": trouble,
            "metrics": plain(found),
        })
        return
    print(tr("Epoch {epoch}: training loss {loss}", epoch=session.trainer.epoch_number, loss=format_loss(train_loss)))
    if not math.isnan(test_loss):
        print(tr("Test loss {loss}", loss=format_loss(test_loss)))
    for line in lines(found):
        print(line)
    if session.early_stop is not None:
        print(render(session.early_stop))
    if trouble is not None:
        print(trouble, file=sys.stderr)


def _write_csv(history: History, path: str) -> None:
    curves = dict(history.series)
    try:
        with Path(path).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(curves)
            writer.writerows(zip(*(curve.tolist() for curve in curves.values()), strict=True))
    except OSError as error:
        raise not_written(Path(path), error) from error
