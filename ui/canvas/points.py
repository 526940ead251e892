"""The samples on a decision map, in the marks of their classes; the one at hand wears a ring."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnsim.data import prepare
from nnsim.document import DataSource
from nnsim.text import NnsimError
from ui.canvas.appearance import Look
from ui.look import class_shape, diverging_color, paint_point

FEW_POINTS, MOST_POINTS = 40, 90
"""More are smaller, and some of still more are left out, so that the map stays to be seen below them."""
SIZE = 4.2


@dataclass(frozen=True, eq=False)
class Points:
    """Training samples of two inputs: places from −1 to 1 on the map with y down, and the number of their class.

    Where numbers are predicted, `share` is each target as a part of the largest, and all are of class 1, round.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.int64]
    share: NDArray[np.float64] | None = None

    def color(self, place: int, look: Look) -> QColor:
        """The color of one sample's mark."""
        if self.share is None:
            return look.tokens.class_color(int(self.kind[place]))
        return diverging_color(float(self.share[place]), -1.0, 1.0, look.tokens)


@lru_cache(maxsize=4)
def points_of(source: DataSource | None) -> Points | None:
    """The points of a data source; None where there are not two inputs, or no data."""
    if source is None:
        return None
    try:
        data = prepare(source)
    except NnsimError:
        return None
    if data.bounds is None:
        return None
    (x0, x1), (y0, y1) = data.bounds
    x = 2 * (data.x_train[:, 0] - x0) / (x1 - x0) - 1
    y = 1 - 2 * (data.x_train[:, 1] - y0) / (y1 - y0)
    labels = np.asarray(data.labels_train, np.float64).reshape(len(x))
    if data.kind == "classes":
        return Points(x, y, labels.astype(np.int64))
    return Points(x, y, np.ones(len(x), np.int64), labels / (np.abs(labels).max(initial=0.0) or 1.0))


def paint_points(
    painter: QPainter, points: Points, center: QPointF, radius: float, look: Look, row: int | None
) -> None:
    """Paint the samples that fall on a disc; many are thinned out, never the one at hand."""
    count = len(points.x)
    step = -(-count // MOST_POINTS)
    size = SIZE * (1.0 if count <= 12 else 0.7 if count <= FEW_POINTS else 0.5)
    paper, width = look.tokens.canvas if look.tokens.dark else look.tokens.surface, size * 0.36
    for place in range(len(points.x)):
        if (place % step and place != row) or points.x[place] ** 2 + points.y[place] ** 2 > 0.9:
            continue
        at = center + QPointF(points.x[place] * radius, points.y[place] * radius)
        paint_point(painter, class_shape(int(points.kind[place])), at, size, points.color(place, look), paper, width)
        if place == row:
            painter.setPen(QPen(look.tokens.text, 1.75))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, size + 3.8, size + 3.8)
