"""Samples as points: each class has a colour and a shape, test samples are hollow, the current one wears a ring."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.look import Tokens, theme

SHAPES = ("square", "circle", "triangle", "diamond", "star", "cross")


def class_shape(index: int) -> str:
    """The shape of class `index`, from 0."""
    return SHAPES[index % len(SHAPES)]


@lru_cache(maxsize=32)
def shape_path(shape: str) -> QPainterPath:
    """A shape whose area fits a circle of radius 1 around the origin."""
    path = QPainterPath()
    if shape == "square":
        path.addRoundedRect(QRectF(-0.92, -0.92, 1.84, 1.84), 0.33, 0.33)
    elif shape == "circle":
        path.addEllipse(QPointF(), 1.0, 1.0)
    elif shape == "triangle":
        path.addPolygon(QPolygonF([QPointF(0, -1.15), QPointF(1.1, 0.85), QPointF(-1.1, 0.85), QPointF(0, -1.15)]))
    elif shape == "diamond":
        path.addPolygon(
            QPolygonF([QPointF(0, -1.2), QPointF(1.1, 0), QPointF(0, 1.2), QPointF(-1.1, 0), QPointF(0, -1.2)])
        )
    elif shape == "star":
        path.addPolygon(QPolygonF([_spoke(turn) for turn in range(11)]))
    else:
        arm, reach = 0.42, 1.05
        path.addRect(QRectF(-arm, -reach, 2 * arm, 2 * reach))
        path.addRect(QRectF(-reach, -arm, 2 * reach, 2 * arm))
        path = path.simplified()
    return path


def _spoke(turn: int) -> QPointF:
    radius, angle = (1.25 if turn % 2 == 0 else 0.6), math.pi * turn / 5 - math.pi / 2
    return QPointF(radius * math.cos(angle), radius * math.sin(angle))


def paint_point(
    painter: QPainter, shape: str, at: QPointF, radius: float, fill: QColor, outline: QColor, width: float
) -> None:
    """One point, `radius` without its outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.scale(radius, radius)
    pen = QPen(outline, width / radius)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawPath(shape_path(shape))
    painter.restore()


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
