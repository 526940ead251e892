"""A second window: another process of nnsim, which goes on when this one is closed."""

from __future__ import annotations

import sys

from PySide6.QtCore import QProcess


def command() -> tuple[str, list[str]]:
    """The program and the arguments that start nnsim once more: a bundled one is a program by itself."""
    return sys.executable, [] if getattr(sys, "frozen", False) else ["-m", "ui"]


def open_second_window() -> bool:
    """Start nnsim once more, with its welcome page; whether that was possible."""
    started, _process = QProcess.startDetached(*command())
    return started
