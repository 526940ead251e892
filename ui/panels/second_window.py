"""A second window: another process of nnsim, which goes on when this one is closed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess

EMPTY = "--empty"  # as `ui.app` calls it, which is above the panels


def command() -> tuple[str, list[str]]:
    """The program and the arguments that start nnsim once more: a bundled one is a program by itself."""
    return sys.executable, [EMPTY] if getattr(sys, "frozen", False) else ["-m", "ui", EMPTY]


def open_second_window() -> bool:
    """Start nnsim once more, with an empty network, into which can be pasted; whether that was possible."""
    started, _process = QProcess.startDetached(*command())
    return started
