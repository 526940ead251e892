"""Dropping a kind from the palette onto the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPointF, QRectF

from nnsim import catalog, edits
from nnsim.catalog import ActivationSettings
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.geometry import Role, shape_of
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.layout import GRID

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
        self._stage.feedback.ghost = (ghost_rect(kind, point), kind == "neuron")
        self._stage.feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self._stage.feedback.clear()
        place(self._stage, self._payload, point)

    def cancel(self) -> None:
        self._stage.feedback.clear()


def ghost_rect(kind: str, center: QPointF) -> QRectF:
    """Where a new card of this kind will stand when it is dropped at a point."""
    shape = shape_of(_ROLES.get(kind, "hidden"), _USUAL_UNITS.get(kind, 1))
    if kind == "neuron":
        reach = shape.radius + 4
        return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
    x = round((center.x() - shape.width / 2) / GRID) * GRID
    return QRectF(x, round((center.y() - shape.height / 2) / GRID) * GRID, shape.width, shape.height)


def place(stage: Stage, payload: str, center: QPointF) -> str:
    """Add a node of a kind (`dense`, `activation:relu`) around a point, select it, and return its id."""
    kind, _, function = payload.partition(":")
    rect = ghost_rect(kind, center)
    corner = (rect.x(), rect.y())
    if kind == "neuron":
        shape = shape_of("free", 1)
        corner = (center.x() - shape.middle, center.y() - shape.rows[0][1])
    document, node = added(stage.document, kind, function, corner)
    stage.store.commit(document, message("Add '{name}'", name=document.network.node(node).name))
    stage.selection.select([node])
    return node


def added(document: Document, kind: str, function: str, corner: tuple[float, float]) -> tuple[Document, str]:
    """A document with a new node; an output brings its loss, an activation its function."""
    if kind == "output":
        return edits.add_output(document, corner)
    settings = ActivationSettings(function) if kind == "activation" and function else None
    return edits.add_node(document, kind, corner, settings=settings)
