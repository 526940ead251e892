"""Dots that run along very many wires at once: one small picture for each colour, put wherever a dot is."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from ui.canvas.appearance import Look

DOT = 5.0  # across, in pixels of the screen


def paint_dots(painter: QPainter, points: NDArray[np.float64], color: QColor, look: Look) -> None:
    """A dot of one colour at each of these points of the scene, [points, 2]."""
    transform, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    dot = _dot(color.rgba(), DOT / min(1.0, look.zoom) * transform.m11(), ratio)
    half = dot.width() / ratio / 2
    across = points[:, 0] * transform.m11() + transform.dx() - half
    down = points[:, 1] * transform.m22() + transform.dy() - half
    painter.save()
    painter.resetTransform()
    draw = painter.drawPixmap
    for x, y in zip(across.tolist(), down.tolist(), strict=True):
        draw(QPointF(x, y), dot)
    painter.restore()


@lru_cache(maxsize=64)
def _dot(color: int, size: float, ratio: float) -> QPixmap:
    side = math.ceil(size * ratio) + 2
    dot = QPixmap(side, side)
    dot.fill(Qt.GlobalColor.transparent)
    with QPainter(dot) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgba(color))
        painter.drawEllipse(QPointF(side / 2, side / 2), size * ratio / 2, size * ratio / 2)
    dot.setDevicePixelRatio(ratio)
    return dot
