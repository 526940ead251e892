"""Samples as points: test samples are hollow, the current one wears a ring."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.look import Tokens, class_shape, paint_point, theme

_ALIKE = 4.0


def at_one_scale(spans: NDArray[np.floating[Any]], sides: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Spans of two axes [x, y] on sides of so many pixels, the shorter one widened so that a circle is round.

    Spans that differ by a factor of 4 or more are of different things and stay as they are.
    """
    return sides * (spans / sides).max() if spans.max() < _ALIKE * spans.min() else spans


def paint_ring(painter: QPainter, at: QPointF, radius: float, tokens: Tokens) -> None:
    """The ring around the current sample."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tokens.surface, 4.0 * theme().scale))
    painter.drawEllipse(at, radius, radius)
    painter.setPen(QPen(tokens.sel, 1.75 * theme().scale))
    painter.drawEllipse(at, radius, radius)


def point_stamp(label: int, hollow: bool, radius: float, ratio: float, tokens: Tokens) -> QPixmap:
    """A class's point as a pixmap, to be drawn a thousand times."""
    color = tokens.class_color(label)
    paper = tokens.canvas if tokens.dark else tokens.surface
    fill, outline, width = (paper, color, 1.5) if hollow else (color, paper, 1.2)
    return _stamp(class_shape(label), fill.name(), outline.name(), radius, width * theme().scale, ratio)


@lru_cache(maxsize=256)
def _stamp(shape: str, fill: str, outline: str, radius: float, width: float, ratio: float) -> QPixmap:
    side = 2 * math.ceil(radius * 1.3 + width) + 1
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_point(painter, shape, QPointF(side / 2, side / 2), radius, QColor(fill), QColor(outline), width)
    return pixmap
