"""The parser of the command line in the user's language: help that fits its columns, faults in one line."""

import argparse
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from nnsim.cli.columns import columns, wrapped
from nnsim.text import Message, NnsimError, message, parse_count, parse_number, render, tr

# argparse's own phrases that a user of nnsim can meet; listed here so that the catalogue has them
PHRASES = (
    message("usage: "),
    message("positional arguments"),
    message("options"),
    message("show this help message and exit"),
    message("the following arguments are required: %s"),
    message("unrecognized arguments: %s"),
    message("argument %(argument_name)s: %(message)s"),
    message("expected one argument"),
    message("expected %s argument"),
    message("expected %s arguments"),
    message("ignored explicit argument %r"),
    message("ambiguous option: %(option)s could match %(matches)s"),
    message("invalid choice: %(value)r (choose from %(choices)s)"),
    message("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
)


class Parser(argparse.ArgumentParser):
    """A parser whose faults are one line with the remedy; made and used inside `speaking`."""

    def __init__(self, prog: str, description: str, epilog: str | None = None, **more: Any) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=_Formatter, **more)

    def error(self, fault: str) -> NoReturn:
        """Writes the fault and ends with exit code 2."""
        told = tr("{command}: {fault}. See: {command} --help", command=self.prog, fault=fault.rstrip("."))
        self.exit(2, f"{told}\n")


@contextmanager
def speaking() -> Iterator[None]:
    """argparse takes its phrases from two functions of gettext that it imports; for the while they are ours."""
    theirs = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    vars(argparse).update(_=_phrase, ngettext=lambda one, several, count: _phrase(one if count == 1 else several))
    try:
        yield
    finally:
        vars(argparse).update(theirs)


def whole(least: int, most: int) -> Callable[[str], int]:
    """The type of an argument that is a whole number in a range."""

    def read(text: str) -> int:
        try:
            number = parse_count(text)
        except NnsimError as error:
            raise argparse.ArgumentTypeError(render(error.message)) from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(_out_of_range(text, least, most))
        return number

    return read


def real(least: float, most: float) -> Callable[[str], float]:
    """The type of an argument that is a number in a range."""

    def read(text: str) -> float:
        try:
            number = parse_number(text)
        except NnsimError as error:
            raise argparse.ArgumentTypeError(render(error.message)) from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(_out_of_range(text, f"{least:g}", f"{most:g}"))
        return number

    return read


def _out_of_range(text: str, least: int | str, most: int | str) -> str:
    return tr("expected a number from {least} to {most}, got {got}", least=least, most=most, got=text)


def _phrase(text: str | None) -> str | None:
    return render(Message(text)) if text else text


class _Formatter(argparse.HelpFormatter):
    """Help in columns of the terminal instead of letters."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=min(shutil.get_terminal_size().columns, 100) - 2)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - columns(indent)))

    def _format_action(self, action: argparse.Action) -> str:
        """Blanks behind a wide name are as many fewer as it is wider than its letters."""
        told, name = super()._format_action(action), self._format_action_invocation(action)
        wider = columns(name) - len(name)
        return told.replace(name + " " * (wider + 2), name + "  ", 1) if wider else told

    def _format_usage(self, *arguments: object) -> str:
        """Broken into lines as if each wide letter were two; further lines begin below the first argument."""
        told, whole_width = super()._format_usage(*arguments), self._width  # type: ignore[arg-type]
        self._width -= columns(told) - len(told)
        first, *others = super()._format_usage(*arguments).split("\n")  # type: ignore[arg-type]
        self._width = whole_width
        begin = first.partition(self._prog)[0]
        wider = " " * (columns(begin) - len(begin))
        return "\n".join((first, *(wider + line if line.startswith(" ") else line for line in others)))
