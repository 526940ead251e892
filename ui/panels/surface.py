"""The plain surface that panels stand on, with hairlines where they meet their neighbours."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.look import theme
from ui.look.widgets.themed import Themed

Edge = Literal["left", "top", "right", "bottom"]


class Surface(Themed, QWidget):
    """A widget in one colour of the table.

    Args:
        edges: the sides that get a hairline, which lies inside.
        tone: name of the colour.
        width, height: fixed extent in pixels at 100 %; 0 leaves it free.
    """

    def __init__(
        self,
        edges: tuple[Edge, ...] = (),
        tone: str = "surface",
        width: int = 0,
        height: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edges, self._tone, self._fixed = edges, tone, (width, height)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies below need not be painted
        self.follow_theme()

    def restyle(self) -> None:
        """Take extent from the theme."""
        width, height = self._fixed
        if width:
            self.setFixedWidth(theme().px(width))
        if height:
            self.setFixedHeight(theme().px(height))
        self.update()

    def set_extent(self, width: int = 0, height: int = 0) -> None:
        """Change the fixed extent, pixels at 100 %."""
        self._fixed = (width or self._fixed[0], height or self._fixed[1])
        self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Colour and hairlines."""
        painter, tokens, line = QPainter(self), theme().tokens, theme().px(1)
        painter.fillRect(self.rect(), tokens.color(self._tone))
        width, height = self.width(), self.height()
        sides = {
            "left": QRect(0, 0, line, height),
            "right": QRect(width - line, 0, line, height),
            "top": QRect(0, 0, width, line),
            "bottom": QRect(0, height - line, width, line),
        }
        for edge in self._edges:
            painter.fillRect(sides[edge], tokens.border)
