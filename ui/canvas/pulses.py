"""Pulses: numbers that travel along the wires as pills with a tail, as dots where there are many."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen

from nnsim.text import format_number
from ui.canvas.appearance import Align, Look, Weight, draw_text, faded, round_rect, text_width
from ui.canvas.detail import Detail
from ui.canvas.flow import paint_dots
from ui.canvas.geometry import link_point
from ui.canvas.spotlight import Carried, Spotlight

REST, NARROW_REST, ROOMY_GAP = 0.64, 0.82, 130.0
MOST_PILLS, MOST_DOTS = 12, 200
HEIGHT, COVERED = 26.0, 0.7  # of a pill; how much of its height is its own
PILL_ROOM = 60.0  # of a gap on a stage, for each pill; without it dots travel


def paint_pulses(painter: QPainter, light: Spotlight, look: Look, progress: float) -> None:
    """Every hot wire's number on its way; it comes to rest where it can be read. Backward runs right to left."""
    if light.phase in (None, "update") or not light.hot:
        return
    backward = light.phase == "backward"
    hot = travelling(light)
    _paint_wholes(painter, light, look, progress)
    end = REST if light.gap >= ROOMY_GAP else NARROW_REST  # beside the chips, where they leave room
    t = 1.0 - progress * (1.0 - end) if backward else progress * end
    crowded = len(hot) > 1 and look.bare and light.gap < PILL_ROOM * look.text_scale(13)
    crowded = crowded or (len(hot) <= MOST_PILLS and _overlap(hot, end, look))
    if len(hot) <= MOST_PILLS and look.detail >= Detail.MAPS and not crowded:
        for carried in hot:
            _tail(painter, carried, t, backward, look)
        for carried in hot:
            _pulse(painter, carried, t, backward, look)
    elif len(hot) <= MOST_DOTS:
        by_color: dict[int, list[tuple[float, float]]] = {}
        for carried in hot:
            point = link_point(carried.wire.start, carried.wire.end, t)
            by_color.setdefault(_color(carried, backward, look).rgba(), []).append((point.x(), point.y()))
        for color, points in by_color.items():
            paint_dots(painter, np.array(points), QColor.fromRgba(color), look)


def _overlap(hot: tuple[Carried, ...], t: float, look: Look) -> bool:
    """Whether numbers would lie over each other where they come to rest."""
    scale, boxes = look.text_scale(13), []
    for carried in hot:
        at, width = link_point(carried.wire.start, carried.wire.end, t), _width(carried) * scale
        high = COVERED * HEIGHT * scale
        boxes.append(QRectF(at.x() - width / 2, at.y() - high / 2, width, high))
    return any(box.intersects(other) for place, box in enumerate(boxes) for other in boxes[:place])


def _width(carried: Carried) -> float:
    """Of the pill of a number, at 100 %."""
    return text_width(format_number(carried.number), 13, Weight.Bold) + 20


def travelling(light: Spotlight) -> tuple[Carried, ...]:
    """The numbers on their way; a gradient of which only the penalty's part is known does not travel yet."""
    numbers = tuple(carried for carried in light.hot if carried.wire.sort != "whole")
    if light.phase != "backward":
        return numbers
    return tuple(carried for carried in numbers if not math.isnan(carried.number))


def _paint_wholes(painter: QPainter, light: Spotlight, look: Look, progress: float) -> None:
    """A dot, in the color of the phase, on every wire that carries many numbers at once."""
    if light.phase is None or progress >= 1.0:
        return
    size = 5.0 / min(1.0, look.zoom)
    painter.setPen(QPen(look.tokens.surface, 2.0 / min(1.0, look.zoom)))
    painter.setBrush(look.tokens.phase(light.phase)[0])
    at = 1.0 - progress if light.phase == "backward" else progress
    for carried in light.hot:
        if carried.wire.sort == "whole":
            painter.drawEllipse(link_point(carried.wire.start, carried.wire.end, at), size, size)


def _color(carried: Carried, backward: bool, look: Look) -> QColor:
    if backward:
        return look.tokens.grad
    return look.tokens.sign(carried.number) if carried.number else look.tokens.text3


def _pulse(painter: QPainter, carried: Carried, t: float, backward: bool, look: Look) -> None:
    """The pill with the travelling number."""
    at, scale = link_point(carried.wire.start, carried.wire.end, t), look.text_scale(13)
    text = format_number(carried.number)
    width = _width(carried)
    painter.save()
    painter.translate(at)
    painter.scale(scale, scale)
    painter.setPen(QPen(look.tokens.surface, 2.0))
    painter.setBrush(_color(carried, backward, look))
    round_rect(painter, QRectF(-width / 2, -HEIGHT / 2, width, HEIGHT), HEIGHT / 2)
    ink = look.tokens.canvas if look.tokens.dark else look.tokens.surface
    draw_text(painter, QPointF(0, 4.6), text, 13, Weight.Bold, ink, Align.AlignHCenter)
    painter.restore()


def _tail(painter: QPainter, carried: Carried, t: float, backward: bool, look: Look) -> None:
    """The tapered tail over a third of the wire behind the pulse, 17 px wide at its head."""
    back = min(1.0, t + 0.33) if backward else max(0.0, t - 0.33)
    steps = 14
    points = [link_point(carried.wire.start, carried.wire.end, back + (t - back) * k / steps) for k in range(steps + 1)]
    if (points[-1] - points[0]).manhattanLength() < 4:
        return
    left, right = [], []
    for k, point in enumerate(points):
        ahead, behind = points[min(k + 1, steps)], points[max(k - 1, 0)]
        along = ahead - behind
        length = math.hypot(along.x(), along.y()) or 1.0
        half = 8.5 * k / steps
        across = QPointF(-along.y() / length * half, along.x() / length * half)
        left.append(point + across)
        right.append(point - across)
    path = QPainterPath(left[0])
    for point in [*left[1:], *reversed(right)]:
        path.lineTo(point)
    gradient = QLinearGradient(points[0], points[-1])
    ramp = look.tokens.divm
    end = 0 if carried.number < 0 else -1 if carried.number > 0 else len(ramp) // 2
    color = look.tokens.grad if backward else ramp[end]
    gradient.setColorAt(0.0, faded(color, 0.15))
    gradient.setColorAt(1.0, faded(color, 0.95))
    painter.fillPath(path, gradient)
