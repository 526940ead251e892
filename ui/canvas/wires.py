"""Every single wire of a diagram: from which unit to which, where it runs, and which cell of which weights it shows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, compress, count
from operator import is_not
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nnsim.document import Link
from nnsim.edits.ordering import shared
from ui.canvas.card import Bundle, Card, Sort
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import RIBBON_LINKS, link_path, ribbon_path
from ui.canvas.runs import WHOLE, Ends, Runs, lines_of, points_of, runs_into

__all__ = ["WHOLE", "Arrivals", "Ribbon", "Wire", "Wires", "Wiring", "unit_wires", "wires_of_cell", "wiring_of"]


@dataclass(frozen=True, eq=False)
class Wire:
    """One drawn link between two units. `path`, `row` and `column` name its weight; `path` is empty without one.

    `crowded` says that it runs among so many that weak ones must stand back. One that stands for all that a link
    carries has WHOLE in place of both units.
    """

    link: Link
    source: str
    source_unit: int
    target: str
    target_unit: int
    start: QPointF
    end: QPointF
    sort: Sort
    path: str = ""
    row: int = 0
    column: int = 0
    crowded: bool = False

    @cached_property
    def curve(self) -> QPainterPath:
        """The cubic of the wire in scene coordinates."""
        return link_path(self.start, self.end)

    @property
    def key(self) -> tuple[str, int, int]:
        """Parameter path, row and column of its weight."""
        return self.path, self.row, self.column


@dataclass(frozen=True, eq=False)
class Ribbon:
    """The band that stands for a link of too many weights, and their number."""

    link: Link
    source: str
    target: str
    count: int
    start: QRectF
    end: QRectF

    @cached_property
    def band(self) -> QPainterPath:
        """The band in scene coordinates."""
        return ribbon_path(self.start, self.end)

    @property
    def middle(self) -> QPointF:
        """Where the count is written."""
        return QPointF(
            (self.start.right() + self.end.left()) / 2, (self.start.center().y() + self.end.center().y()) / 2
        )


@dataclass(frozen=True, eq=False)
class Arrivals:
    """The wires of each of the bundles that end at one node. Where they end depends on all of these bundles."""

    bundles: tuple[Bundle, ...]
    ends: Ends
    runs: Runs

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """Each of them, made when one is first looked at."""
        ends, runs = self.ends.T.tolist(), self.runs.tolist()
        return tuple(_wire(self.bundles[bundle], *told, *run) for (bundle, *told), run in zip(ends, runs, strict=True))

    @property
    def cells(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """The numbers among these of those that show a weight, and the row and column of each."""
        _, _, target, column, weighted, _ = self.ends
        numbers = np.flatnonzero(weighted)
        return numbers, target[numbers], column[numbers]

    @property
    def crowded(self) -> NDArray[np.bool_]:
        """Which of them run among many."""
        return self.ends[5] > 0

    def __len__(self) -> int:
        return len(self.runs)


class Wires:
    """All wires of a diagram in the order of their numbers; those of a node are made when one is first looked at."""

    def __init__(self, arrivals: Mapping[str, Arrivals], edges: NDArray[np.intp]) -> None:
        self._arrivals = tuple(arrivals.values())
        self._starts: list[int] = edges.tolist()

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, number: int) -> Wire:
        place = bisect_right(self._starts, number) - 1
        return self._arrivals[place].wires[number - self._starts[place]]

    def __iter__(self) -> Iterator[Wire]:
        return chain.from_iterable(each.wires for each in self._arrivals)


@dataclass(frozen=True, eq=False)
class Wiring:
    """All wires and ribbons of a diagram; `arrivals` holds the wires by the node that they end at, in order.

    They were made of these `bundles`, of which the `broad` ones became ribbons.
    """

    ribbons: tuple[Ribbon, ...] = ()
    arrivals: Mapping[str, Arrivals] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    broad: tuple[Bundle, ...] = ()
    strips: bool = False

    @cached_property
    def wires(self) -> Wires:
        """Every wire."""
        return Wires(self.arrivals, self.edges)

    @cached_property
    def into(self) -> dict[tuple[str, int], tuple[Wire, ...]]:
        """Weighted wires by target unit, ordered as the terms of its sum are."""
        found: dict[tuple[str, int], list[Wire]] = defaultdict(list)
        for wire in self.wires:
            found[wire.target, wire.target_unit].append(wire)
        return {unit: tuple(sorted(wires, key=lambda wire: wire.column)) for unit, wires in found.items()}

    @cached_property
    def between(self) -> dict[tuple[str, str], tuple[Wire, ...]]:
        """Wires by source and target node."""
        found: dict[tuple[str, str], list[Wire]] = defaultdict(list)
        for wire in self.wires:
            found[wire.source, wire.target].append(wire)
        return {nodes: tuple(wires) for nodes, wires in found.items()}

    @cached_property
    def edges(self) -> NDArray[np.intp]:
        """The number of the first wire that ends at each node, in the order of `arrivals`; last how many there are."""
        counts = list(map(len, self.arrivals.values()))
        return np.concatenate(([0], np.cumsum(counts, dtype=np.intp)))

    def ends_of(self, numbers: NDArray[np.intp]) -> list[str]:
        """The nodes at which wires of these numbers end."""
        places = np.unique(np.searchsorted(self.edges[:-1], numbers, "right") - 1)
        nodes = tuple(self.arrivals)
        return [nodes[place] for place in places.tolist()]

    @cached_property
    def first(self) -> dict[str, int]:
        """The number of the first wire that ends at each node."""
        return dict(zip(self.arrivals, self.edges.tolist(), strict=False))

    @cached_property
    def cells(self) -> dict[str, tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]]:
        """By path of the weights: the numbers of the wires that show them, and the row and column of each."""
        found = {}
        for node, each in self.arrivals.items():
            numbers, rows, columns = each.cells
            if len(numbers):
                found[f"{node}/weight"] = numbers + self.first[node], rows, columns
        return found

    @cached_property
    def crowded(self) -> NDArray[np.bool_]:
        """Which wires run among many."""
        return np.concatenate([np.empty(0, bool), *(each.crowded for each in self.arrivals.values())])

    @cached_property
    def runs(self) -> NDArray[np.float64]:
        """Where every wire runs: x and y of its start and end, and the length of its handles; [wires, 5]."""
        return np.concatenate([np.empty((0, 5)), *(each.runs for each in self.arrivals.values())])

    @cached_property
    def boxes(self) -> NDArray[np.float64]:
        """A box around each wire: left, top, right, bottom; [wires, 4]."""
        x0, y0, x1, y1, handle = self.runs.T
        left, right = np.minimum(x0, x1 - handle), np.maximum(x1, x0 + handle)
        return np.stack((left, np.minimum(y0, y1), right, np.maximum(y0, y1)), axis=1)

    def near(self, area: QRectF, reach: float = 0.0) -> NDArray[np.intp]:
        """The numbers of the wires whose box comes within `reach` of an area."""
        left, top, right, bottom = self.boxes.T
        return np.flatnonzero(
            (left <= area.right() + reach) & (right >= area.left() - reach)
            & (top <= area.bottom() + reach) & (bottom >= area.top() - reach))  # fmt: skip

    def points(self, numbers: NDArray[np.intp], shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The points of these wires at such shares of their way; [wires, shares, 2]."""
        return points_of(self.runs[numbers], shares)

    def lines(self, numbers: NDArray[np.intp], count: int) -> NDArray[np.float64]:
        """These wires as so many short lines each (x1, y1, x2, y2); [wires, count, 4]."""
        return lines_of(self.runs[numbers], count)

    def follow(self, before: Wiring) -> None:
        """Take over from the wiring before an edit how the wires run that are the same."""
        old, new, edges = tuple(before.arrivals.values()), tuple(self.arrivals.values()), before.edges
        places = list(compress(count(), map(is_not, old, new)))
        if len(old) == len(new) and all(len(old[place]) == len(new[place]) for place in places):
            stretches = [(place, place + 1, [new[place]]) for place in places]
        else:
            start, end = shared(old, new)
            stretches = [(start, len(old) - end, list(new[start : len(new) - end]))]
            counts = np.diff(edges)
            fresh = np.array([len(each) for each in stretches[0][2]], np.intp)
            edges = np.append(0, np.cumsum(np.concatenate((counts[:start], fresh, counts[len(old) - end :]))))
        self.__dict__["edges"] = edges
        for name in ("runs", "crowded"):
            if name in before.__dict__:
                self.__dict__[name] = _spliced(before, name, stretches)


