"""Every single wire of a diagram: from which unit to which, where it runs, and which cell of which weights it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nnsim.document import Link
from nnsim.edits.ordering import middle
from ui.canvas.card import WEIGHTED, Bundle, Card, Sort
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import (
    END_GAP,
    RIBBON_LINKS,
    START_GAP,
    SUMMING_END_GAP,
    arrival,
    arrival_angles,
    handle_length,
    link_path,
    ribbon_path,
)

WHOLE = -1
CROWD = 24


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
    wires: tuple[Wire, ...]

    @cached_property
    def runs(self) -> NDArray[np.float64]:
        """Where each wire runs: x and y of its start and end, and the length of its handles; [wires, 5]."""
        ends = (
            (wire.start.x(), wire.start.y(), wire.end.x(), wire.end.y(), handle_length(wire.start, wire.end))
            for wire in self.wires
        )
        return np.array(list(ends), np.float64).reshape(-1, 5)

    @cached_property
    def crowded(self) -> NDArray[np.bool_]:
        """Which wires run among many."""
        return np.array([wire.crowded for wire in self.wires], bool)

    @cached_property
    def cells(self) -> dict[str, tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]]:
        """By path of the weights: the numbers among these wires of those that show them, and the cell of each."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, wire in enumerate(self.wires):
            if wire.path:
                found[wire.path].append((number, wire.row, wire.column))
        columns = {path: np.array(cells, np.intp).T for path, cells in found.items()}
        return {path: (each[0], each[1], each[2]) for path, each in columns.items()}


@dataclass(frozen=True, eq=False)
class Wiring:
    """All wires and ribbons of a diagram; `arrivals` holds the wires by the node that they end at, in order.

    They were made of these `bundles`, of which the `broad` ones became ribbons.
    """

    wires: tuple[Wire, ...] = ()
    ribbons: tuple[Ribbon, ...] = ()
    arrivals: Mapping[str, Arrivals] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    broad: tuple[Bundle, ...] = ()
    strips: bool = False

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
    def starts(self) -> NDArray[np.intp]:
        """The number of the first wire that ends at each node, in the order of `arrivals`."""
        return np.array(list(self.first.values()), np.intp)

    def ends_of(self, numbers: NDArray[np.intp]) -> list[str]:
        """The nodes at which wires of these numbers end."""
        places = np.unique(np.searchsorted(self.starts, numbers, "right") - 1)
        nodes = tuple(self.arrivals)
        return [nodes[place] for place in places.tolist()]

    @cached_property
    def first(self) -> dict[str, int]:
        """The number of the first wire that ends at each node."""
        counts = (len(each.wires) for each in self.arrivals.values())
        return dict(zip(self.arrivals, accumulate(counts, initial=0), strict=False))

    @cached_property
    def cells(self) -> dict[str, tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]]:
        """By path of the weights: the numbers of the wires that show them, and the row and column of each."""
        return {
            path: (numbers + self.first[node], rows, columns)
            for node, each in self.arrivals.items() for path, (numbers, rows, columns) in each.cells.items()
        }  # fmt: skip

    @cached_property
    def crowded(self) -> NDArray[np.bool_]:
        """Which wires run among many."""
        return np.concatenate([each.crowded for each in self.arrivals.values()] or [np.empty(0, bool)])

    @cached_property
    def runs(self) -> NDArray[np.float64]:
        """Where every wire runs: x and y of its start and end, and the length of its handles; [wires, 5]."""
        return np.concatenate([each.runs for each in self.arrivals.values()] or [np.empty((0, 5))])

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
        x0, y0, x1, y1, handle = (column[:, None] for column in self.runs[numbers].T)
        t = shares[None]
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        x = a * x0 + b * (x0 + handle) + c * (x1 - handle) + d * x1
        return np.stack((x, (a + b) * y0 + (c + d) * y1), axis=2)

    def lines(self, numbers: NDArray[np.intp], count: int) -> NDArray[np.float64]:
        """These wires as so many short lines each (x1, y1, x2, y2); [wires, count, 4]."""
        points = self.points(numbers, np.linspace(0.0, 1.0, count + 1))
        return np.concatenate((points[:, :-1], points[:, 1:]), axis=2)


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
        other = _ends_of_others(before.bundles, drawn)
    if before.strips != strips:
        other |= {bundle.target.id for bundle in drawn if 1 < bundle.count <= RIBBON_LINKS}
    into: dict[str, list[Bundle]] = {node: [] for node in other}
    broad = {id(bundle) for bundle in before.broad if bundle.target.id not in other}
    for bundle in [bundle for bundle in drawn if bundle.target.id in other] if other else ():
        if _is_ribbon(bundle, strips):
            broad.add(id(bundle))
        else:
            into[bundle.target.id].append(bundle)
    known = before.arrivals
    made = {node: _arrivals(tuple(bundles), known.get(node), summing) for node, bundles in into.items() if bundles}
    made |= {node: each for node, each in known.items() if node not in other}
    # Ordered by their ends, so that the arrays of all wires are those of each node, one after the other.
    arrivals = {node: made[node] for node in diagram.cards if node in made}
    wires = tuple(chain.from_iterable(each.wires for each in arrivals.values()))
    bands = tuple(bundle for bundle in drawn if id(bundle) in broad) if broad else ()
    ribbons = [
        Ribbon(b.link, b.source.id, b.target.id, b.count, b.source.unit_span, b.target.unit_span)
        for b in bands
    ]  # fmt: skip
    return Wiring(wires, tuple(ribbons), arrivals, drawn, bands, strips)


