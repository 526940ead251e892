"""Opening layers where they stand: each neuron comes where its unit was, and what is in the way makes room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nnsim import catalog, edits
from nnsim.catalog import Composite
from nnsim.document import Document
from ui.canvas.card import Card
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import union
from ui.canvas.layout import ROW_GAP, Positions

LEAST_PITCH = 132.0
"""Distance of opened neurons at least, px: a disc, its name below it, and a gap."""


def can_be_opened(kind: str) -> bool:
    """Whether nodes of a kind are made of neurons or of other nodes."""
    return kind == "dense" or isinstance(catalog.kind(kind), Composite)


def opened_in_place(
    document: Document, cards: Mapping[str, Card], nodes: Iterable[str],
) -> tuple[Document, tuple[str, ...]]:
    """The document with the neurons, or the parts, of these nodes in their places, and the new ids.

    Args:
        cards: those of the document.

    Raises:
        NnsimError: one of them cannot be opened.
    """
    new: list[str] = []
    for number, node in enumerate(nodes):
        if document.network.node(node).kind == "dense":
            before = cards[node] if number == 0 else diagram_of(document).cards[node]
            document, added = _layer(document, before)
        else:
            document, added = edits.expand(document, node)
        new += added
    return document, tuple(new)


def _layer(document: Document, before: Card) -> tuple[Document, tuple[str, ...]]:
    """The layer of this card opened, each neuron where its unit stood as far as there is room."""
    opened, new = edits.open_layer(document, before.id)
    cards = diagram_of(opened).cards
    neurons = [cards[each] for each in new if cards[each].free]
    rows = [y for _, y in before.shape.rows]
    pitch = max(LEAST_PITCH, rows[1] - rows[0] if len(rows) > 1 else 0.0)
    positions: Positions = {}
    for row, card in enumerate(neurons):
        middle = before.y + before.shape.axis + (row - (len(neurons) - 1) / 2) * pitch
        positions[card.id] = (before.x + before.shape.middle - card.shape.middle, middle - card.shape.axis)
    for joint in (cards[each] for each in new if not cards[each].free):
        positions[joint.id] = (joint.x, before.y + before.shape.axis - joint.shape.axis)
    opened = edits.move(opened, positions)
    return _making_room(opened, new, before.y + before.shape.axis), new


def _making_room(document: Document, new: tuple[str, ...], middle: float) -> Document:
    """The document with the cards that new ones cover moved out of their way, up or down, each side as a whole."""
    cards = diagram_of(document).cards
    box = union(cards[node].rect for node in new)
    aside = box.adjusted(-ROW_GAP / 2, 0, ROW_GAP / 2, 0)
    others = [card for card in cards.values() if card.id not in new and aside.left() < card.rect.right()
              and card.rect.left() < aside.right()]
    above = [card for card in others if card.y + card.shape.axis < middle]
    below = [card for card in others if card.y + card.shape.axis >= middle]
    up = max((card.rect.bottom() + ROW_GAP - box.top() for card in above if card.rect.intersects(box)), default=0.0)
    down = max((box.bottom() + ROW_GAP - card.y for card in below if card.rect.intersects(box)), default=0.0)
    moved = {card.id: (card.x, card.y - up) for card in above} if up else {}
    return edits.move(document, moved | ({card.id: (card.x, card.y + down) for card in below} if down else {}))
