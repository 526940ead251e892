"""Dropping a kind from the palette onto the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainterPath

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings
from nnsim.document import Document, Link, Settings
from nnsim.text import Message, message, render
from ui.canvas.centered import centered
from ui.canvas.free_place import clear_of, snapped, standing, uncovering
from ui.canvas.geometry import CARD_RADIUS, Role, shape_of
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.gestures.insert import OnLink, curves_of, inserted, middle_of, on_link
from ui.canvas.gestures.onto_layer import OntoLayer, onto_layer
from ui.canvas.into_block import put_in_frame
from ui.canvas.joining import joined, joint_of
from ui.canvas.travel import commit_travelling

KIND_MIME = "application/x-nnsim-kind"
_ROLES: dict[str, Role] = {"input": "input", "neuron": "free", "output": "output", "loss": "loss"}
_INSIDE = 40.0  # from a card's corner: of what lies on the edge of a frame, what counts
_USUAL_UNITS = {"input": 2, "dense": 4, "activation": 1, "output": 1}


def dropped_kind(data: QMimeData) -> str | None:
    """The payload of a drag from the palette, None when it is not one of a kind that exists."""
    if not data.hasFormat(KIND_MIME):
        return None
    payload = bytes(data.data(KIND_MIME).data()).decode("utf-8", "replace")
    return payload if catalog.is_known(payload.partition(":")[0]) else None


class DropGesture(Gesture):
    """Shows where what is dropped will stand, and adds it: alone, in the middle of a link, or as a unit of a layer.

    Alt leaves links and layers alone.
    """

    def __init__(self, stage: Stage, payload: str) -> None:
        self._stage = stage
        self._kind, self._settings = parsed(payload)
        self._payload = payload
        self._layer: OntoLayer | None = None
        self._link: OnLink | None = None

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        self._aim(point, modifiers)
        feedback, board = self._stage.feedback, self._stage.board
        where = point if self._layer is not None or self._link is not None else self._free(self._kind, point)
        feedback.ghost = (ghost_rect(self._kind, where), self._kind == "neuron")
        feedback.lit = curves_of(board, self._link.link) if self._link is not None else ()
        if self._layer is not None:
            feedback.ghost = (self._layer.circle, True)
            outline = QPainterPath()
            outline.addRoundedRect(board.diagram.cards[self._layer.node].rect, CARD_RADIUS, CARD_RADIUS)
            feedback.lit = (outline,)
        words = self._words()
        feedback.refused, feedback.hint = self._objection is not None, self._objection is None
        feedback.words = None if words is None else (point, render(words))
        feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self._aim(point, modifiers)
        if self._layer is not None and self._objection is not None:
            self.move(point, modifiers)
            self._stage.feedback.leave_words()
            return
        self._stage.feedback.clear()
        if self._layer is not None:
            add_to_layer(self._stage, self._layer)
        elif self._link is not None and self._link.objection is None:
            insert(self._stage, self._link.link, self._payload, point)
        else:
            place(self._stage, self._payload, self._free(self._kind, point))

    def cancel(self) -> None:
        self._stage.feedback.clear()

    def _words(self) -> Message | None:
        """What is said beside the pointer: why something cannot be, or that a neuron joins a layer."""
        if self._objection is not None or self._layer is None:
            return self._objection
        return message("Join '{name}'", name=self._stage.document.network.node(self._layer.node).name)

    @property
    def _objection(self) -> Message | None:
        aim = self._layer or self._link
        return None if aim is None else aim.objection

    def _aim(self, point: QPointF, modifiers: Modifiers) -> None:
        """Look which layer or link is meant."""
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self._layer = self._link = None
            return
        self._layer = onto_layer(self._stage, self._kind, point)
        self._link = on_link(self._stage, self._kind, self._settings, point, self._link)
        if self._link is not None and self._link.objection is None:
            self._layer = None  # a link is nearer than the border of a layer

    def _free(self, kind: str, point: QPointF) -> QPointF:
        """The point, or the nearest one at which no card is covered."""
        box = new_rect(kind, point)
        taken = [card.rect for card in self._stage.board.diagram.cards.values()]
        return point + clear_of(taken, box) - box.topLeft()


def parsed(payload: str) -> tuple[str, Settings | None]:
    """The kind of an entry of the palette (`dense`, `activation:relu`), and its settings where it says any."""
    kind, _, function = payload.partition(":")
    return kind, ActivationSettings(function) if kind == "activation" and function else None


def new_rect(kind: str, center: QPointF) -> QRectF:
    """The card of a new node of this kind when it is dropped at a point; of a neuron, the point is its center."""
    shape = shape_of(_ROLES.get(kind, "hidden"), _USUAL_UNITS.get(kind, 1))
    middle = shape.rows[0][1] if kind == "neuron" else shape.height / 2
    corner = center - QPointF(shape.width / 2, middle)
    return QRectF(corner if kind == "neuron" else snapped(corner), QSizeF(shape.width, shape.height))


def ghost_rect(kind: str, center: QPointF) -> QRectF:
    """What is shown of it while it is carried: the card, or the circle of a neuron."""
    rect = new_rect(kind, center)
    if kind != "neuron":
        return rect
    shape = shape_of("free", 1)
    reach = shape.radius + 4
    return QRectF(rect.x() + shape.middle - reach, rect.y() + shape.rows[0][1] - reach, 2 * reach, 2 * reach)


def place(stage: Stage, payload: str, center: QPointF) -> str:
    """Add a node of a kind (`dense`, `activation:relu`) around a point, select it, and return its id."""
    kind, settings = parsed(payload)
    corner, before = new_rect(kind, center).topLeft(), stage.document
    document, node = added(before, kind, settings, (corner.x(), corner.y()))
    new = [each.id for each in document.network.nodes if not before.network.has(each.id)]
    return _committed(stage, uncovering(document, new), node)  # the loss of an output needs room, too


def place_beside(stage: Stage, payload: str, center: QPointF) -> str:
    """Add a node into the selected link, or after the selected node, linked where that makes sense, else near a point.

    It is selected; its id comes back. Where it cannot be linked, the reason stands at it.
    """
    kind, settings = parsed(payload)
    before, link = stage.document, stage.selection.link
    if link is not None and edits.can_insert_on_link(before, link, kind, settings) is None:
        return insert(stage, link, payload, middle_of(stage.board, link))
    document, node = added(before, kind, settings, (0.0, 0.0))
    new = [each.id for each in document.network.nodes if not before.network.has(each.id)]
    new.sort(key=lambda each: each != node)  # an output comes with its loss
    document, joint, objection = joined(document, node, joint_of(before.network, kind, stage.selection.node))
    _committed(stage, standing(document, new, joint, center), node)
    if objection is not None:
        stage.feedback.words = (stage.board.diagram.cards[node].rect.center(), render(objection))
        stage.feedback.leave_words()
    return node


def _committed(stage: Stage, document: Document, node: str) -> str:
    document = _in_frame(stage, document)
    commit_travelling(stage, document, message("Add '{name}'", name=document.network.node(node).name))
    stage.selection.select([node])
    return node


def _in_frame(stage: Stage, document: Document) -> Document:
    """The document with each new node in the block on whose frame it stands."""
    blocks = stage.board.diagram.blocks
    for node in document.network.nodes if blocks else ():
        if not stage.document.network.has(node.id):
            corner = QPointF(*document.views.positions[node.id])
            document = put_in_frame(blocks, document, (node.id,), corner + QPointF(_INSIDE, _INSIDE))
    return document


def insert(stage: Stage, link: Link, payload: str, point: QPointF) -> str:
    """Put a node of a kind into the middle of a link, select it, and return its id."""
    kind, settings = parsed(payload)
    document, node = inserted(stage.document, link, kind, settings, point)
    document = _in_frame(stage, document)
    commit_travelling(stage, document, message("Insert '{name}'", name=document.network.node(node).name))
    stage.selection.select([node])
    return node


def add_to_layer(stage: Stage, layer: OntoLayer) -> None:
    """Add a unit to a layer, and select it."""
    document = centered(stage.document, edits.add_unit(stage.document, layer.node, layer.at))
    name = stage.document.network.node(layer.node).name
    stage.store.commit(document, message("Add a unit to '{name}'", name=name))
    stage.selection.select_unit(layer.node, layer.at)


def added(
    document: Document, kind: str, settings: Settings | None, corner: tuple[float, float]
) -> tuple[Document, str]:
    """A document with a new node; an output brings its loss, an input takes what the data gives."""
    if kind == "output":
        return edits.add_output(document, corner)
    if kind == "input":
        return edits.add_input(document, corner)
    return edits.add_node(document, kind, corner, settings=settings)
