"""Parsing the command line and handing on to a verb; every failure is one line and an exit code."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

from nnsim import __version__
from nnsim.cli import bench, doctor, info, trace, train
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message, render, set_language, tr

DONE, SAYS_NO, WRONG_USE = 0, 1, 2
_ALL = {"info": info, "train": train, "trace": trace, "bench": bench, "doctor": doctor}
VERBS = tuple(_ALL)
"""The verbs that run without a window."""


def main(arguments: Sequence[str]) -> int:
    """Runs a verb and returns its exit code: 0 done, 1 the work says no, 2 wrong use or an unreadable file."""
    _choose_language()
    parser = build_parser()
    try:
        chosen = parser.parse_args(list(arguments))
    except SystemExit as stop:  # argparse has written its one line
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = chosen.run
    _print_what_the_terminal_can()
    try:
        code = run(chosen)
        sys.stdout.flush()  # here, where a reader that is gone is no fault
        return code
    except NnsimError as error:
        print(render(error.message), file=sys.stderr)
        return WRONG_USE
    except BrokenPipeError:  # whoever reads has read enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains of it at its end
        return DONE
    except OSError as error:
        print(render(message("'{path}': {reason}", path=str(error.filename), reason=error.strerror)), file=sys.stderr)
        return WRONG_USE
    except MemoryError:
        print(tr("There is not enough memory to train this network. Make it or its batches smaller."), file=sys.stderr)
        return SAYS_NO
    except KeyboardInterrupt:
        print(render(message("Stopped.")), file=sys.stderr)
        return SAYS_NO


def build_parser() -> argparse.ArgumentParser:
    """The parser of all verbs."""
    parser = argparse.ArgumentParser(
        prog="nnsim",
        description="See a neural network think and learn. Without a verb the window opens: nnsim [FILE].",
    )
    parser.add_argument("--version", action="version", version=f"nnsim {__version__}")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for name, module in _ALL.items():
        verb = verbs.add_parser(name, help=module.HELP, description=module.HELP)
        module.add_arguments(verb)
        verb.set_defaults(run=module.run)
    return parser


def _print_what_the_terminal_can() -> None:
    """Letters that the terminal's encoding does not have become `\\u03c3` and the like instead of a fault."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _choose_language() -> None:
    """Korean where the environment asks for it."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    set_language("ko" if asked.startswith("ko") else "en")
