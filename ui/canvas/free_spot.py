"""Where words stand that belong to a card: beside it, where they cover least of what is there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF

FARNESS = 0.04
"""Pixels that may be covered to stand one pixel nearer, for each pixel that the words stand away already."""
ASKEW = 0.01  # what a pixel counts that the middle of the words is from that of the card
WHOLLY = 1e6  # what one pixel counts that nothing may cover
BESIDE = 16  # of the nearest boxes, how many the words may stand beside

Boxes = NDArray[np.float64]
"""Left, top, right and bottom of boxes; [boxes, 4]"""


def free_spot(
    size: QSizeF, to: QRectF, room: QRectF, there: Boxes, kept: Boxes, gap: float, thin: Boxes | None = None
) -> QPointF:
    """The upper left corner of a box of this size, inside of a room, near to the box that it belongs to.

    Args:
        there: boxes of which as little as can be is covered.
        kept: boxes that stay free.
        gap: distance to what it stands beside.
        thin: as `there`, but nothing to stand beside.
    """
    own = np.array([to.getCoords()])
    beside = np.concatenate([own, kept, nearest(there, own, BESIDE)])
    there = np.concatenate([own, there] if thin is None else [own, there, thin])  # its own card counts twice
    x = _Ways(own[0, ::2], beside[:, ::2], size.width(), room.left(), room.right(), gap)
    y = _Ways(own[0, 1::2], beside[:, 1::2], size.height(), room.top(), room.bottom(), gap)
    cost = y.over(there[:, 1::2]) @ x.over(there[:, ::2]).T
    cost += WHOLLY * y.over(kept[:, 1::2]) @ x.over(kept[:, ::2]).T
    cost += FARNESS * np.add.outer(y.apart, x.apart) ** 2 + ASKEW * x.askew
    row, column = np.unravel_index(np.argmin(cost), cost.shape)
    return QPointF(x.starts[column], y.starts[row])


class _Ways:
    """Where a box may begin along one axis: in line with its own box, or a gap after or before another; in the room.

    Attributes:
        starts: [ways], the first of those that are alike the best.
        apart: how far each is from its own box; [ways].
        askew: how far the middle of each is from that of its own box; [ways].
    """

    def __init__(self, own: Boxes, beside: Boxes, length: float, start: float, end: float, gap: float) -> None:
        end = max(start, end - length)
        lined = np.clip((own.mean() - length / 2, own[0], own[1] - length, start, end), start, end)
        free = np.concatenate([beside[:, 1] + gap, beside[:, 0] - gap - length])
        self.starts = np.unique(np.concatenate([lined, free[(start <= free) & (free <= end)]]))[::-1]
        self._ends = self.starts + length
        self.apart = np.maximum(np.maximum(self.starts - own[1], own[0] - self._ends), 0.0)
        self.askew = np.abs(self.starts + length / 2 - own.mean())

    def over(self, others: Boxes) -> Boxes:
        """How much of the start and end of each of others lies over each way; [ways, others]."""
        shared = np.minimum(self._ends[:, None], others[:, 1]) - np.maximum(self.starts[:, None], others[:, 0])
        return np.maximum(shared, 0.0)


def boxes_of(rects: Iterable[QRectF]) -> Boxes:
    """The boxes of rectangles."""
    return np.array([rect.getCoords() for rect in rects], np.float64).reshape(-1, 4)


def nearest(boxes: Boxes, own: Boxes, count: int) -> Boxes:
    """So many of these boxes, those nearest to one, [1, 4]."""
    apart = np.maximum(boxes[:, :2] - own[0, 2:], own[0, :2] - boxes[:, 2:])
    return boxes[np.argsort(np.maximum(apart, 0.0).sum(axis=1), kind="stable")[:count]]
