"""Arrays of a curve made fit to draw: thinned to the pixels there are, with gaps kept, as lines and filled areas."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

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


def areas(x: Floats, y: Floats, base: float) -> list[QPolygonF]:
    """The areas between a curve and a level, one for each stretch without a gap."""
    return [
        QPolygonF([QPointF(xs[0], base), *map(QPointF, xs.tolist(), ys.tolist()), QPointF(xs[-1], base)])
        for xs, ys in _stretches(x, y)
    ]


def lines(x: Floats, y: Floats, dash: tuple[float, float] | None = None) -> npt.NDArray[np.float64]:
    """The curve as single lines (x1, y1, x2, y2), an array [lines, 4]; NaN is a gap.

    They are painted ten times faster than a polyline of the same points.

    Args:
        dash: lengths of a dash and of the space after it, in the units of `x` and `y`; None for a solid curve.
    """
    found: list[npt.NDArray[Any]] = [np.empty((0, 4))]
    for xs, ys in _stretches(x, y):
        shown = slice(None)
        if dash is not None:
            xs, ys, shown = _cut(xs, ys, *dash)
        found.append(np.stack((xs[:-1], ys[:-1], xs[1:], ys[1:]), axis=1)[shown])
    return np.concatenate(found)


def _stretches(x: Floats, y: Floats) -> Iterator[tuple[Floats, Floats]]:
    """The parts of a curve between its gaps."""
    known: npt.NDArray[np.bool_] = np.isfinite(y)
    if len(y) and known.all():
        yield x, y
        return
    edges = np.flatnonzero(np.diff(np.concatenate(([0], known.view(np.int8), [0]))))
    for start, end in edges.reshape(-1, 2):
        yield x[start:end], y[start:end]


def _cut(x: Floats, y: Floats, on: float, off: float) -> tuple[Floats, Floats, Any]:
    """A curve with further points where its dashes begin and end, and which of its lines belong to a dash."""
    along = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    starts = np.arange(0.0, along[-1], on + off)
    places = np.unique(np.concatenate((along, starts, starts + on)))
    places = places[places <= along[-1]]
    middles = (places[1:] + places[:-1]) / 2
    return np.interp(places, along, x), np.interp(places, along, y), middles % (on + off) < on
