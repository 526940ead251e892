"""Many lines or boxes painted at once, straight from an array: an object for each costs more than painting it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter

_BYTES = 32  # of a QLineF or a QRectF: four numbers


class Lines:
    """Lines (x1, y1, x2, y2) of an array [lines, 4], ready to be painted in stretches, each with a pen of its own."""

    def __init__(self, lines: npt.NDArray[np.float64]) -> None:
        # A QLineF is four numbers, so the rows of the array are an array of them.
        self._rows = np.ascontiguousarray(lines, np.float64)
        # (`rows.ctypes` would tell the address, too, but imports a module at each call.)
        self._at: int = self._rows.__array_interface__["data"][0]

    def draw(self, painter: QPainter, first: int, last: int) -> None:
        """Paint those from the first number up to the last with the pen at hand."""
        if first < last:
            start: Any = shiboken6.wrapInstance(self._at + _BYTES * first, QLineF)
            painter.drawLines(start, last - first)


def draw_lines(painter: QPainter, lines: npt.NDArray[np.float64]) -> None:
    """Paint lines (x1, y1, x2, y2), an array [lines, 4], with the pen at hand."""
    Lines(lines).draw(painter, 0, len(lines))


def draw_rects(painter: QPainter, rects: npt.NDArray[np.float64]) -> None:
    """Paint boxes (x, y, width, height), an array [boxes, 4], with the pen and brush at hand."""
    if len(rects):
        rows = np.ascontiguousarray(rects, np.float64)
        first: Any = shiboken6.wrapInstance(rows.__array_interface__["data"][0], QRectF)
        painter.drawRects(first, len(rows))
