"""The dot grid behind the network."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.look import Tokens

SPACING, RADIUS = 24.0, 0.9
CLOSEST = 14.0


def paint_grid(painter: QPainter, rect: QRectF, tokens: Tokens, zoom: float) -> None:
    """The canvas colour and a dot every 24 px at 100 %; further apart where they would come too close on the screen."""
    painter.fillRect(rect, tokens.canvas)
    spacing = SPACING
    while spacing * zoom < CLOSEST:
        spacing *= 2
    size = 2 * RADIUS / max(min(zoom, 1.0), 0.05) if zoom < 1 else 2 * RADIUS
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.dot, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    first_x, first_y = (math.floor(start / spacing) for start in (rect.left(), rect.top()))
    last_x, last_y = (math.ceil(end / spacing) for end in (rect.right(), rect.bottom()))
    painter.drawPoints([
        QPointF((column + 0.5) * spacing, (row + 0.5) * spacing)
        for column in range(first_x - 1, last_x + 1) for row in range(first_y - 1, last_y + 1)
    ])  # fmt: skip
