"""The dot grid behind the network."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from ui.look import Tokens

SPACING, RADIUS = 24.0, 0.9
CLOSEST = 14.0


def paint_grid(painter: QPainter, rect: QRectF, tokens: Tokens, zoom: float) -> None:
    """The canvas colour and a dot every 24 px at 100 %; further apart where they would come too close on the screen."""
    painter.fillRect(rect, tokens.canvas)
    spacing = SPACING
    while spacing * zoom < CLOSEST:
        spacing *= 2
    transform = painter.worldTransform()
    ratio = painter.device().devicePixelRatioF()
    area = transform.mapRect(rect)
    radius = RADIUS * transform.m11() / min(zoom, 1.0)
    columns = [transform.m11() * x + transform.dx() - area.left() for x in _places(rect.left(), rect.right(), spacing)]
    row = _row(columns, area.width(), radius, ratio, tokens)
    painter.save()
    painter.resetTransform()
    # One row of dots, put down again for every line, is ten times faster than the dots one by one.
    for y in _places(rect.top(), rect.bottom(), spacing):
        middle = round((transform.m22() * y + transform.dy()) * ratio) / ratio
        painter.drawPixmap(QPointF(area.left(), middle - row.height() / 2 / ratio), row)
    painter.restore()


def _row(columns: list[float], width: float, radius: float, ratio: float, tokens: Tokens) -> QPixmap:
    """A row of dots at these places, as high as needed."""
    height = 2 * math.ceil(radius * ratio) + 2
    row = QPixmap(max(1, math.ceil(width * ratio)), height)
    row.setDevicePixelRatio(ratio)
    row.fill(Qt.GlobalColor.transparent)
    painter = QPainter(row)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens.dot, 2 * radius, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints([QPointF(x, height / 2 / ratio) for x in columns])
    painter.end()
    return row


def _places(start: float, end: float, spacing: float) -> list[float]:
    first, last = math.floor(start / spacing) - 1, math.ceil(end / spacing) + 1
    return [(place + 0.5) * spacing for place in range(first, last)]
