"""Cards that an edit makes larger, smaller or adds stand level with what they are linked to, and cover nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from nnsim import edits
from nnsim.document import Document, Network, Node
from ui.canvas.cards_of import card_shape
from ui.canvas.geometry import Shape
from ui.canvas.grown import with_room_for_grown

GAP = 90.0
"""Least distance of a new card to what links into it, px."""
NEARLY_LEVEL = 40.0
"""How far the axes of two cards lie apart that were drawn by hand as if they were level, px."""


def centered(before: Document, after: Document) -> Document:
    """The document after an edit, with each card's axis, where links lead, as high as it was before.

    New cards get the axis of what they are linked to, and what stands right of them makes the room that they need.
    What a card would cover that grows makes way for it.
    A card that the edit itself moved up or down stays where it put it.
    """
    if before.network.nodes is after.network.nodes and before.network.links is after.network.links:
        return after
    places, grown = _as_before(before, after)
    after = edits.move(after, places) if places else after
    after = with_room_for_grown(before, after, grown) if grown else after
    for node in after.network.nodes:
        if not before.network.has(node.id) and node.id in after.views.positions:
            after = _leveled(after, node)
    return after


def _as_before(before: Document, after: Document) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Places of the cards whose axis lies elsewhere in them than it did, and those that grew."""
    old, new = before.network, after.network
    shapes, changed = edits.sample_shapes(old), edits.sample_shapes(new)
    was, now = before.views.positions, after.views.positions
    places: dict[str, tuple[float, float]] = {}
    grown: list[str] = []
    for node in new.nodes:
        at = now.get(node.id)
        if at is None or not old.has(node.id) or node.id not in was or at[1] != was[node.id][1]:
            continue
        linked = old.links is new.links or old.out_of(node.id) == new.out_of(node.id)
        same = old.node(node.id) == node and linked
        if same and shapes.get(node.id) == changed.get(node.id):
            continue
        shape, old_shape = _shape(after, node), _shape(before, old.node(node.id))
        if shape.axis != old_shape.axis:
            places[node.id] = (at[0], at[1] - shape.axis + old_shape.axis)
        if shape.width > old_shape.width or shape.height > old_shape.height:
            grown.append(node.id)
    return places, grown


def _leveled(document: Document, node: Node) -> Document:
    """With a new card level with what links into it, else with what it links to, where that is free, and clear of it.
    """
    network, places = document.network, document.views.positions
    sources = [source for source in _sources(network, node.id) if source in places]
    targets = [link.target for link in network.out_of(node.id) if link.target in places]
    if not sources and not targets:
        return document
    boxes = {other.id: _box(document, other) for other in network.nodes if other.id in places}
    axes, lines = _axes(document, sources), _axes(document, targets)
    if not axes or (lines and edits.units(network).get(node.id) == 1 and abs(lines[0] - axes[0]) <= NEARLY_LEVEL):
        axes = lines  # its only line is straight, while one of many that come may lean
    own = boxes.pop(node.id)
    short = max((boxes[source].right() + GAP - own.left() for source in sources), default=0.0)
    moved: dict[str, tuple[float, float]] = {}
    if short > 0:
        behind = [other for other, box in boxes.items() if box.left() >= own.left() and other not in sources]
        moved = {other: (places[other][0] + short, places[other][1]) for other in behind}
        for other in behind:
            boxes[other].translate(short, 0)
        own.translate(short, 0)
    level = QRectF(own)
    level.moveTop(sum(axes) / len(axes) - _shape(document, node).axis)
    if not any(level.intersects(box) for box in boxes.values()):
        own = level
    moved[node.id] = (own.left(), own.top())
    return edits.move(document, moved)


def _axes(document: Document, nodes: Iterable[str]) -> list[float]:
    """How high on the canvas links lead to these nodes."""
    places, network = document.views.positions, document.network
    return [places[node][1] + _shape(document, network.node(node)).axis for node in nodes]


def _sources(network: Network, node_id: str) -> list[str]:
    return [link.source for link in network.links if link.target == node_id]


def _box(document: Document, node: Node) -> QRectF:
    width, height, _ = _shape(document, node).size
    return QRectF(*document.views.positions[node.id], width, height)


def _shape(document: Document, node: Node) -> Shape:
    return card_shape(node, document.network, node.id in document.views.opened)
