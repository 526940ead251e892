"""The ground of small pictures: the canvas colour with its grid of dots."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter

from ui.look import Tokens


def paint_dots(painter: QPainter, size: QSizeF, tokens: Tokens) -> None:
    """The canvas colour with its grid of dots; lengths are pixels at 100 %."""
    painter.fillRect(QRectF(QPointF(), size), tokens.canvas)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens.dot)
    for x in range(8, int(size.width()) + 1, 16):
        for y in range(8, int(size.height()) + 1, 16):
            painter.drawEllipse(QPointF(x, y), 0.8, 0.8)
