"""Tidying with blocks: each is laid out by itself, and then placed among the others as one card."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from PySide6.QtCore import QSizeF

from nnsim import catalog
from nnsim.document import Document, Group, Network, Node
from ui.canvas.blocks_of import PAD, TITLE
from ui.canvas.layout import Positions, Sizes, tidy


def tidied_blocks(document: Document, sizes: Sizes, folded: Mapping[str, QSizeF]) -> Positions:
    """A place for every node: columns as `tidy` makes them, in which a block keeps its nodes together.

    Args:
        folded: the sizes of the folded blocks by id; they take no more room than that.
    """
    return _level(document, None, sizes, folded)


def _level(document: Document, parent: str | None, sizes: Sizes, folded: Mapping[str, QSizeF]) -> Positions:
    """The places of all nodes in a block (None: of the whole drawing), the middles of its columns' units at y = 0."""
    network, views = document.network, document.views
    blocks = [group for group in views.groups if group.parent == parent and views.inside(group.id)]
    inner = {group.id: _level(document, group.id, sizes, folded) for group in blocks}
    room, shifts = {}, {}
    for group in blocks:
        room[group.id], shifts[group.id] = _room(group, inner[group.id], sizes, folded)
    drawn, items = _contracted(document, parent, blocks)
    all_sizes = {**{node: sizes[node] for node in items if node in sizes}, **room}
    positions: Positions = {}
    for item, (x, y) in tidy(drawn, all_sizes, network).items():
        if item not in inner:
            positions[item] = (x, y)
            continue
        across, down = shifts[item]
        positions |= {node: (x + across + at[0], y + down + at[1]) for node, at in inner[item].items()}
    return positions


def _room(
    group: Group, inside: Positions, sizes: Sizes, folded: Mapping[str, QSizeF],
) -> tuple[tuple[float, float, float], tuple[float, float]]:
    """Width, height and axis of a block, and how far its inner zero lies from its corner."""
    left, top = (min(at[axis] for at in inside.values()) for axis in (0, 1))
    right = max(x + sizes[node][0] for node, (x, _) in inside.items())
    bottom = max(y + sizes[node][1] for node, (_, y) in inside.items())
    if group.folded and group.id in folded:
        size = folded[group.id]
        middle = (left + right) / 2, (top + bottom) / 2
        return (size.width(), size.height(), size.height() / 2), (
            size.width() / 2 - middle[0], size.height() / 2 - middle[1])
    return (right - left + 2 * PAD, bottom - top + TITLE + PAD, TITLE - top), (PAD - left, TITLE - top)


def _contracted(document: Document, parent: str | None, blocks: list[Group]) -> tuple[Network, set[str]]:
    """The network of one level, with a node in place of each block, and the ids of its nodes."""
    network, views = document.network, document.views
    level = set(views.inside(parent)) if parent is not None else {node.id for node in network.nodes}
    within = {node: group.id for group in blocks for node in views.inside(group.id)}
    settings = catalog.kind("activation").default_settings()
    nodes: dict[str, Node] = {}
    for node in network.nodes:
        if node.id in level:
            name = within.get(node.id, node.id)
            nodes.setdefault(name, Node(name, "activation", name, settings) if node.id in within else node)
    links = [replace(link, source=within.get(link.source, link.source), target=within.get(link.target, link.target),
                     unit=None if link.source in within else link.unit)
             for link in network.links if link.source in level and link.target in level]
    outside = tuple(dict.fromkeys(link for link in links if link.source != link.target))
    return replace(network, nodes=tuple(nodes.values()), links=outside), set(nodes)
