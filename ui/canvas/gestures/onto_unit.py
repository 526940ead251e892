"""A link that ends at one unit of a layer: the layer is opened into its neurons, and that neuron alone is linked."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message
from ui.canvas.card import Card
from ui.canvas.gestures.base import Stage
from ui.canvas.opening import opened_in_place
from ui.canvas.ports import REACH, objection_at
from ui.canvas.unit_title import unit_title


@dataclass(frozen=True)
class Aim:
    """Where a link would end: at a port of a card, or at one of its units, and why it cannot be."""

    target: Card
    port: str = "in"
    unit: int | None = None
    objection: Message | None = None


def units_apart(document: Document, card: Card) -> tuple[int, ...]:
    """The units of a card that can be meant alone: those of a Dense layer that is linked to something already."""
    several = card.kind == "dense" and (card.units or 1) > 1
    return tuple(card.center_of) if several and document.network.into(card.id) else ()


def unit_under(document: Document, card: Card, point: QPointF) -> int | None:
    """The unit that is meant alone at a point; None at a port and wherever the layer as a whole is meant."""
    at_port = any((at - point).manhattanLength() <= REACH for at in card.in_ports.values())
    return None if at_port or not units_apart(document, card) else card.unit_at(point, slack=0.0)


def aim_at_unit(document: Document, source: str, card: Card, unit: int, of_source: int | None) -> Aim:
    """A link to one unit, and why that cannot be: the link itself, or the layer that cannot be opened."""
    objection, closed = objection_at(document, source, card, "in", of_source), edits.can_open_layer(document, card.id)
    if objection is None and closed is not None:
        objection = message("{reason} At its port the layer is linked as a whole.", reason=closed)
    return Aim(card, "in", unit, objection)


def arrival(aim: Aim) -> QPointF | None:
    """The point at which the link in progress ends."""
    if aim.unit is None:
        return aim.target.in_ports.get(aim.port)
    return aim.target.center_of[aim.unit] - QPointF(aim.target.shape.radius, 0.0)


def words_of(aim: Aim) -> Message | None:
    """What will happen to the layer, or why that cannot be."""
    if aim.objection is not None or aim.unit is None:
        return aim.objection
    return message("Opens '{layer}' into {count} neurons and links {unit} alone", layer=aim.target.name,
                   count=aim.target.units or 0, unit=unit_title(aim.target, aim.unit))


def outline_of(aim: Aim) -> tuple[QPainterPath, ...]:
    """What lights while it is meant: the disc of the unit."""
    if aim.objection is not None or aim.unit is None:
        return ()
    outline, radius = QPainterPath(), aim.target.shape.radius
    outline.addEllipse(aim.target.center_of[aim.unit], radius, radius)
    return (outline,)


def connect_to_unit(stage: Stage, source: str, aim: Aim, of_source: int | None) -> str:
    """Open the layer and link one of its neurons, as one edit; the neuron's id comes back, and it is selected."""
    assert aim.unit is not None
    before, layer = stage.document, aim.target
    document, neurons = opened_in_place(before, stage.board.diagram.cards, [layer.id])
    document = edits.connect(document, source, neurons[aim.unit], of_source)
    stage.store.commit(document, message(
        "Open '{layer}' and link '{source}' to {unit}", layer=before.network.node(layer.id).name,
        source=before.network.node(source).name, unit=unit_title(layer, aim.unit)))
    stage.selection.select([neurons[aim.unit]])
    return neurons[aim.unit]
