"""Every single wire of a diagram: from which unit to which, where it runs, and which cell of which weights it shows."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nnsim.document import Link
from nnsim.document.others import keys_of_others
from nnsim.edits.ordering import shared
from ui.canvas.card import Bundle, Sort
from ui.canvas.geometry import link_path, ribbon_path
from ui.canvas.runs import WHOLE, Ends, Runs, lines_of, points_of

__all__ = ["WHOLE", "Arrivals", "Ribbon", "Wire", "Wires", "Wiring", "wires_of_cell"]

_KNOWN = ("wires", "into", "between", "edges", "_names", "first", "cells", "crowded", "runs", "boxes")
"""What of a wiring holds for another with the same wires"""


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

    They were made of these `bundles`, of which the `broad` ones became ribbons, between cards in this `order`.
    """

    ribbons: tuple[Ribbon, ...] = ()
    arrivals: Mapping[str, Arrivals] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    broad: tuple[Bundle, ...] = ()
    strips: bool = False
    order: tuple[str, ...] = ()

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

    def ends_of(self, numbers: NDArray[np.intp]) -> tuple[list[str], NDArray[np.intp], NDArray[np.intp]]:
        """The nodes at which wires of these numbers, in order, end; of each wire the number of the first one that ends
        there and the place of the node among these."""
        starts = self.edges[np.searchsorted(self.edges, numbers, "right") - 1]
        other = np.append(True, starts[1:] != starts[:-1])[: len(starts)]
        nodes, places = self._names, np.searchsorted(self.edges, starts[other], "right") - 1
        return [nodes[place] for place in places.tolist()], starts, np.cumsum(other) - 1

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.arrivals)

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
        return _boxes_of(self.runs)

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

    def others(self, before: Wiring) -> Set[str]:
        """The nodes at which other wires end than before; remembered of the wiring that this one was made from."""
        known: tuple[ReferenceType[Wiring], frozenset[str]] | None = self.__dict__.get("_others")
        if known is not None and known[0]() is before:
            return known[1]
        return keys_of_others(before.arrivals, self.arrivals)

    def follow(self, before: Wiring, others: frozenset[str]) -> None:
        """Take over from the wiring before an edit what is known of it, but for these nodes, where other wires end."""
        self.__dict__["_others"] = ref(before), others
        known, was, now = before.__dict__, before.arrivals, self.arrivals
        if was is now:
            self.__dict__.update({name: known[name] for name in _KNOWN if name in known})
        elif self.order is before.order and all(
            node in was and node in now and len(was[node]) == len(now[node]) for node in others
        ):
            self.__dict__.update({name: known[name] for name in ("edges", "first", "_names") if name in known})
            self._take([(self.first[node], self.first[node] + len(now[node]), (now[node],)) for node in others], before)
        else:
            old, new, edges = tuple(was.values()), tuple(now.values()), before.edges
            start, end = shared(old, new)
            fresh, counts = new[start : len(new) - end], np.diff(edges)
            lengths = (counts[:start], np.array([*map(len, fresh)], np.intp), counts[len(old) - end :])
            self.__dict__["edges"] = np.append(0, np.cumsum(np.concatenate(lengths)))
            self._take([(int(edges[start]), int(edges[len(old) - end]), fresh)], before)

    def _take(self, stretches: list[tuple[int, int, tuple[Arrivals, ...]]], before: Wiring) -> None:
        """Take over how wires run, those of each stretch of numbers replaced; several only where numbers stay."""
        if "runs" not in before.__dict__:
            return
        made = {name: getattr(before, name) for name in ("runs", "crowded", "boxes")}
        if len(stretches) > 1:
            made = {name: array.copy() for name, array in made.items()}
        for start, end, fresh in stretches:
            runs = np.concatenate([np.empty((0, 5)), *(each.runs for each in fresh)])
            crowded = np.concatenate([np.empty(0, bool), *(each.crowded for each in fresh)])
            for name, part in (("runs", runs), ("crowded", crowded), ("boxes", _boxes_of(runs))):
                if len(stretches) > 1:
                    made[name][start:end] = part
                else:
                    made[name] = np.concatenate((made[name][:start], part, made[name][end:]))
        self.__dict__.update(made)


def _boxes_of(runs: Runs) -> NDArray[np.float64]:
    x0, y0, x1, y1, handle = runs.T
    left, right = np.minimum(x0, x1 - handle), np.maximum(x1, x0 + handle)
    return np.stack((left, np.minimum(y0, y1), right, np.maximum(y0, y1)), axis=1)


def _wire(bundle: Bundle, source: int, target: int, column: int, _: int, crowded: int, *run: float) -> Wire:
    start, end = QPointF(run[0], run[1]), QPointF(run[2], run[3])
    return Wire(bundle.link, bundle.source.id, source, bundle.target.id, target, start, end, bundle.sort, bundle.path,
                max(target, 0), column, crowded > 0)  # fmt: skip


def wires_of_cell(wiring: Wiring, cell: tuple[str, int, int]) -> tuple[Wire, ...]:
    """The drawn wire of one weight (path, row, column); none where a ribbon stands for it."""
    path, row, column = cell
    if path not in wiring.cells:
        return ()
    numbers, rows, columns = wiring.cells[path]
    return tuple(wiring.wires[number] for number in numbers[(rows == row) & (columns == column)].tolist())
