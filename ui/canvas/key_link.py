"""Drawing a link by keyboard: from the selected card or unit to the one that the arrows choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from nnsim.text import Message, render, tr
from ui.canvas.card import Card
from ui.canvas.gestures.connect import connect
from ui.canvas.hit import in_port, out_port, unit_port
from ui.canvas.ports import objection_at, open_ports
from ui.canvas.walking import cards_in_order

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class KeyLink:
    """C begins it and takes the next port, arrows or Tab choose the target, Enter makes it, Escape drops it."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._source: str | None = None
        self._unit: int | None = None
        self.target: str | None = None
        self.port = "in"

    @property
    def on(self) -> bool:
        """Whether a link is being drawn."""
        return self._source is not None

    def press(self) -> None:
        """Begin at what is selected, or take the next port for the link in progress."""
        node = self._view.selection.node
        if self._source is not None:
            self._choose_port()
        elif node is not None and out_port(self._view.board.diagram.cards[node]) is not None:
            card, unit = self._view.board.diagram.cards[node], self._view.selection.unit
            alone = unit is not None and (card.units or 1) > 1 and unit_port(card, unit[1]) is not None
            self._view.feedback.drop_hint()
            self._source, self.target = node, None
            self._unit = unit[1] if unit is not None and alone else None
            self.aim(1, 0)

    def stop(self) -> bool:
        """Give it up; whether there was one."""
        busy, self._source, self.target = self._source is not None, None, None
        if busy:
            self._view.feedback.clear()
        return busy

    def make(self) -> None:
        """Link to the target, where that is possible."""
        source, target, unit, port = self._source, self.target, self._unit, self.port
        if source is not None and target is not None and self._objection() is None:
            self.stop()
            connect(self._view, source, target, unit, port)

    def aim(self, across: int, down: int) -> None:
        """The next card in this direction becomes the target."""
        cards = self._view.board.diagram.cards
        assert self._source is not None
        start = cards[self.target or self._source].rect.center()
        self.target = nearest(start, across, down, {
            node: card.rect.center() for node, card in cards.items() if node not in (self._source, self.target)
        }) or self.target  # fmt: skip
        self._take_target()

    def walk(self, step: int) -> None:
        """The next card, as one reads them, becomes the target."""
        names = [card.id for card in cards_in_order(self._view) if card.id != self._source]
        if names:
            place = names.index(self.target) + step if self.target in names else 0
            self.target = names[place % len(names)]
            self._take_target()

    def _take_target(self) -> None:
        """Aim at the port of the target that is free; the link is shown as it would be."""
        if self.target is None:
            return
        target = self._view.board.diagram.cards[self.target]
        open_ = open_ports(self._view.document, self._source, target, self._unit)
        self.port = min(open_ or target.in_ports or ("in",), key=lambda name: name in target.linked)
        self._show()

    def _choose_port(self) -> None:
        """The next port of the target that accepts the link."""
        if self._source is None or self.target is None:
            return
        target = self._view.board.diagram.cards[self.target]
        names = list(open_ports(self._view.document, self._source, target, self._unit))
        if names:
            self.port = names[(names.index(self.port) + 1) % len(names) if self.port in names else 0]
            self._show()

    def _objection(self) -> Message | None:
        assert self._source is not None
        assert self.target is not None
        target = self._view.board.diagram.cards[self.target]
        return objection_at(self._view.document, self._source, target, self.port, self._unit)

    def _show(self) -> None:
        """The link as it would be, or why it cannot be."""
        assert self._source is not None
        assert self.target is not None
        cards, feedback, objection = self._view.board.diagram.cards, self._view.feedback, self._objection()
        target = cards[self.target]
        end = in_port(target, self.port) or target.rect.center()
        feedback.wire, feedback.port_on = (self._begin(cards[self._source]), end), end
        feedback.ports = tuple(open_ports(self._view.document, self._source, target, self._unit).values())
        feedback.refused = objection is not None
        feedback.words = None if objection is None else (end, render(objection))
        feedback.show()
        self._view.reveal(self.target)
        self._view.keyboard.say(self._told(target) if objection is None else render(objection))

    def _begin(self, source: Card) -> QPointF:
        alone = unit_port(source, self._unit) if self._unit is not None else None
        return alone or out_port(source) or source.rect.center()

    def _told(self, target: Card) -> str:
        """Where the link would end; the port too where there are several."""
        title = next((port.title for port in target.titled_ports if port.name == self.port), None)
        if title is None:
            return tr("Link to '{name}'", name=target.name)
        return tr("Link to '{port}' of '{name}'", port=title, name=target.name)


def nearest(start: QPointF, across: int, down: int, others: dict[str, QPointF]) -> str | None:
    """The one that lies closest in a direction; what lies askew counts as further."""
    best: tuple[float, str] | None = None
    for name, center in others.items():
        offset = center - start
        along = offset.x() * across + offset.y() * down
        beside = abs(offset.x() * down) + abs(offset.y() * across)
        if along > 1.0 and (best is None or along + 2.0 * beside < best[0]):
            best = along + 2.0 * beside, name
    return None if best is None else best[1]
