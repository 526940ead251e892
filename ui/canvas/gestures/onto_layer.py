"""Dropping a neuron on a Dense layer: it becomes one more unit of the layer, where it is dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.text import Message
from ui.canvas.card import Card
from ui.canvas.gestures.base import Stage

EDGE = 12.0
"""How far outside a layer's border something may be dropped to join it, px on the screen"""


@dataclass(frozen=True)
class OntoLayer:
    """A layer under a neuron: the unit before which the neuron comes, the circle that shows it, and an objection."""

    node: str
    at: int
    circle: QRectF
    objection: Message | None


def onto_layer(stage: Stage, kind: str, point: QPointF) -> OntoLayer | None:
    """The Dense layer that what is dropped here would become a unit of; None where there is none."""
    card = layer_at(stage, point) if kind == "neuron" else None
    if card is None:
        return None
    at, height = _place(card, point.y())
    radius = card.shape.radius or 20.0
    circle = QRectF(card.x + card.shape.middle - radius, card.y + height - radius, 2 * radius, 2 * radius)
    return OntoLayer(card.id, at, circle, edits.can_add_unit(stage.document, card.id))


def layer_at(stage: Stage, point: QPointF, dragged: Collection[str] = ()) -> Card | None:
    """The Dense layer that is meant at a point: the one under it, else one whose border is near.

    Args:
        dragged: the nodes on the pointer, which lie over everything.
    """
    reach = EDGE / stage.zoom
    cards = [card for card in stage.board.diagram.near(point, reach) if card.id not in dragged]
    around = QRectF(point, point).adjusted(-reach, -reach, reach, reach)
    under = next((card for card in cards if card.rect.contains(point)), None)
    if under is None:
        under = next((card for card in cards if card.kind == "dense" and card.rect.intersects(around)), None)
    return under if under is not None and under.kind == "dense" else None


def _place(card: Card, y: float) -> tuple[int, float]:
    """The unit before which a point lies, and the height at the card of the gap before that unit."""
    rows, top = card.shape.rows, y - card.y
    if not rows:
        return card.units or 0, card.shape.height / 2
    above = [row for row in rows if row[1] <= top]
    below = [row for row in rows if row[1] > top]
    if not above:
        return rows[0][0], rows[0][1] - card.shape.radius
    if not below:
        return rows[-1][0] + 1, rows[-1][1] + card.shape.radius
    return below[0][0], (above[-1][1] + below[0][1]) / 2
