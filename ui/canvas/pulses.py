"""Pulses: numbers that travel along the wires as pills with a tail, as dots where there are many."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPen, QPolygonF

from nnsim.text import format_number
from ui.canvas.appearance import Look, Weight, faded, text_width
from ui.canvas.card_paint import NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.flow import DOT, paint_dots
from ui.canvas.geometry import handle_lengths
from ui.canvas.pills import HEIGHT, RIM, paint_pill
from ui.canvas.runs import points_of
from ui.canvas.spotlight import Carried, Spotlight

REST, NARROW_REST, ROOMY_GAP = 0.64, 0.82, 130.0
AT_SOURCE = 0.1  # clear of the chips, which stand where the bundle is widest
MOST_PILLS, MOST_DOTS = 12, 200
COVERED = 0.7  # how much of the height of a pill is its own
PILL_ROOM = 60.0  # of a gap on a stage, for each pill; without it dots travel
TAIL, TAIL_POINTS, SHORTEST_TAIL = 0.33, 15, 4.0
WHOLE, WHOLE_RIM = 5.0, 2.0  # radius and rim of a dot that stands for many numbers, in pixels of the screen
_ROUTE = 65
"""Points of a way, evenly in the parameter of its curve"""
Points = NDArray[np.float64]


class Pulses:
    """The numbers of a moment on their way; what is the same in all frames is made once.

    They come to rest where they can be read, and a dot that stands for many numbers at the end of its way. Backward
    they run from right to left.

    Args:
        routes: the ways, forward, of such dots where kernels stand in place of the link that leads there;
            [ways, points, 2].
        through: whether gradients are passed on to where the wires come from; else they are those of the weights, and
            rest beside these.
    """

    def __init__(self, light: Spotlight, look: Look, routes: Points | None = None, through: bool = False) -> None:
        self._look, self._phase = look, light.phase
        self._backward = light.phase == "backward"
        hot = () if light.phase in (None, "update") else light.hot
        self._numbers = travelling(light) if hot else ()
        self._ways = _ways(self._numbers)
        wholes = (carried for carried in hot if carried.wire.sort == "whole")
        self._wholes = _ways(wholes) if routes is None else routes
        self._end = REST if light.gap >= ROOMY_GAP else NARROW_REST  # beside the chips, where they leave room
        if through and self._backward:
            self._end = AT_SOURCE
        if len(self._numbers) > MOST_DOTS:  # the halo comes up instead
            self._numbers, self._ways = (), self._ways[:0]
        self.pills = (0 < len(self._numbers) <= MOST_PILLS and look.detail >= Detail.MAPS
                      and not self._crowded(light.gap))  # fmt: skip
        colors = [_color(carried, self._backward, look).rgba() for carried in self._numbers]
        self._colors = {color: np.array([each == color for each in colors]) for color in dict.fromkeys(colors)}

    @property
    def any(self) -> bool:
        """Whether something travels."""
        return bool(len(self._numbers) or len(self._wholes))

    def bounds(self, progress: float) -> QRectF:
        """What is painted at a share of the way, in the scene; empty for nothing."""
        box = QRectF()
        if len(self._numbers):
            points, reach = self._at(progress)[:, None], DOT / min(1.0, self._look.zoom)
            if self.pills:
                points = self._behind(progress)
                scale = self._look.text_scale(13)
                wide = max(_width(carried) for carried in self._numbers) * scale / 2 + RIM * scale
                box = _around(points, wide, (HEIGHT / 2 + RIM) * scale)
            else:
                box = _around(points, reach, reach)
        if len(self._wholes) and progress < 1.0:
            reach = (WHOLE + WHOLE_RIM) / min(1.0, self._look.zoom)
            box = box.united(_around(self._whole_at(progress)[:, None], reach, reach))
        return box

    def paint(self, painter: QPainter, progress: float) -> None:
        """Paint everything at a share of the way, 0 to 1."""
        self._paint_wholes(painter, progress)
        if not len(self._numbers):
            return
        points = self._at(progress)
        if self.pills:
            for carried, behind in zip(self._numbers, self._behind(progress), strict=True):
                self._tail(painter, carried, behind)
            scale = self._look.text_scale(13)
            for carried, (x, y) in zip(self._numbers, points.tolist(), strict=True):
                color = _color(carried, self._backward, self._look)
                paint_pill(painter, QPointF(x, y), format_number(carried.number), color, scale, self._look)
        else:
            for color, chosen in self._colors.items():
                paint_dots(painter, points[chosen], QColor.fromRgba(color), self._look)

    def _t(self, progress: float) -> float:
        return 1.0 - progress * (1.0 - self._end) if self._backward else progress * self._end

    def _at(self, progress: float) -> Points:
        """Where the numbers are, [numbers, 2]."""
        return _along(self._ways, np.array([self._t(progress)]))[:, 0]

    def _behind(self, progress: float) -> Points:
        """Points of the tails, the head last: over a third of the way at most; [numbers, points, 2]."""
        t = self._t(progress)
        back = min(1.0, t + TAIL) if self._backward else max(0.0, t - TAIL)
        return _along(self._ways, np.linspace(back, t, TAIL_POINTS))

    def _whole_at(self, progress: float) -> Points:
        return _along(self._wholes, np.array([1.0 - progress if self._backward else progress]))[:, 0]

    def _crowded(self, gap: float) -> bool:
        """Whether pills would have no room, or lie over each other where they come to rest."""
        look, scale, boxes = self._look, self._look.text_scale(13), []
        if len(self._numbers) > 1 and look.bare and gap < PILL_ROOM * scale:
            return True
        for carried, (x, y) in zip(self._numbers, self._at(1.0).tolist(), strict=True):
            width, high = _width(carried) * scale, COVERED * HEIGHT * scale
            boxes.append(QRectF(x - width / 2, y - high / 2, width, high))
        return any(box.intersects(other) for box, other in combinations(boxes, 2))

    def _paint_wholes(self, painter: QPainter, progress: float) -> None:
        """A dot, in the color of the phase, on every way that carries many numbers at once."""
        if self._phase is None or progress >= 1.0 or not len(self._wholes):
            return
        look = self._look
        size = WHOLE / min(1.0, look.zoom)
        painter.setPen(QPen(look.tokens.surface, WHOLE_RIM / min(1.0, look.zoom)))
        painter.setBrush(look.tokens.phase(self._phase)[0])
        for x, y in self._whole_at(progress).tolist():
            painter.drawEllipse(QPointF(x, y), size, size)

    def _tail(self, painter: QPainter, carried: Carried, behind: Points) -> None:
        """The tapered tail over a third of the wire behind the pulse, 17 px wide at its head."""
        if np.abs(behind[-1] - behind[0]).sum() < SHORTEST_TAIL:
            return
        along = np.gradient(behind, axis=0)
        length = np.clip(np.hypot(along[:, 0], along[:, 1]), 1e-9, None)
        half = 8.5 * np.linspace(0.0, 1.0, len(behind)) / length
        across = np.stack((-along[:, 1] * half, along[:, 0] * half), axis=1)
        outline = np.concatenate((behind + across, (behind - across)[::-1]))
        first, last = (QPointF(x, y) for x, y in behind[[0, -1]].tolist())
        gradient, tokens = QLinearGradient(first, last), self._look.tokens
        end = 0 if carried.number < 0 else -1 if carried.number > 0 else len(tokens.divm) // 2
        color = tokens.grad if self._backward else tokens.divm[end]
        gradient.setColorAt(0.0, faded(color, 0.15))
        gradient.setColorAt(1.0, faded(color, 0.95))
        painter.setPen(NO_PEN)
        painter.setBrush(gradient)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline.tolist()]))


def travelling(light: Spotlight) -> tuple[Carried, ...]:
    """The numbers on their way; a gradient of which only the penalty's part is known does not travel yet."""
    numbers = tuple(carried for carried in light.hot if carried.wire.sort != "whole")
    if light.phase != "backward":
        return numbers
    return tuple(carried for carried in numbers if not math.isnan(carried.number))


