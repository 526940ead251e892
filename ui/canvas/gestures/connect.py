"""Drawing a link from a port: live feedback, the reason where it is refused, one commit on release."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QPointF, Qt

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message, render
from ui.canvas.centered import centered
from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.gestures.onto_unit import (
    Aim,
    aim_at_unit,
    arrival,
    connect_to_unit,
    outline_of,
    unit_under,
    words_of,
)
from ui.canvas.hit import out_port, targets_under, unit_port
from ui.canvas.ports import aimed_port, open_ports


class ConnectGesture(Gesture):
    """Links a node to the one it is dropped on; from a unit's own port that unit alone, and on a unit to that alone."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, node: str, unit: int | None) -> None:
        self._stage = stage
        self._node = node
        self._unit = unit

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        feedback, aim = self._stage.feedback, self._aim(point)
        source = self._stage.board.diagram.cards[self._node]
        begin = (unit_port(source, self._unit) if self._unit is not None else None) or out_port(source) or point
        refused = aim is not None and aim.objection is not None
        at = arrival(aim) if aim is not None else None
        words = words_of(aim) if aim is not None else None
        feedback.refused, feedback.hint = refused, words is not None and not refused
        feedback.wire = (begin, at if at is not None and not refused else point)
        feedback.port_on = at
        feedback.ports = self._open_ports
        feedback.lit = outline_of(aim) if aim is not None else ()
        feedback.words = (point, render(words)) if words is not None else None
        feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        aim = self._aim(point)
        if aim is not None and aim.objection is not None:
            self.move(point, modifiers)
            self._stage.feedback.leave_words()
            return
        self.cancel()
        if aim is not None:
            make(self._stage, self._node, aim, self._unit)

    def cancel(self) -> None:
        self._stage.feedback.clear()

    def _aim(self, point: QPointF) -> Aim | None:
        """The node under the pointer, with the port or the unit that is meant, and why it cannot be linked to."""
        target, document = targets_under(self._stage.board.diagram, point), self._stage.document
        if target is None or target.id == self._node:
            return None
        unit = unit_under(document, target, point)
        if unit is not None:
            return aim_at_unit(document, self._node, target, unit, self._unit)
        port, objection = aimed_port(document, self._node, target, point, self._unit)
        return Aim(target, port, None, objection)

    @cached_property
    def _open_ports(self) -> tuple[QPointF, ...]:
        """Every port that accepts the link; the document stays as it is while the link is drawn."""
        cards, document = self._stage.board.diagram.cards.values(), self._stage.document
        return tuple(at for card in cards for at in open_ports(document, self._node, card, self._unit).values())


def make(stage: Stage, source: str, aim: Aim, unit: int | None = None) -> None:
    """Commit the link that is aimed at, from a node or one of its units."""
    if aim.unit is not None:
        connect_to_unit(stage, source, aim, unit)
    else:
        connect(stage, source, aim.target.id, unit, aim.port)


def connect(stage: Stage, source: str, target: str, unit: int | None = None, port: str = "in") -> None:
    """Commit a link from a node, or one of its units, to a port of another."""
    document: Document = stage.document
    names = {node: document.network.node(node).name for node in (source, target)}
    text = message("Link '{source}' to '{target}'", source=names[source], target=names[target])
    stage.store.commit(centered(document, edits.connect(document, source, target, unit, port)), text)
