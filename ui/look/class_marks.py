"""The mark of a class, wherever its samples or its name are drawn: each has a shape of its own beside its color."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

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
