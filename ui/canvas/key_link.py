"""Drawing a link by keyboard: from the selected card or unit to the one that the arrows choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from nnsim.text import render, tr
from ui.canvas.card import Card
from ui.canvas.gestures.connect import make
from ui.canvas.gestures.onto_unit import Aim, aim_at_unit, arrival, outline_of, units_apart, words_of
from ui.canvas.hit import out_port, unit_port
from ui.canvas.ports import objection_at, open_ports
from ui.canvas.walking import cards_in_order

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class KeyLink:
    """C begins it and takes the next port or unit, arrows or Tab choose the target, Enter makes it, Escape drops it."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._source: str | None = None
        self._unit: int | None = None
        self.target: str | None = None
        self.port = "in"
        self.target_unit: int | None = None

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
        source, unit = self._source, self._unit
        if source is not None and self.target is not None and (aim := self._aim()).objection is None:
            self.stop()
            make(self._view, source, aim, unit)

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
        self.target_unit = None
        self._show()

    def _choose_port(self) -> None:
        """The next port of the target that accepts the link; in a layer its units follow, each by itself."""
        if self._source is None or self.target is None:
            return
        target = self._view.board.diagram.cards[self.target]
        names = list(open_ports(self._view.document, self._source, target, self._unit))
        places: list[tuple[str, int | None]] = [(name, None) for name in names]
        places += [("in", unit) for unit in units_apart(self._view.document, target) if names]
        if places:
            now = (self.port, self.target_unit)
            self.port, self.target_unit = places[(places.index(now) + 1) % len(places) if now in places else 0]
            self._show()

    def _aim(self) -> Aim:
        assert self._source is not None
        assert self.target is not None
        document, target = self._view.document, self._view.board.diagram.cards[self.target]
        if self.target_unit is not None:
            return aim_at_unit(document, self._source, target, self.target_unit, self._unit)
        return Aim(target, self.port, None, objection_at(document, self._source, target, self.port, self._unit))

    def _show(self) -> None:
        """The link as it would be, or why it cannot be."""
        assert self._source is not None
        cards, feedback, aim = self._view.board.diagram.cards, self._view.feedback, self._aim()
        end, words = arrival(aim) or aim.target.rect.center(), words_of(aim)
        feedback.wire, feedback.port_on = (self._begin(cards[self._source]), end), end
        feedback.ports = tuple(open_ports(self._view.document, self._source, aim.target, self._unit).values())
        feedback.refused, feedback.hint = aim.objection is not None, aim.objection is None and words is not None
        feedback.lit = outline_of(aim)
        feedback.words = None if words is None else (end, render(words))
        feedback.show()
        self._view.reveal(aim.target.id)
        self._view.keyboard.say(self._told(aim.target) if words is None else render(words))

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