def _spliced(before: Wiring, name: str, stretches: list[tuple[int, int, list[Arrivals]]]) -> NDArray[Any]:
    """What all wires have under a name, where stretches of the nodes at which they end have other wires than before."""
    array, edges, parts, done = getattr(before, name), before.edges.tolist(), [], 0
    for start, end, fresh in stretches:
        parts += [array[edges[done] : edges[start]], *(getattr(each, name) for each in fresh)]
        done = end
    return np.concatenate((*parts, array[edges[done] :]))


def wiring_of(diagram: Diagram, strips: bool = False, summing: bool = False, before: Wiring | None = None) -> Wiring:
    """The wires of a diagram; `strips` draws every bundle as a ribbon, `summing` leaves room for the rings of sums.

    Args:
        before: made of another diagram, with the same room for sums; nodes at which bundles end that run as before
            keep their wires.
    """
    drawn = diagram.drawn
    if before is None:
        before, other = Wiring(strips=strips), {bundle.target.id for bundle in drawn}
    else:
        other = diagram.ends_of_others(before.bundles)
    if before.strips != strips:
        other |= {bundle.target.id for bundle in drawn if 1 < bundle.count <= RIBBON_LINKS}
    into: dict[str, list[Bundle]] = {node: [] for node in other}
    broad = {id(bundle) for bundle in before.broad if bundle.target.id not in other}
    for bundle in _ending(diagram, other):
        if _is_ribbon(bundle, strips):
            broad.add(id(bundle))
        else:
            into[bundle.target.id].append(bundle)
    known = dict(before.arrivals)
    made = _arrivals({node: tuple(bundles) for node, bundles in into.items() if bundles}, known, summing)
    # Ordered by their ends, so that the arrays of all wires are those of each node, one after the other.
    arrivals = known | made
    for node in (other - made.keys()) & known.keys():
        del arrivals[node]
    if not made.keys() <= known.keys() or [*arrivals] != [*filter(arrivals.__contains__, diagram.cards)]:
        arrivals = {node: arrivals[node] for node in diagram.cards if node in arrivals}
    bands = tuple(bundle for bundle in drawn if id(bundle) in broad) if broad else ()
    ribbons = [
        Ribbon(b.link, b.source.id, b.target.id, b.count, b.source.unit_span, b.target.unit_span)
        for b in bands
    ]  # fmt: skip
    wiring = Wiring(tuple(ribbons), arrivals, drawn, bands, strips)
    wiring.follow(before)
    return wiring


