"""Many lines painted at once, straight from an array: making an object for each costs more than painting it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shiboken6
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter


def draw_lines(painter: QPainter, lines: npt.NDArray[np.float64]) -> None:
    """Paint lines (x1, y1, x2, y2), an array [lines, 4], with the pen at hand."""
    if len(lines):
        # A QLineF is four numbers, so the rows of the array are an array of them.
        rows = np.ascontiguousarray(lines, np.float64)
        # (`rows.ctypes` would tell the address, too, but imports a module at each call.)
        first: Any = shiboken6.wrapInstance(rows.__array_interface__["data"][0], QLineF)
        painter.drawLines(first, len(rows))
