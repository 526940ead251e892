"""`nnsim train FILE --epochs N`: trains a network with a progress bar and saves it."""

import argparse
import csv
import math
import sys
import time
from pathlib import Path

from nnsim import edits, files
from nnsim.backend import choose, single_threaded
from nnsim.cli.output import write_json
from nnsim.session import TrainingSession
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message, render, tr
from nnsim.text.numbers import format_loss

HELP = "train a network and save it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """FILE --epochs N [--seed S] [--out F] [--csv F] [--backend B] [--json]"""
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--epochs", type=_positive, required=True, metavar="N", help="how many epochs")
    parser.add_argument("--seed", type=int, metavar="S", help="begin anew from this seed")
    parser.add_argument("--out", metavar="F", help="where to save the trained network (default: nowhere)")
    parser.add_argument("--csv", metavar="F", help="write the training curves as CSV")
    parser.add_argument("--backend", choices=("auto", "numpy", "cupy"), default="auto")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Trains; exit code 1 when training diverged (the last good parameters are saved all the same)."""
    document = files.load(arguments.file)
    if arguments.seed is not None:
        document = edits.reset_training(document, arguments.seed)
    count = sum(array.size for array in document.state.parameters.values())
    session = TrainingSession(document, choose(arguments.backend, count))
    begin = time.perf_counter()
    with single_threaded(session.threads):
        _train(session, session.epoch + arguments.epochs, quiet=arguments.json)
    seconds = time.perf_counter() - begin
    trained = session.document()
    if arguments.out:
        files.save(trained, arguments.out)
    if arguments.csv:
        _write_csv(trained.history.series, arguments.csv)
    _report(session, trained.state.step, seconds, arguments.json)
    return 1 if session.diverged is not None else 0


def _train(session: TrainingSession, until: int, quiet: bool) -> None:
    """Goes on to an epoch, with a bar on the error stream while that is a terminal."""
    shown = sys.stderr.isatty() and not quiet
    begun = session.epoch
    while session.epoch < until and session.diverged is None:
        session.advance(seconds=0.2, until_epoch=until)
        if shown:
            done = (session.epoch - begun) / (until - begun)
            bar = "█" * round(30 * done) + "·" * (30 - round(30 * done))
            sys.stderr.write(f"\r{bar} {session.epoch}/{until}  {format_loss(session.train_loss)} ")
            sys.stderr.flush()
    if shown:
        sys.stderr.write("\n")


def _report(session: TrainingSession, steps: int, seconds: float, as_json: bool) -> None:
    train_loss, train_accuracy = session.evaluate("train")
    test_loss, test_accuracy = session.evaluate("test")
    if as_json:
        write_json({
            "epoch": session.epoch, "step": steps, "seconds": seconds, "train_loss": train_loss, "test_loss": test_loss,
            "train_accuracy": train_accuracy, "test_accuracy": test_accuracy,
            "diverged": None if session.diverged is None else render(session.diverged),
        })
        return
    print(tr("Epoch {epoch}: training loss {loss}", epoch=session.epoch, loss=format_loss(train_loss)))
    if not math.isnan(test_loss):
        print(tr("Test loss {loss}", loss=format_loss(test_loss)))
    if not math.isnan(train_accuracy):
        print(tr("Training accuracy {percent} %", percent=f"{100 * train_accuracy:.1f}"))
    if not math.isnan(test_accuracy):
        print(tr("Test accuracy {percent} %", percent=f"{100 * test_accuracy:.1f}"))
    if session.diverged is not None:
        print(render(session.diverged), file=sys.stderr)


def _write_csv(series: object, path: str) -> None:
    curves = dict(series)  # type: ignore[call-overload]
    try:
        with Path(path).open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(curves)
            writer.writerows(zip(*(curve.tolist() for curve in curves.values()), strict=True))
    except OSError as error:
        raise NnsimError("file.write", message("'{path}' could not be written: {reason}.", path=path,
                                               reason=error.strerror or "")) from error


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return value
