"""One neuron as a round picture: its decision map, or the colour of its activation, inside its ring."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap, QTransform

from ui.canvas.appearance import Look
from ui.canvas.showing import value_range
from ui.look import diverging_color, diverging_image

RING = 1.5
MARGIN = 3.0


def map_image(array: NDArray[Any], activation: str, look: Look) -> QImage:
    """The decision map of one unit, [rows, columns] with row 0 at the top, as a picture."""
    low, high = value_range(activation, array)
    return diverging_image(np.asarray(array), low, high, look.tokens)


def value_color(value: float, activation: str, look: Look) -> QColor:
    """Colour of one activation."""
    low, high = value_range(activation)
    return diverging_color(value, low, high, look.tokens)


def disc_pixmap(filling: QImage | QColor, radius: float, look: Look, opacity: float = 1.0) -> QPixmap:
    """A disc with its ring and the gap around it that keeps links at a distance, at the size of the screen."""
    reach = radius + MARGIN
    side = max(2, math.ceil(2 * reach * look.ratio))
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(side / (2 * reach), side / (2 * reach))
    painter.translate(reach, reach)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.tokens.surface)
    painter.drawEllipse(QPointF(), reach, reach)
    painter.setOpacity(opacity)
    painter.setBrush(_brush(filling, radius))
    painter.drawEllipse(QPointF(), radius, radius)
    painter.setOpacity(1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.tokens.border2, max(RING, 1.0 / look.ratio)))
    painter.drawEllipse(QPointF(), radius, radius)
    painter.end()
    return pixmap


def draw_disc(painter: QPainter, pixmap: QPixmap, center: QPointF, radius: float) -> None:
    """Paint a disc from `disc_pixmap`: pixel on pixel at the size it was made for, which is many times faster."""
    reach, transform = radius + MARGIN, painter.worldTransform()
    ratio = painter.device().devicePixelRatioF()
    if abs(2 * reach * transform.m11() * ratio - pixmap.width()) < 1.01 and not transform.isRotating():
        at, half = transform.map(center), pixmap.width() / 2 / ratio
        pixmap.setDevicePixelRatio(ratio)
        painter.resetTransform()
        painter.drawPixmap(QPointF(_whole(at.x() - half, ratio), _whole(at.y() - half, ratio)), pixmap)
        painter.setWorldTransform(transform)
        return
    box = QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
    painter.drawPixmap(box, pixmap, QRectF(pixmap.rect()))


def _whole(value: float, ratio: float) -> float:
    return round(value * ratio) / ratio


def _brush(filling: QImage | QColor, radius: float) -> QBrush:
    if isinstance(filling, QColor):
        return QBrush(filling)
    brush = QBrush(filling)
    factor = 2 * radius / filling.width()
    brush.setTransform(QTransform(factor, 0, 0, factor, -radius, -radius))
    return brush
