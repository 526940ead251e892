"""Automatic placement: columns by depth for nodes without a position, and the whole network tidied."""

from __future__ import annotations

from collections.abc import Mapping

from nnsim.document import Document, Network

GRID = 4.0
COLUMN_GAP, CLOSE_GAP, END_GAP, ROW_GAP = 120.0, 64.0, 48.0, 40.0
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


def tidy(network: Network, sizes: Sizes) -> Positions:
    """Columns by depth, from left to right, their units' middles on one line; nodes in the order of what feeds them."""
    columns = _columns(network)
    ends = {node.id for node in network.nodes if node.kind in ("output", "loss")}
    fanned = {node.id for node in network.nodes if node.kind in ("dense", "neuron", "activation")}
    positions: Positions = {}
    centers: dict[str, float] = {}
    x = 0.0
    for number, column in enumerate(columns):
        ordered = sorted(column, key=lambda node: _pull(network, node, centers))
        width = max(sizes[node][0] for node in ordered)
        tops = [sum(sizes[above][1] + ROW_GAP for above in ordered[:place]) for place in range(len(ordered))]
        middle = sum(top + sizes[node][2] for node, top in zip(ordered, tops, strict=True)) / len(ordered)
        for node, top in zip(ordered, tops, strict=True):
            positions[node] = (_snap(x + (width - sizes[node][0]) / 2), _snap(top - middle))
            centers[node] = top - middle + sizes[node][2]
        following = columns[number + 1] if number + 1 < len(columns) else []
        x += width + _gap(set(following), ends, fanned)
    return positions


def _gap(following: set[str], ends: set[str], fanned: set[str]) -> float:
    """The room before a column: much where links fan out, little where one stands for all that is handed on."""
    if following and following <= ends:
        return END_GAP
    return COLUMN_GAP if not following or following & fanned else CLOSE_GAP


def depths(network: Network) -> dict[str, int]:
    """The column of each node: one past the furthest of its sources; links that close a cycle do not count."""
    incoming: dict[str, list[str]] = {node.id: [] for node in network.nodes}
    for link in network.links:
        if link.target in incoming and link.source in incoming:
            incoming[link.target].append(link.source)
    found: dict[str, int] = {}

    def depth(node: str, above: frozenset[str]) -> int:
        if node not in found:
            below = above | {node}
            sources = [depth(source, below) for source in incoming[node] if source not in below]
            found[node] = 1 + max(sources, default=-1)
        return found[node]

    for node in incoming:
        depth(node, frozenset())
    return found


def _columns(network: Network) -> list[list[str]]:
    depth = depths(network)
    linked = {link.source for link in network.links} | {link.target for link in network.links}
    last = max((depth[node.id] for node in network.nodes if node.kind == "loss"), default=0)
    columns: dict[int, list[str]] = {}
    for node in network.nodes:
        loose_end = node.id not in linked and node.kind in ("output", "loss")
        columns.setdefault(max(last, 1) if loose_end else depth[node.id], []).append(node.id)
    return [columns[key] for key in sorted(columns)]


def _pull(network: Network, node: str, centers: Mapping[str, float]) -> float:
    heights = [centers[link.source] for link in network.links if link.target == node and link.source in centers]
    return sum(heights) / len(heights) if heights else 0.0


def _snap(value: float) -> float:
    return round(value / GRID) * GRID
