"""Parsing the command line and handing on to a verb; every failure is one line and an exit code."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from nnsim import __version__
from nnsim.cli import bench, doctor, info, trace, train
from nnsim.cli.parsing import Parser, speaking
from nnsim.files import FileError
from nnsim.text import Message, NnsimError, chosen_language, message, reason_of, render, set_language, tr

DONE, SAYS_NO, WRONG_USE = 0, 1, 2
_ALL = {"info": info, "train": train, "trace": trace, "bench": bench, "doctor": doctor}
VERBS = tuple(_ALL)
"""The verbs that run without a window."""


def main(arguments: Sequence[str]) -> int:
    """Runs a verb and returns its exit code: 0 done, 1 the work says no, 2 wrong use or an unreadable file."""
    set_language(chosen_language())
    _print_what_the_terminal_can()
    try:
        with speaking():
            chosen = build_parser().parse_args(list(arguments))
    except SystemExit as stop:  # help, the version, or one line about a fault is written
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        code = run(chosen)
        sys.stdout.flush()  # here, where a reader that is gone is no fault
        return code
    except NnsimError as error:
        print(render(_for_a_terminal(error)), file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # whoever reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it at its end
        return DONE
    except OSError as error:
        print(_refusal(error), file=sys.stderr)
        return WRONG_USE
    except MemoryError:
        print(tr("There is not enough memory to train this network. Make it or its batches smaller."), file=sys.stderr)
        return SAYS_NO
    except KeyboardInterrupt:
        print(render(message("Stopped.")), file=sys.stderr)
        return SAYS_NO


def build_parser() -> Parser:
    """The parser of all verbs; made inside `speaking`."""
    parser = Parser(
        "nnsim",
        tr("See a neural network think and learn. Without a verb the window opens: nnsim [FILE]."),
        tr("nnsim tour --out DIR opens every sample in the window and saves pictures of it."),
    )
    parser.add_argument("--version", action="version", version=f"nnsim {__version__}", help=tr("show the version"))
    verbs = parser.add_subparsers(title=tr("verbs"), required=True, metavar=tr("VERB"))
    for name, module in _ALL.items():
        told = render(module.HELP)
        verb = verbs.add_parser(name, help=told, description=told)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def _print_what_the_terminal_can() -> None:
    """Letters that the terminal's encoding does not have become `\\u03c3` and the like instead of a fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _for_a_terminal(error: NnsimError) -> Message:
    """The error's message; for a file that is not there, a remedy without a window."""
    if isinstance(error, FileError) and error.code == "file.missing":
        remedy = message("Check its path and name; the file of a network ends in .nnsim.")
        return FileError(error.code, error.text, remedy).message
    return error.message


def _refusal(error: OSError) -> str:
    """One line for what the operating system refuses: which file, if any, and why."""
    if error.filename is None:
        return tr("The system refused: {reason}.", reason=reason_of(error))
    return tr("'{path}': {reason}.", path=str(error.filename), reason=reason_of(error))
