"""Size and place of the window, kept between starts."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QMainWindow

from ui.panels.preferences import settings

DEFAULT_SIZE, LEAST_SIZE = QSize(1600, 1000), QSize(1024, 640)
_KEY = "window/geometry"
_FRAME = 48  # title bar and borders of the desktop, at the most


def restore_window(window: QMainWindow) -> None:
    """As it was left; at the first start in the size of the design, or what the screen has."""
    kept = settings().value(_KEY)
    room = window.screen().availableSize()
    window.setMinimumSize(LEAST_SIZE.boundedTo(room))
    if isinstance(kept, QByteArray) and window.restoreGeometry(kept):
        return
    window.resize(DEFAULT_SIZE.boundedTo(room))
    if room.width() < DEFAULT_SIZE.width() + _FRAME or room.height() < DEFAULT_SIZE.height() + _FRAME:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def keep_window(window: QMainWindow) -> None:
    """Remember how it is now."""
    settings().setValue(_KEY, window.saveGeometry())
