"""The boxes around one that is moved, of which the few that matter are found at once among thousands."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QRectF


class Neighbors:
    """Boxes that stay where they are while another moves."""

    def __init__(self, rects: Iterable[QRectF]) -> None:
        self._rects = tuple(rects)
        sides = [(rect.left(), rect.right(), rect.top(), rect.bottom()) for rect in self._rects]
        self._sides = np.array(sides, np.float64).reshape(-1, 2, 2)  # box, axis, start and end

    def lined(self, box: QRectF, reach: float) -> list[QRectF]:
        """Those of which an edge or the center is in line with the same of a box, within reach, along either axis."""
        mine = np.array([[box.left(), box.right()], [box.top(), box.bottom()]])
        edges = np.abs(self._sides - mine).min(axis=2)
        centers = np.abs(self._sides.mean(axis=2) - mine.mean(axis=1))
        return self._chosen((np.minimum(edges, centers) <= reach).any(axis=1))

    def beside(self, box: QRectF, axis: int) -> list[QRectF]:
        """Those that a box meets if it moves along an axis (0 across, 1 down)."""
        low, high = (box.top(), box.bottom()) if axis == 0 else (box.left(), box.right())
        across = self._sides[:, 1 - axis]
        return self._chosen((across[:, 0] < high) & (across[:, 1] > low))

    def _chosen(self, which: np.ndarray) -> list[QRectF]:
        return [self._rects[place] for place in np.flatnonzero(which)]
