"""An icon that only stands there."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import paint_icon, theme
from ui.look.widgets import Themed


class StillIcon(Themed, QWidget):
    """A Phosphor icon, `size` pixels square at 100 %, in a token's colour."""

    def __init__(self, name: str, size: int, token: str = "text2", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._token = name, size, token
        self.follow_theme()

    def restyle(self) -> None:
        """Take size and colour from the theme."""
        self.setFixedSize(theme().px(self._size), theme().px(self._size))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon."""
        paint_icon(QPainter(self), self._name, QRectF(self.rect()), theme().tokens.color(self._token))
