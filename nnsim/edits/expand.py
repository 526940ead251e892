"""Opening a composite node on the canvas: its parts take its place, with its weights and all that links to it."""

from collections.abc import Mapping

import msgspec

from nnsim import catalog
from nnsim.catalog import Composite, Parts
from nnsim.catalog.names import second_name
from nnsim.document import ArrayMap, Document, Link, Network, Node
from nnsim.edits.grouping import LONGEST_NAME, can_group, group, in_place_of
from nnsim.edits.ordering import sort
from nnsim.edits.shapes import wiring
from nnsim.text.errors import NnsimError
from nnsim.text.messages import Message, message

COLUMN, ROW = 220.0, 120.0
"""Distances of the parts on the canvas, px."""

_replace = msgspec.structs.replace


def can_expand(document: Document, node_id: str) -> Message | None:
    """Why a node cannot be opened into its parts, or None."""
    node = document.network.node(node_id)
    if not isinstance(catalog.kind(node.kind), Composite):
        return message("'{name}' is not made of parts, so there is nothing to open.", name=node.name)
    if node_id not in wiring(document.network).parts:
        return message("What '{name}' is made of depends on what links into it. Link a node to it first.",
                       name=node.name)
    return None


def expand(document: Document, node_id: str) -> tuple[Document, tuple[str, ...]]:
    """The document with a composite's parts in its place, computing the same; returns the ids of the parts.

    The parts stand in a block with the composite's name, which can be folded into one card again.

    Weights, what the optimizer remembers of them, and which of them are frozen or pruned stay as they are. A part that
    is a composite itself stays one.

    Raises:
        NnsimError: `can_expand` objects.
    """
    objection = can_expand(document, node_id)
    if objection is not None:
        raise NnsimError("expand.refused", objection, node_id)
    network, parts = document.network, wiring(document.network).parts[node_id]
    nodes = _named(network, parts, node_id)
    names = {part.id: node.id for part, node in zip(parts.network.nodes, nodes, strict=True)}
    at = next(place for place, node in enumerate(network.nodes) if node.id == node_id)
    prefixes = {f"{node_id}/{part}/": f"{name}/" for part, name in names.items()}
    state = _replace(document.state, parameters=_moved(document.state.parameters, prefixes),
                     slots=_moved(document.state.slots, prefixes))
    opened = _replace(
        network, nodes=(*network.nodes[:at], *nodes, *network.nodes[at + 1:]),
        links=_linked(network, parts, node_id, names), masks=_moved(network.masks, prefixes),
    )
    views = in_place_of(document.views, {node_id: names.values()})
    views = _replace(views, positions=_laid_out(document, parts, node_id, names))
    expanded, new = _replace(document, network=opened, state=state, views=views), tuple(names.values())
    if can_group(expanded, new) is None:
        expanded = group(expanded, new, str(network.node(node_id).name)[:LONGEST_NAME])[0]
    return expanded, new


def _named(network: Network, parts: Parts, node_id: str) -> list[Node]:
    """The parts as nodes of the canvas, with ids and names that nothing else has."""
    ids = {node.id for node in network.nodes}
    names = {node.name for node in network.nodes if node.id != node_id}
    nodes: list[Node] = []
    for part in parts.network.nodes:
        number = next(k for k in range(1, len(ids) + 2) if f"{part.kind}{k}" not in ids)
        named = next(name for k in range(1, len(names) + 2)
                     if (name := part.name if k == 1 else second_name(part.name, k)) not in names)
        nodes.append(_replace(part, id=f"{part.kind}{number}", name=named))
        ids.add(nodes[-1].id)
        names.add(named)
    return nodes


def _linked(network: Network, parts: Parts, node_id: str, names: Mapping[str, str]) -> tuple[Link, ...]:
    """The links around the composite and those inside it; what came to a port of it goes on to the parts behind."""
    links = [
        _replace(link, source=names[parts.output]) if link.source == node_id else link
        for link in network.links if link.target != node_id
    ]
    for link in parts.network.links:
        target = names[link.target]
        if link.source.startswith(":"):
            arriving = network.into(node_id, link.source[1:])
            links += [_replace(outer, target=target, port=link.port) for outer in arriving]
        else:
            links.append(_replace(link, source=names[link.source], target=target))
    return tuple(links)


def _moved(arrays: ArrayMap, prefixes: Mapping[str, str]) -> ArrayMap:
    """The same arrays, those of parts under their new paths."""
    moved = {}
    for path, array in arrays.items():
        prefix = next((each for each in prefixes if path.startswith(each)), None)
        moved[path if prefix is None else prefixes[prefix] + path.removeprefix(prefix)] = array
    return ArrayMap(moved)


def _laid_out(
    document: Document, parts: Parts, node_id: str, names: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    """Positions with the parts in columns by depth where the composite was; what stood behind it makes room."""
    inside = tuple(link for link in parts.network.links if not link.source.startswith(":"))
    depth: dict[str, int] = {}
    for part in sort(parts.network.nodes, inside)[0]:
        depth[part.id] = 1 + max((depth[link.source] for link in inside if link.target == part.id), default=-1)
    x, y = document.views.positions.get(node_id, (0.0, 0.0))
    wider = COLUMN * max(depth.values())
    positions = {
        node: (across + wider if across > x else across, down)
        for node, (across, down) in document.views.positions.items() if node != node_id
    }
    for column in range(max(depth.values()) + 1):
        stacked = [each for each in depth if depth[each] == column]
        for row, each in enumerate(stacked):
            positions[names[each]] = (x + COLUMN * column, y + ROW * (row - (len(stacked) - 1) / 2))
    return positions
