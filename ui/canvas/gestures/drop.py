"""Dropping a kind from the palette onto the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSizeF

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.free_place import clear_of, snapped, standing
from ui.canvas.geometry import Role, shape_of
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.joining import joined, joint_of

KIND_MIME = "application/x-nnsim-kind"
_ROLES: dict[str, Role] = {"input": "input", "neuron": "free", "output": "output", "loss": "loss"}
_USUAL_UNITS = {"input": 2, "dense": 4, "activation": 1, "output": 1}


def dropped_kind(data: QMimeData) -> str | None:
    """The payload of a drag from the palette, None when it is not one of a kind that exists."""
    if not data.hasFormat(KIND_MIME):
        return None
    payload = bytes(data.data(KIND_MIME).data()).decode("utf-8", "replace")
    return payload if catalog.is_known(payload.partition(":")[0]) else None


class DropGesture(Gesture):
    """Shows where the card will stand, and adds it there."""

    def __init__(self, stage: Stage, payload: str) -> None:
        self._stage = stage
        self._payload = payload

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        kind = self._payload.partition(":")[0]
        self._stage.feedback.ghost = (ghost_rect(kind, self._free(kind, point)), kind == "neuron")
        self._stage.feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self._stage.feedback.clear()
        place(self._stage, self._payload, self._free(self._payload.partition(":")[0], point))

    def cancel(self) -> None:
        self._stage.feedback.clear()

    def _free(self, kind: str, point: QPointF) -> QPointF:
        """The point, or the nearest one at which no card is covered."""
        box = new_rect(kind, point)
        taken = [card.rect for card in self._stage.board.diagram.cards.values()]
        return point + clear_of(taken, box) - box.topLeft()


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
    kind, _, function = payload.partition(":")
    corner = new_rect(kind, center).topLeft()
    document, node = added(stage.document, kind, function, (corner.x(), corner.y()))
    return _committed(stage, document, node)


def place_beside(stage: Stage, payload: str, center: QPointF) -> str:
    """Add a node after the selected one, linked where that makes sense, else near a point; select it, return its id."""
    kind, _, function = payload.partition(":")
    before = stage.document
    document, node = added(before, kind, function, (0.0, 0.0))
    new = [each.id for each in document.network.nodes if not before.network.has(each.id)]
    new.sort(key=lambda each: each != node)  # an output comes with its loss
    document, joint = joined(document, node, joint_of(before.network, kind, stage.selection.node))
    return _committed(stage, standing(document, new, joint, center), node)


def _committed(stage: Stage, document: Document, node: str) -> str:
    stage.store.commit(document, message("Add '{name}'", name=document.network.node(node).name))
    stage.selection.select([node])
    return node


def added(document: Document, kind: str, function: str, corner: tuple[float, float]) -> tuple[Document, str]:
    """A document with a new node; an output brings its loss, an activation its function."""
    if kind == "output":
        return edits.add_output(document, corner)
    settings = ActivationSettings(function) if kind == "activation" and function else None
    return edits.add_node(document, kind, corner, settings=settings)
