"""How wide a few centered lines are set, so that none of them is a lone word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

_HIGH = 100_000.0


def even_width(metrics: QFontMetricsF, text: str, room: float) -> float:
    """The smallest width of at most `room` pixels in which a text takes no more lines than in all of it."""
    low, high = min(room, metrics.averageCharWidth()), room
    lines = _height(metrics, text, room)
    if lines < 1.5 * metrics.height():
        return room
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (middle, high) if _height(metrics, text, middle) > lines else (low, middle)
    return min(room, high + 1.0)


def _height(metrics: QFontMetricsF, text: str, width: float) -> float:
    box = metrics.boundingRect(QRectF(0, 0, width, _HIGH), Qt.TextFlag.TextWordWrap, text)
    return _HIGH if box.width() > width + 0.5 else box.height()
