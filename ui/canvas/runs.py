"""Where the wires of links run, all that end at any number of nodes at once: as arrays, without an object for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from ui.canvas.card import WEIGHTED, Bundle, Card
from ui.canvas.geometry import END_GAP, START_GAP, SUMMING_END_GAP, arrival_turns, handle_lengths

WHOLE = -1
CROWD = 24
MOST_UNEVEN = 8

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
    made, count = _Strands(summing), 0
    for count, bundles in enumerate(nodes, start=1):
        for place, bundle in enumerate(bundles):
            made.add(count - 1, place, bundle)
    node, ends, runs = made.woven()
    edges = [0, *np.cumsum(np.bincount(node, minlength=count)).tolist()] if count else [0]
    return [(ends[:, first:last], runs[first:last]) for first, last in pairwise(edges)]


class _End(NamedTuple):
    """Where wires begin or end: x and y by unit, and how far from there they leave to the right, or arrive."""

    id: str
    spots: dict[int, tuple[float, float]]
    out: float = 0.0
    reach: float = 0.0


class _Strands:
    """The wires of bundles, those that leave one unit for all of a node as one; nothing is done for each by itself."""

    def __init__(self, summing: bool) -> None:
        self._summing = summing
        self._ends: dict[int, Card | _End] = {}
        self._rows: list[tuple[int, int, int, int, int, int, int, int, bool, bool]] = []

    def add(self, number: int, place: int, bundle: Bundle) -> None:
        """The wires of the bundle at this place among those that end at a node of this number."""
        source, target, ends = bundle.source, bundle.target, self._ends
        start, end = id(source), id(target)
        if source.role == "free" == target.role:  # most links of a large network, one wire each
            ends[start], ends[end] = source, target
            self._rows.append((number, place, start, 0, end, 0, 1, bundle.first, True, False))
        elif bundle.sort == "whole":
            leaves, arrives = _whole(bundle)
            start, end = -2 * len(ends) - 1, -2 * len(ends) - 2
            ends[start], ends[end] = _End(source.id, {WHOLE: leaves}), _End(target.id, {WHOLE: arrives})
            self._rows.append((number, place, start, 0, end, 0, 1, 0, False, False))
        else:
            ends[start], ends[end] = source, target
            self._rows += [(number, place, start, at, end, *rest) for at, *rest in _fan(bundle)]

    def woven(self) -> tuple[NDArray[np.intp], Ends, Runs]:
        """By wire: the number of its node, its ends and its run."""
        if not self._rows:
            return np.empty(0, np.intp), np.empty((6, 0), np.intp), np.empty((0, 5))
        rows = np.array(self._rows, np.intp)
        keys, known = np.unique(rows[:, (2, 4)], return_inverse=True)
        told = [self._end_of(self._ends[key]) for key in keys.tolist()]
        begins = np.cumsum([0, *(len(each.spots) for each in told)])
        units = np.array([unit for each in told for unit in each.spots], np.intp)
        spots = np.array([spot for each in told for spot in each.spots.values()])
        places = {name: place for place, name in enumerate(sorted({each.id for each in told}))}
        rank, out, reach = np.array([(places[each.id], each.out, each.reach) for each in told]).T
        leaves, arrives = known.reshape(-1, 2).T
        # One row for each strand becomes one for each wire.
        many = rows[:, 6]
        strand = np.repeat(np.arange(len(rows)), many)
        nth = np.arange(len(strand)) - (np.cumsum(many) - many)[strand]
        start = (begins[leaves] + rows[:, 3])[strand]
        end = (begins[arrives] + rows[:, 5])[strand] + nth
        node, place, _, _, _, _, _, column, weighted, crowded = rows[strand].T
        ends = np.stack((place, units[start], units[end], column, weighted, crowded))
        starts, stops = spots[start].T, spots[end].T
        turns = _turns(node, ends, starts[0], starts[1], rank[leaves][strand])
        starts[0] += out[leaves][strand]
        stops -= reach[arrives][strand] * turns
        return node, ends, np.stack((*starts, *stops, handle_lengths(stops[0] - starts[0])), axis=1)

    def _end_of(self, each: Card | _End) -> _End:
        if isinstance(each, _End):
            return each
        gap = SUMMING_END_GAP if self._summing and each.kind in WEIGHTED else END_GAP
        return _End(each.id, each.spots, each.shape.radius + START_GAP, each.shape.radius + gap)


def _fan(bundle: Bundle) -> Iterator[tuple[int, int, int, int, bool, bool]]:
    """The strands of a bundle: place of the unit where it begins, of the first where it ends, how many of these there
    are, the column of its weight, and whether it has one and runs among many."""
    leaving = {unit: place for place, unit in enumerate(bundle.source.spots)}
    arriving = {unit: place for place, unit in enumerate(bundle.target.spots)}
    weighted, crowded = bundle.sort == "weight", bundle.count > CROWD
    for column, unit in enumerate(bundle.carried, bundle.first):
        only = 0 if bundle.sort == "loss" else column
        if unit not in leaving:
            continue
        if weighted:
            yield leaving[unit], 0, len(arriving), column, True, crowded
        elif only in arriving:
            yield leaving[unit], arriving[only], 1, only, False, crowded


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
    node: NDArray[np.intp], ends: Ends, x: NDArray[np.float64], y: NDArray[np.float64], rank: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Cosine and sine of the angle at which each wire meets its unit, [2, wires]."""
    _, source, target, *_ = ends
    order = np.lexsort((source, rank, x, y, target, node))
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
    """Wires as so many short lines each (x1, y1, x2, y2); [wires, count, 4].

    Few of them are shorter at the ends, where a wire that climbs steeply bends: then eight do as well as sixteen.
    """
    shares = np.linspace(0.0, 1.0, count + 1)
    points = points_of(runs, shares if count > MOST_UNEVEN else (1.0 - np.cos(np.pi * shares)) / 2)
    return np.concatenate((points[:, :-1], points[:, 1:]), axis=2)