def _ways(hot: Iterable[Carried]) -> Points:
    """The ways along the wires of these numbers, [numbers, points, 2]."""
    ends = [(each.wire.start.x(), each.wire.start.y(), each.wire.end.x(), each.wire.end.y()) for each in hot]
    if not ends:
        return np.empty((0, _ROUTE, 2))
    runs = np.array(ends)
    runs = np.column_stack((runs, handle_lengths(runs[:, 2] - runs[:, 0])))
    return points_of(runs, np.linspace(0.0, 1.0, _ROUTE))


def _along(ways: Points, shares: NDArray[np.float64]) -> Points:
    """The points at such shares of ways, [ways, shares, 2]."""
    last = ways.shape[1] - 1
    at = np.clip(shares, 0.0, 1.0) * last
    whole = np.clip(at.astype(int), 0, last - 1)
    part = (at - whole)[None, :, None]
    return ways[:, whole] * (1.0 - part) + ways[:, whole + 1] * part


def _around(points: Points, wide: float, high: float) -> QRectF:
    """The box around points of the scene, [any, any, 2], and so much to each side of them."""
    (left, top), (right, bottom) = points.min(axis=(0, 1)).tolist(), points.max(axis=(0, 1)).tolist()
    return QRectF(left - wide, top - high, right - left + 2 * wide, bottom - top + 2 * high)


def _width(carried: Carried) -> float:
    """Of the pill of a number, at 100 %."""
    return text_width(format_number(carried.number), 13, Weight.Bold) + 20


def _color(carried: Carried, backward: bool, look: Look) -> QColor:
    if backward:
        return look.tokens.grad
    return look.tokens.sign(carried.number) if carried.number else look.tokens.text3
