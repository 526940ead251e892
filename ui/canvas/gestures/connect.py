"""Drawing a link from a port: live feedback, the reason where it is refused, one commit on release."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, Qt

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message, render
from ui.canvas.card import Card
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.hit import in_port, out_port, targets_under, unit_port
from ui.canvas.ports import aimed_port, open_ports


class ConnectGesture(Gesture):
    """Links a node to the one it is dropped on; from a unit's own port that unit alone."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, node: str, unit: int | None) -> None:
        self._stage = stage
        self._node = node
        self._unit = unit

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        feedback = self._stage.feedback
        source = self._stage.board.diagram.cards[self._node]
        begin = (unit_port(source, self._unit) if self._unit is not None else None) or out_port(source) or point
        target, name, objection = self._aim(point)
        port = in_port(target, name) if target is not None else None
        feedback.refused = objection is not None
        feedback.wire = (begin, port if port is not None and objection is None else point)
        feedback.port_on = port
        feedback.ports = self._open_ports
        feedback.words = (point, render(objection)) if objection is not None else None
        feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        target, name, objection = self._aim(point)
        if objection is not None:
            self.move(point, modifiers)
            self._stage.feedback.leave_words()
            return
        self.cancel()
        if target is not None:
            connect(self._stage, self._node, target.id, self._unit, name)

    def cancel(self) -> None:
        self._stage.feedback.clear()

    def _aim(self, point: QPointF) -> tuple[Card | None, str, Message | None]:
        """The node under the pointer, the port that is meant, and why it cannot be linked to."""
        target = targets_under(self._stage.board.diagram, point)
        if target is None or target.id == self._node:
            return None, "", None
        return target, *aimed_port(self._stage.document, self._node, target, point, self._unit)

    @cached_property
    def _open_ports(self) -> tuple[QPointF, ...]:
        """Every port that accepts the link; the document stays as it is while the link is drawn."""
        cards, document = self._stage.board.diagram.cards.values(), self._stage.document
        return tuple(at for card in cards for at in open_ports(document, self._node, card, self._unit).values())


def connect(stage: Stage, source: str, target: str, unit: int | None = None, port: str = "in") -> None:
    """Commit a link from a node, or one of its units, to a port of another."""
    document: Document = stage.document
    names = {node: document.network.node(node).name for node in (source, target)}
    text = message("Link '{source}' to '{target}'", source=names[source], target=names[target])
    stage.store.commit(edits.connect(document, source, target, unit, port), text)
