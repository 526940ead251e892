"""Cards that an edit makes taller or lower grow and shrink around their axis, so that links stay level."""

from __future__ import annotations

from nnsim import edits
from nnsim.document import Document
from ui.canvas.cards_of import card_shape


def centered(before: Document, after: Document) -> Document:
    """The document after an edit of settings, with each card's axis, where links lead, as high as it was before.

    A card that the edit moved stays where it put it.
    """
    old, new = before.network, after.network
    if old.nodes is new.nodes and old.links is new.links:
        return after
    shapes, changed = edits.sample_shapes(old), edits.sample_shapes(new)
    was, now = before.views.positions, after.views.positions
    places: dict[str, tuple[float, float]] = {}
    for node in new.nodes:
        at = now.get(node.id)
        if at is None or at != was.get(node.id) or not old.has(node.id):
            continue
        if shapes.get(node.id) == changed.get(node.id) and old.node(node.id) == node:
            continue
        opened = node.id in after.views.opened
        lower = card_shape(node, new, opened).axis - card_shape(old.node(node.id), old, opened).axis
        if lower:
            places[node.id] = (at[0], at[1] - lower)
    return edits.move(after, places) if places else after
