"""Where the wires of links run, all that end at any number of nodes at once: as arrays, without an object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from ui.canvas.card import WEIGHTED, Bundle
from ui.canvas.geometry import END_GAP, START_GAP, SUMMING_END_GAP, arrival_turns, handle_lengths

WHOLE = -1
CROWD = 24
_Row = tuple[int, int, int, int, int, bool, bool, float, float, float, float, float, float, str]
"""One wire: number of its node, of its bundle, its units, column, whether it has a weight and is crowded; x of the
center of its source, x and y of its start, x and y of the center of its target and how far from it it ends; source."""


Ends = NDArray[np.intp]
"""Of some wires: by which bundle each comes, its source unit, its target unit, the column of its weight, and 1 where it
has a weight and where it runs among many; [6, wires]. One for all that a link carries has WHOLE in place of units."""
Runs = NDArray[np.float64]
"""Of some wires: x and y of the start and the end of each, and the length of its handles; [wires, 5]."""


def runs_into(nodes: Iterable[Sequence[Bundle]], summing: bool = False) -> list[tuple[Ends, Runs]]:
    """The wires of the bundles that end at each of these nodes.

    Wires arrive at a unit as a fan, from top to bottom by where they come from: each depends on all that end there.

    Args:
        summing: whether to leave room for the rings of sums.
    """
    rows: list[_Row] = []
    edges = [0]
    for number, bundles in enumerate(nodes):
        rows += _rows(number, bundles, summing)
        edges.append(len(rows))
    if not rows:
        return [(np.empty((6, 0), np.intp), np.empty((0, 5))) for _ in edges[1:]]
    node, *told, center, x, y, to_x, to_y, reach, origin = zip(*rows, strict=True)
    ends, starts, stops = np.array(told, np.intp), np.array((x, y)), np.array((to_x, to_y))
    stops -= np.array(reach) * _turns(np.array(node), ends, np.array(center), starts[1], origin)
    runs = np.stack((*starts, *stops, handle_lengths(stops[0] - starts[0])), axis=1)
    return [(ends[:, first:last], runs[first:last]) for first, last in pairwise(edges)]


def _rows(number: int, bundles: Iterable[Bundle], summing: bool) -> Iterator[_Row]:
    """Each drawn wire of the bundles that end at one node; no calls for each, for there are thousands."""
    aim, reach = None, 0.0
    at: dict[int, tuple[int, float, float]] = {}
    every: tuple[tuple[int, float, float], ...] = ()
    for place, bundle in enumerate(bundles):
        source, target, sort = bundle.source, bundle.target, bundle.sort
        if sort == "whole":
            (x, y), end = _whole(bundle)
            yield number, place, WHOLE, WHOLE, 0, False, False, x, x, y, *end, 0.0, source.id
            continue
        if target is not aim:
            aim, at = target, {unit: (unit, *center.toTuple()) for unit, center in target.center_of.items()}
            every = tuple(at.values())
            reach = target.shape.radius + (SUMMING_END_GAP if summing and target.kind in WEIGHTED else END_GAP)
        centers, out, node, crowded = source.center_of, source.shape.radius, source.id, bundle.count > CROWD
        weighted, ends = sort == "weight", every
        for column, unit in enumerate(bundle.carried, bundle.first):
            if unit not in centers:
                continue
            x, y = centers[unit].toTuple()
            if not weighted:
                only = 0 if sort == "loss" else column
                ends = (at[only],) if only in at else ()
            for to, to_x, to_y in ends:
                yield (number, place, unit, to, column if weighted else to, weighted, crowded, x, x + out + START_GAP,
                       y, to_x, to_y, reach, node)  # fmt: skip


def _whole(bundle: Bundle) -> tuple[tuple[float, float], tuple[float, float]]:
    """The ends of the one wire of a link: from the edge of its source (or from a single unit) to the port."""
    source, target, unit = bundle.source, bundle.target, bundle.link.unit
    start = QPointF(source.rect.right(), source.unit_span.center().y())
    center = source.center_of.get(0 if source.free else -1 if unit is None else unit)
    if center is not None:
        start = QPointF(center.x() + source.shape.radius + START_GAP, center.y())
    end = target.in_ports.get(bundle.link.port, QPointF(target.rect.left(), target.unit_span.center().y()))
    return (start.x(), start.y()), (end.x(), end.y())


def _turns(
    node: NDArray[np.intp], ends: Ends, x: NDArray[np.float64], y: NDArray[np.float64],
    origin: Sequence[str],
) -> NDArray[np.float64]:
    """Cosine and sine of the angle at which each wire meets its unit, [2, wires]."""
    _, source, target, *_ = ends
    ranks = {name: rank for rank, name in enumerate(sorted(set(origin)))}
    order = np.lexsort((source, np.array([ranks[name] for name in origin]), x, y, target, node))
    other = np.diff(node[order]) | np.diff(target[order])
    firsts = np.flatnonzero(np.concatenate(([True], other != 0)))
    counts = np.diff(firsts, append=len(order))
    each, known = np.unique(counts, return_inverse=True)
    begins = np.concatenate(([0], np.cumsum(each)[:-1]))[known]
    places = np.arange(len(order)) + np.repeat(begins - firsts, counts)
    turns = np.empty((2, len(order)))
    turns[:, order] = np.concatenate([arrival_turns(count) for count in each.tolist()], axis=1)[:, places]
    return turns


def points_of(runs: Runs, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points of wires at such shares of their way; [wires, shares, 2]."""
    x0, y0, x1, y1, handle = (column[:, None] for column in runs.T)
    t = shares[None]
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
    x = a * x0 + b * (x0 + handle) + c * (x1 - handle) + d * x1
    return np.stack((x, (a + b) * y0 + (c + d) * y1), axis=2)


def lines_of(runs: Runs, count: int) -> NDArray[np.float64]:
    """Wires as so many short lines each (x1, y1, x2, y2); [wires, count, 4]."""
    points = points_of(runs, np.linspace(0.0, 1.0, count + 1))
    return np.concatenate((points[:, :-1], points[:, 1:]), axis=2)
