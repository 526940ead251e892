"""Automatic placement: columns by depth for nodes without a position, and the whole network tidied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nnsim.document import Document, Network
from nnsim.edits.shapes import wiring
from ui.canvas.columns import Item, Lane, columns_of
from ui.canvas.geometry import RIBBON_LINKS

GRID = 4.0
COLUMN_GAP, CLOSE_GAP, END_GAP, ROW_GAP = 120.0, 64.0, 48.0, 40.0
FEW_WIRES, WIRE_ROOM, MOST_ROOM = 8, 1.75, 100.0
"""Wires between two layers that need no wider gap, what each one more adds to it, and what all of them add at most"""
LANE, HEAD = 16.0, 102.0
"""What the thinnest link takes of a column that it passes, and how far below the top of most cards their units begin"""
Positions = dict[str, tuple[float, float]]
Sizes = Mapping[str, tuple[float, float, float]]
"""Width, height, and how far below its top the middle of its units lies, by node."""


def placed(document: Document, sizes: Sizes) -> Positions:
    """A position for every node: the document's own, or, for nodes without one, a place in its column."""
    known = document.views.positions
    nodes = [node.id for node in document.network.nodes]
    if all(node in known for node in nodes):
        return {node: known[node] for node in nodes}
    automatic = tidy(document.network, sizes)
    if not any(node in known for node in nodes):
        return automatic
    bottom = max(known[node][1] + sizes[node][1] for node in nodes if node in known)
    top = min(automatic[node][1] for node in nodes if node not in known)
    shift = bottom + ROW_GAP - top
    return {node: known.get(node) or (automatic[node][0], automatic[node][1] + shift) for node in nodes}


def tidy(network: Network, sizes: Sizes, whole: Network | None = None) -> Positions:
    """Columns by depth, from left to right, with few crossings, their units' middles on one line.

    `whole` is the network whose wires are counted, where this one is a part of it, or has nodes for several of its own.
    Where links pass a column, it makes way for them: they run straight, and its cards stand above and below.
    """
    columns = columns_of(network)
    ends = {node.id for node in network.nodes if node.kind in ("output", "loss")}
    fanned = {node.id for node in network.nodes if node.kind in ("dense", "neuron", "activation")}
    kernels = {node.id for node in network.nodes if node.kind in ("convolution", "convolution_1d")}
    positions: Positions = {}
    x = 0.0
    for number, column in enumerate(columns):
        nodes = [item for item in column if isinstance(item, str)]
        width = max(sizes[node][0] for node in nodes)
        for node, top in _stacked(column, sizes).items():
            positions[node] = (_snap(x + (width - sizes[node][0]) / 2), top)  # level to the pixel
        following = columns[number + 1] if number + 1 < len(columns) else []
        coming = {item for item in following if isinstance(item, str)}
        x += width + _gap(coming, ends, fanned | kernels) + _wire_room(whole or network, coming & fanned)
    return positions


def _stacked(column: Sequence[Item], sizes: Sizes) -> dict[str, float]:
    """The top of each card of a column, from above, so that what passes it, else the middle of its units, lies at 0."""
    heights = [sizes[item][1] if isinstance(item, str) else _breadth(item, sizes) for item in column]
    axes = [sizes[item][2] if isinstance(item, str) else _breadth(item, sizes) / 2 for item in column]
    tops = [sum(heights[:place]) + ROW_GAP * place for place in range(len(column))]
    lines = [top + axis for top, axis in zip(tops, axes, strict=True)]
    passing = [line for line, item in zip(lines, column, strict=True) if isinstance(item, Lane)]
    middle = sum(passing or lines) / len(passing or lines)
    return {item: top - middle for item, top in zip(column, tops, strict=True) if isinstance(item, str)}


def _breadth(lane: Lane, sizes: Sizes) -> float:
    """How high a link is that passes a column: its wires lie as far apart as the units at its narrower end."""
    return LANE + max(0.0, 2 * (min(sizes[lane.source][2], sizes[lane.target][2]) - HEAD))


def _gap(following: set[str], ends: set[str], fanned: set[str]) -> float:
    """The room before a column: much where links fan out or kernels stand, little where one link hands on all."""
    if following and following <= ends:
        return END_GAP
    return COLUMN_GAP if not following or following & fanned else CLOSE_GAP


def _wire_room(network: Network, following: set[str]) -> float:
    """How much wider the gap before a column is for the many wires that fan out in it; a ribbon needs no more."""
    units = wiring(network).units
    wires = 0
    for link in network.links:
        if link.target in following:
            between = (1 if link.unit is not None else units.get(link.source) or 0) * (units.get(link.target) or 0)
            wires += between if between <= RIBBON_LINKS else 0
    return min(MOST_ROOM, max(0.0, WIRE_ROOM * (wires - FEW_WIRES)))


def _snap(value: float) -> float:
    return round(value / GRID) * GRID


__all__ = ["COLUMN_GAP", "END_GAP", "GRID", "ROW_GAP", "Positions", "Sizes", "placed", "tidy"]
