"""The ways of pulses through kernels: from the window that one looks at, through it, to the cell that it makes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from ui.canvas.card import Card
from ui.canvas.diagram import Diagram
from ui.canvas.face_paint import boxes
from ui.canvas.kernel_tiles import Kernel, kernel_at_work, kernels_of
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight

_POINTS = 65
_FINE = 24
Ways = NDArray[np.float64]


def kernel_routes(light: Spotlight, diagram: Diagram, showing: Showing) -> Ways | None:
    """The ways through the kernels at work, [ways, points, 2]; None where none stand before the card of the moment.

    For one cell there is one from each channel of the window, for a whole layer one through each kernel.
    """
    if light.node not in showing.kernels or light.phase in (None, "update"):
        return None
    bundle = next(diagram.into(str(light.node)))
    source, card = bundle.source, bundle.target
    if source.shape.face is None or card.shape.face is None:
        return None
    kernels = [each for each in kernels_of(diagram, showing) if each.node == card.id]
    if light.unit is None:
        tiles = [tile.box for tile in card.shape.face.tiles]
        starts = [QPointF(source.rect.right(), source.unit_span.center().y())]
        ends = [_on(card, box).center() for box in tiles[: len(kernels)]]
    else:
        at_work = kernel_at_work(diagram, showing, light)
        kernels = [] if at_work is None else [at_work]
        starts = [_on(source, box).center() for box in boxes(source.shape.face, light.windows.get(source.id, ()))]
        ends = [_on(card, box).center() for box in boxes(card.shape.face, (light.unit,))]
    ways = [_through(start, kernel, end) for kernel, end in zip(kernels, ends, strict=False) for start in starts]
    return np.stack(ways) if ways else None


def _on(card: Card, box: QRectF) -> QRectF:
    """A box of a card's face, in the scene."""
    return box.translated(QPointF(card.x, card.y) + card.shape.face_corner)


def _through(start: QPointF, kernel: Kernel, end: QPointF) -> Ways:
    middle = kernel.box.center().y()
    left, right = QPointF(kernel.box.left(), middle), QPointF(kernel.box.right(), middle)
    return _evenly(np.concatenate((_curve(start, left), _curve(right, end))))


def _curve(start: QPointF, end: QPointF) -> Ways:
    """Points of a curve that leaves and arrives horizontally."""
    t, bend = np.linspace(0.0, 1.0, _FINE), (end.x() - start.x()) / 2
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
    x = a * start.x() + b * (start.x() + bend) + c * (end.x() - bend) + d * end.x()
    return np.stack((x, (a + b) * start.y() + (c + d) * end.y()), axis=1)


def _evenly(points: Ways) -> Ways:
    """As many points as a way has, at equal distances along these."""
    steps = [float(np.hypot(*(b - a))) for a, b in pairwise(points)]
    gone = np.concatenate(([0.0], np.cumsum(steps)))
    at = np.linspace(0.0, gone[-1], _POINTS)
    return np.stack((np.interp(at, gone, points[:, 0]), np.interp(at, gone, points[:, 1])), axis=1)
