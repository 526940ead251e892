"""The `nnsim` command: verbs go to the command line, a file or nothing opens the window. Imports no Qt by itself."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from nnsim.text import chosen_language, set_language, tr

FILE_SUFFIXES = (".nnsim", ".key")
EMPTY = "--empty"
"""Opens the window with an empty network in place of the welcome page"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code is 0 done, 1 the work says no, 2 wrong use.

    The main module of a spawned worker is this one too, so nothing here touches Qt before a window is wanted.
    """
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    set_language(chosen_language())
    if arguments[:1] == ["tour"]:
        return _tour(arguments[1:])
    if not arguments or arguments[0] == EMPTY or _names_file(arguments[0]):
        return _window(arguments)
    from nnsim.cli import main as command_line

    return command_line(arguments)


def _window(arguments: list[str]) -> int:
    if len(arguments) > 1:
        return _refuse(tr("nnsim opens one file at a time. Run it once for each file."))
    if not _has_display():
        return _refuse(tr("There is no display. Set DISPLAY, or use a verb: nnsim train, nnsim tour --out DIR."))
    from ui.panels import garbage
    from ui.panels.application import create_application
    from ui.panels.preferences import load_preferences

    garbage.hold()
    application = create_application(load_preferences())
    from ui.look import theme
    from ui.main_window import MainWindow
    from ui.panels.faults import install_fault_hook

    with theme().dressing_together():
        window = MainWindow()
        window.furnished.connect(garbage.settle)
        if arguments == [EMPTY]:
            window.files.new()
        elif arguments:
            window.open_file(Path(arguments[0]))
    install_fault_hook(window.tell_fault, window.rescue)
    window.show()
    window.furnish()
    return application.exec()


def _tour(arguments: list[str]) -> int:
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.tour import run_tour

    return run_tour(arguments)


def _names_file(argument: str) -> bool:
    return argument.endswith(FILE_SUFFIXES) or (os.sep in argument and not argument.startswith("-"))


def _has_display() -> bool:
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _has_x_server(os.environ.get("DISPLAY", ""))


def _has_x_server(display: str) -> bool:
    """Whether a display is named and, when it is a local one, its socket is there (Qt aborts the process otherwise)."""
    if not display.startswith(":"):
        return bool(display)
    number = display[1:].partition(".")[0]
    return Path(f"/tmp/.X11-unix/X{number}").exists()


def _refuse(sentence: str) -> int:
    print(f"nnsim: {sentence}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
