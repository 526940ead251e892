"""Places of a picture of links that are painted anew, on a grid so fine that little else is painted with them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QRegion

CELL = 8  # pixels
Floats = NDArray[np.floating[Any]]


class Places:
    """Those cells of the grid over a picture that boxes of the scene reach into.

    Args:
        area: what of the scene the picture shows.
        ratio: pixels of the picture for one px of the scene.
        boxes: left, top, right and bottom of each, px of the scene; [boxes, 4].
    """

    def __init__(self, area: QRectF, ratio: float, boxes: Floats) -> None:
        self._corner = np.array([area.left(), area.top()] * 2)
        self._step = CELL / ratio
        self._size = int(np.ceil(area.width() / self._step)), int(np.ceil(area.height() / self._step))
        width, height = self._size
        self._some = len(boxes) > 0
        left, top, right, bottom = self._ends(boxes)
        # Summed up twice the corners become the boxes that end at them.
        places = np.concatenate((top, bottom, top, bottom)) * (width + 1) + np.concatenate((left, right, right, left))
        signs = np.repeat((1.0, 1.0, -1.0, -1.0), len(top))
        corners = np.bincount(places, signs, (height + 1) * (width + 1)).astype(np.int32).reshape(height + 1, width + 1)
        self._cells = corners.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)[:-1, :-1] > 0

    def __bool__(self) -> bool:
        return self._some and bool(self._cells.any())

    @cached_property
    def region(self) -> QRegion:
        """The cells in pixels of the picture."""
        region = QRegion()
        tops = np.flatnonzero(np.append(True, (self._cells[1:] != self._cells[:-1]).any(axis=1)))
        steps = np.diff(self._cells[tops].astype(np.int8), axis=1, prepend=0, append=0)
        band, left = np.nonzero(steps == 1)
        if len(band):
            bottoms = np.append(tops[1:], len(self._cells))
            ends = left, tops[band], np.nonzero(steps == -1)[1], bottoms[band]
            # A QRect is four numbers, so the rows of an array are an array of them; its last pixels are inside.
            boxes = np.ascontiguousarray(np.stack(ends, axis=1) * CELL - np.array([0, 0, 1, 1]), np.int32)
            first: Any = shiboken6.wrapInstance(boxes.__array_interface__["data"][0], QRect)
            region.setRects(first, len(boxes))
        return region

    @property
    def bounds(self) -> QRectF:
        """The box of the scene around all cells."""
        box, unit = self.region.boundingRect(), self._step / CELL
        x, y = self._corner[:2].tolist()
        return QRectF(x + box.x() * unit, y + box.y() * unit, box.width() * unit, box.height() * unit)

    def touch(self, boxes: Floats) -> NDArray[np.bool_]:
        """Which boxes (the last axis: left, top, right, bottom) reach into a cell."""
        left, top, right, bottom = self._ends(boxes)
        sums, stride = self._sums, self._size[0] + 1
        above, below = top * stride, bottom * stride
        return (sums[below + right] - sums[above + right] - sums[below + left] + sums[above + left]) > 0

    @cached_property
    def _sums(self) -> NDArray[np.int32]:
        """How many cells lie above and to the left of each corner of the grid, row by row."""
        width, height = self._size
        sums = np.zeros((height + 1, width + 1), np.int32)
        self._cells.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, out=sums[1:, 1:])
        return sums.ravel()

    def _ends(self, boxes: Floats) -> tuple[NDArray[np.intp], ...]:
        """The lines of the grid between which boxes lie: left, top, right and bottom; the same two beside the grid."""
        width, height = self._size
        at = (boxes - self._corner) / self._step
        np.floor(at, out=at)
        at[..., 2:] += 1.0
        np.maximum(at, 0.0, out=at)
        ends = np.minimum(at, (width, height, width, height), out=at).astype(np.intp)
        return ends[..., 0], ends[..., 1], ends[..., 2], ends[..., 3]


def boxes_of(lines: Floats, reach: float) -> Floats:
    """A box around each line (x1, y1, x2, y2), grown by `reach`; [..., 4]."""
    starts, ends = lines[..., :2], lines[..., 2:]
    return np.concatenate((np.minimum(starts, ends) - reach, np.maximum(starts, ends) + reach), axis=-1)


def boxes_at(points: Floats, reach: float) -> Floats:
    """A box that reaches so far around each point; [..., 4]."""
    return np.concatenate((points - reach, points + reach), axis=-1)


def box_of(rect: QRectF) -> list[float]:
    """Left, top, right and bottom of a rectangle."""
    return [rect.left(), rect.top(), rect.right(), rect.bottom()]