def _ends_of_others(before: tuple[Bundle, ...], now: tuple[Bundle, ...]) -> set[str]:
    """The nodes at which a bundle ends that is in one of these only."""
    gone, come = middle(before, now), middle(now, before)
    old, new = set(map(id, gone)), set(map(id, come))
    ends = {bundle.target.id for bundle in come if id(bundle) not in old}
    return ends | {bundle.target.id for bundle in gone if id(bundle) not in new}


def _arrivals(bundles: tuple[Bundle, ...], known: Arrivals | None, summing: bool) -> Arrivals:
    if known is not None and len(known.bundles) == len(bundles) and all(map(_run_alike, known.bundles, bundles)):
        return known
    ends = _ends(bundles, summing)
    return Arrivals(bundles, tuple(wire for bundle in bundles for wire in _wires(bundle, ends)))


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
    bundles = [bundle for bundle in diagram.drawn if node in (bundle.source.id, bundle.target.id)]
    ends = _ends(bundles)
    wires = [wire for bundle in bundles for wire in _wires(bundle, ends)]
    return tuple(
        w for w in wires if (w.source, w.source_unit) == (node, unit) or (w.target, w.target_unit) == (node, unit)
    )


def wires_of_cell(wiring: Wiring, cell: tuple[str, int, int]) -> tuple[Wire, ...]:
    """The drawn wire of one weight (path, row, column); none where a ribbon stands for it."""
    path, row, column = cell
    if path not in wiring.cells:
        return ()
    numbers, rows, columns = wiring.cells[path]
    return tuple(wiring.wires[number] for number in numbers[(rows == row) & (columns == column)].tolist())


def _is_ribbon(bundle: Bundle, strips: bool) -> bool:
    source, target = bundle.source.shape, bundle.target.shape
    if bundle.sort == "weight" and (source.face is not None or target.face is not None):
        return True
    if bundle.count > 1 and bundle.sort != "whole" and (source.across or target.across):
        return True
    return (strips and bundle.count > 1) or bundle.count > RIBBON_LINKS


def _pairs(bundle: Bundle) -> Iterable[tuple[int, int, int]]:
    """(source unit, target unit, column) of every drawn wire."""
    sources, targets = bundle.source.center_of, bundle.target.center_of
    if bundle.sort == "whole":
        return
    if bundle.sort == "loss":
        yield from ((unit, 0, 0) for unit in bundle.carried if unit in sources)
    elif bundle.path:
        for place, unit in enumerate(bundle.carried):
            if unit in sources:
                for target in targets:
                    yield unit, target, bundle.first + place
    else:
        for place, unit in enumerate(bundle.carried):
            if unit in sources and bundle.first + place in targets:
                yield unit, bundle.first + place, bundle.first + place


def _ends(bundles: Iterable[Bundle], summing: bool = False) -> dict[tuple[str, int, str, int], QPointF]:
    """Where each wire meets its target unit: arrivals fan out, ordered top to bottom by where they come from."""
    arriving: dict[tuple[str, int], list[tuple[float, float, str, int]]] = defaultdict(list)
    cards: dict[str, Card] = {}
    for bundle in bundles:
        cards[bundle.target.id] = bundle.target
        for unit, target, _ in _pairs(bundle):
            center = bundle.source.center_of[unit]
            arriving[bundle.target.id, target].append((center.y(), center.x(), bundle.source.id, unit))
    ends = {}
    for (node, node_unit), sources in arriving.items():
        card = cards[node]
        reach = card.shape.radius + (SUMMING_END_GAP if summing and card.kind in WEIGHTED else END_GAP)
        for angle, (_, _, source, source_unit) in zip(arrival_angles(len(sources)), sorted(sources), strict=True):
            ends[source, source_unit, node, node_unit] = arrival(card.center_of[node_unit], reach, angle)
    return ends


def _wires(bundle: Bundle, ends: dict[tuple[str, int, str, int], QPointF]) -> Iterable[Wire]:
    source, target = bundle.source, bundle.target
    if bundle.sort == "whole":
        yield _whole(bundle)
        return
    for unit, target_unit, column in _pairs(bundle):
        center = source.center_of[unit]
        start = QPointF(center.x() + source.shape.radius + START_GAP, center.y())
        end = ends[source.id, unit, target.id, target_unit]
        yield Wire(bundle.link, source.id, unit, target.id, target_unit, start, end, bundle.sort, bundle.path,
                   target_unit, column, bundle.count > CROWD)  # fmt: skip


def _whole(bundle: Bundle) -> Wire:
    """The one wire of a link, from the edge of its source (or from a single unit) to the port."""
    source, target, unit = bundle.source, bundle.target, bundle.link.unit
    start = QPointF(source.rect.right(), source.unit_span.center().y())
    center = source.center_of.get(0 if source.free else -1 if unit is None else unit)
    if center is not None:
        start = QPointF(center.x() + source.shape.radius + START_GAP, center.y())
    end = target.in_ports.get(bundle.link.port, QPointF(target.rect.left(), target.unit_span.center().y()))
    return Wire(bundle.link, source.id, WHOLE, target.id, WHOLE, start, end, "whole")
