"""Size and place of the window, kept between starts."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QMainWindow

from ui.panels.preferences import settings

DEFAULT_SIZE, LEAST_SIZE = QSize(1600, 1000), QSize(1024, 640)
_KEY = "window/geometry"


def restore_window(window: QMainWindow) -> None:
    """As it was left; at the first start in the size of the design, or what the screen has."""
    kept = settings().value(_KEY)
    room = window.screen().availableSize()
    window.setMinimumSize(LEAST_SIZE.boundedTo(room))
    if not (isinstance(kept, QByteArray) and window.restoreGeometry(kept)):
        window.resize(DEFAULT_SIZE.boundedTo(room))


def keep_window(window: QMainWindow) -> None:
    """Remember how it is now."""
    settings().setValue(_KEY, window.saveGeometry())
