"""One neuron as a round picture: its decision map, or the colour of its activation, inside its ring."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QTransform

from ui.canvas.appearance import Look
from ui.canvas.showing import value_range
from ui.look import diverging_image

RING = 1.5
MARGIN = 3.0


def map_image(array: NDArray[Any], activation: str, look: Look) -> QImage:
    """The decision map of one unit, [rows, columns] with row 0 at the top, as a picture."""
    low, high = value_range(activation, array)
    return diverging_image(np.asarray(array), low, high, look.tokens)


def side_of(radius: float, look: Look) -> int:
    """Width of a disc with its gap, in device pixels."""
    return max(2, math.ceil(2 * (radius + MARGIN) * look.ratio))


def disc_pixmap(filling: QImage | QColor, radius: float, look: Look, opacity: float = 1.0) -> QPixmap:
    """A disc with its ring and the gap around it that keeps links at a distance, at the size of the screen."""
    side = side_of(radius, look)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = disc_painter(pixmap, radius)
    draw_gap(painter, radius, look)
    painter.setOpacity(opacity)
    draw_filling(painter, radius, _brush(filling, radius))
    painter.setOpacity(1.0)
    draw_ring(painter, radius, look)
    painter.end()
    return pixmap


def disc_painter(picture: QPixmap | QImage, radius: float) -> QPainter:
    """A painter on a square picture with a disc of this radius in its middle, around (0, 0)."""
    reach, side = radius + MARGIN, picture.width()
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(side / (2 * reach), side / (2 * reach))
    painter.translate(reach, reach)
    return painter


def draw_gap(painter: QPainter, radius: float, look: Look) -> None:
    """The ground under the disc and around it."""
    draw_filling(painter, radius + MARGIN, QBrush(look.tokens.surface))


def draw_filling(painter: QPainter, radius: float, brush: QBrush) -> None:
    """The disc itself."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawEllipse(QPointF(), radius, radius)


def draw_ring(painter: QPainter, radius: float, look: Look) -> None:
    """The edge of the disc."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.tokens.border2, max(RING, 1.0 / look.ratio)))
    painter.drawEllipse(QPointF(), radius, radius)


def draw_discs(painter: QPainter, discs: Sequence[tuple[QPixmap, QPointF]], radius: float) -> None:
    """Paint discs from `disc_pixmap` around their centers.

    Each is put pixel on pixel at the size it was made for, which is many times faster.
    """
    reach, transform = radius + MARGIN, painter.worldTransform()
    ratio = painter.device().devicePixelRatioF()
    width = 2 * reach * transform.m11() * ratio
    straight = not transform.isRotating()
    across, down, dx, dy = transform.m11(), transform.m22(), transform.dx(), transform.dy()
    unfit = []
    painter.resetTransform()
    for pixmap, center in discs:
        side = pixmap.width()
        if not straight or abs(width - side) >= 1.01:
            unfit.append((pixmap, center))
            continue
        if pixmap.devicePixelRatio() != ratio:
            pixmap.setDevicePixelRatio(ratio)
        half = side / 2 / ratio
        x = round((center.x() * across + dx - half) * ratio) / ratio
        y = round((center.y() * down + dy - half) * ratio) / ratio
        painter.drawPixmap(QPointF(x, y), pixmap)
    painter.setWorldTransform(transform)
    for pixmap, center in unfit:
        box = QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
        painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))


def _brush(filling: QImage | QColor, radius: float) -> QBrush:
    if isinstance(filling, QColor):
        return QBrush(filling)
    brush = QBrush(filling)
    factor = 2 * radius / filling.width()
    brush.setTransform(QTransform(factor, 0, 0, factor, -radius, -radius))
    return brush
