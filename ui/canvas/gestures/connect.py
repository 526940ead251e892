"""Drawing a link from a port: live feedback, the reason where it is refused, one commit on release."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message, render
from ui.canvas.diagram import Card
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.hit import in_port, out_port, targets_under, unit_port


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
        target, objection = self._aim(point)
        port = in_port(target) if target is not None else None
        feedback.refused = objection is not None
        feedback.wire = (begin, port if port is not None and objection is None else point)
        feedback.port_on = port
        feedback.ports = self._open_ports()
        feedback.words = (point, render(objection)) if objection is not None else None
        feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        target, objection = self._aim(point)
        self.cancel()
        if target is not None and objection is None:
            connect(self._stage, self._node, target.id, self._unit)

    def cancel(self) -> None:
        self._stage.feedback.clear()

    def _aim(self, point: QPointF) -> tuple[Card | None, Message | None]:
        """The node under the pointer, and why it cannot be linked to."""
        target = targets_under(self._stage.board.diagram, point)
        if target is None or target.id == self._node:
            return None, None
        return target, edits.can_connect(self._stage.document, self._node, target.id, self._unit)

    def _open_ports(self) -> tuple[QPointF, ...]:
        document = self._stage.document
        ports = [in_port(card) for card in self._stage.board.diagram.cards.values() if card.id != self._node
                 and edits.can_connect(document, self._node, card.id, self._unit) is None]  # fmt: skip
        return tuple(port for port in ports if port is not None)


def connect(stage: Stage, source: str, target: str, unit: int | None = None) -> None:
    """Commit a link between two nodes."""
    document: Document = stage.document
    names = {node: document.network.node(node).name for node in (source, target)}
    text = message("Link '{source}' to '{target}'", source=names[source], target=names[target])
    stage.store.commit(edits.connect(document, source, target, unit), text)