def _ending(diagram: Diagram, nodes: Collection[str]) -> Iterator[Bundle]:
    """The bundles that are drawn and end at these nodes, those at one in order."""
    if diagram.drawn is diagram.bundles:
        yield from chain.from_iterable(map(diagram.into, nodes))
    elif nodes:
        yield from (bundle for bundle in diagram.drawn if bundle.target.id in nodes)


def _arrivals(
    into: Mapping[str, tuple[Bundle, ...]], known: Mapping[str, Arrivals], summing: bool
) -> dict[str, Arrivals]:
    """The wires of the bundles that end at each node, those that are `known` and run as before the same."""
    made, fresh = {}, {}
    for node, bundles in into.items():
        was = known.get(node)
        if was is not None and len(was.bundles) == len(bundles) and all(map(_run_alike, was.bundles, bundles)):
            made[node] = was
        else:
            fresh[node] = bundles
    runs = runs_into(fresh.values(), summing)
    return made | {node: Arrivals(fresh[node], *each) for node, each in zip(fresh, runs, strict=True)}


def _wire(bundle: Bundle, source: int, target: int, column: int, _: int, crowded: int, *run: float) -> Wire:
    start, end = QPointF(run[0], run[1]), QPointF(run[2], run[3])
    return Wire(bundle.link, bundle.source.id, source, bundle.target.id, target, start, end, bundle.sort, bundle.path,
                max(target, 0), column, crowded > 0)  # fmt: skip


def _run_alike(one: Bundle, other: Bundle) -> bool:
    """Whether the wires of two bundles are the same: names and settings of their cards may differ."""
    if one is other:
        return True
    if (one.link, one.first, one.carried, one.sort) != (other.link, other.first, other.carried, other.sort):
        return False
    return _place(one.source) == _place(other.source) and _place(one.target) == _place(other.target)


def _place(card: Card) -> tuple[object, ...]:
    return card.id, card.kind, card.role, card.units, card.x, card.y, card.shape, card.linked, card.folded


def unit_wires(diagram: Diagram, node: str, unit: int) -> tuple[Wire, ...]:
    """The wires of one unit to and from the drawn units of its neighbors, also where a ribbon stands for them."""
    into: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in diagram.drawn:
        if node in (bundle.source.id, bundle.target.id):
            into[bundle.target.id].append(bundle)
    arrivals = (Arrivals(tuple(bundles), *made) for bundles, made in
                zip(into.values(), runs_into(into.values()), strict=True))  # fmt: skip
    return tuple(
        w for each in arrivals for w in each.wires
        if (w.source, w.source_unit) == (node, unit) or (w.target, w.target_unit) == (node, unit)
    )  # fmt: skip


def wires_of_cell(wiring: Wiring, cell: tuple[str, int, int]) -> tuple[Wire, ...]:
    """The drawn wire of one weight (path, row, column); none where a ribbon stands for it."""
    path, row, column = cell
    if path not in wiring.cells:
        return ()
    numbers, rows, columns = wiring.cells[path]
    return tuple(wiring.wires[number] for number in numbers[(rows == row) & (columns == column)].tolist())


def _is_ribbon(bundle: Bundle, strips: bool) -> bool:
    if bundle.source.role == "free" == bundle.target.role:  # most links of a large network, one wire each
        return False
    source, target, count = bundle.source.shape, bundle.target.shape, bundle.count
    if bundle.sort == "weight" and (source.face is not None or target.face is not None):
        return True
    if count > 1 and bundle.sort != "whole" and (source.across or target.across):
        return True
    return count > (1 if strips else RIBBON_LINKS)
