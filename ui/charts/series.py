"""Arrays of a curve made fit to draw: thinned to the pixels there are, with gaps kept, as paths and filled areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pyqtgraph import functions
from PySide6.QtGui import QPainterPath

Floats = npt.NDArray[np.floating[Any]]


def thinned(x: Floats, y: Floats, columns: int) -> tuple[Floats, Floats]:
    """About two points per column: the lowest and highest of each, in order, so that no spike is lost.

    NaN stays a gap wherever a whole column has no number.
    """
    if len(x) <= 3 * columns:
        return x, y
    width = -(-len(x) // columns)
    usable = width * (len(x) // width)
    blocks = y[:usable].reshape(-1, width)
    empty = np.isnan(blocks).all(axis=1)
    lowest = np.where(np.isnan(blocks), np.inf, blocks).argmin(axis=1)
    highest = np.where(np.isnan(blocks), -np.inf, blocks).argmax(axis=1)
    starts = np.arange(len(blocks)) * width
    first, second = starts + np.minimum(lowest, highest), starts + np.maximum(lowest, highest)
    picked = np.stack((first, second), axis=1).ravel()
    picked = np.concatenate((picked, np.arange(usable, len(y))))
    values = y[picked].copy()
    values[: 2 * len(blocks)][np.repeat(empty, 2)] = np.nan
    # Where a column mixes numbers and NaN, one of the two picks may be NaN beside a number; the number stands for both.
    pairs = values[: 2 * len(blocks)].reshape(-1, 2)
    np.copyto(pairs, pairs[:, ::-1].copy(), where=np.isnan(pairs) & ~empty[:, None])
    return x[picked], values


def area_path(x: Floats, y: Floats, base: float) -> QPainterPath:
    """The area between a curve and a level; each stretch without a gap is closed by itself."""
    known = np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.view(np.int8), [0]))))
    xs: list[Floats] = []
    ys: list[Floats] = []
    for start, end in edges.reshape(-1, 2):
        xs.append(np.concatenate((x[start : start + 1], x[start:end], x[end - 1 : end], [np.nan])))
        ys.append(np.concatenate(([base], y[start:end], [base], [np.nan])))
    if not xs:
        return QPainterPath()
    path: QPainterPath = functions.arrayToQPath(np.concatenate(xs), np.concatenate(ys), connect="finite")
    return path


def curve_path(x: Floats, y: Floats) -> QPainterPath:
    """The curve itself; NaN leaves a gap."""
    path: QPainterPath = functions.arrayToQPath(
        np.ascontiguousarray(x, dtype=np.float64), np.ascontiguousarray(y, dtype=np.float64), connect="finite"
    )
    return path
