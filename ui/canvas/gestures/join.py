"""Dragging free neurons: dropped on a Dense layer they become its units."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath

from nnsim import edits
from nnsim.text import Message, NnsimError, message, render
from ui.canvas.card import Card
from ui.canvas.geometry import CARD_RADIUS
from ui.canvas.gestures.base import Modifiers, Stage
from ui.canvas.gestures.move import MoveGesture
from ui.canvas.gestures.onto_layer import layer_at


@dataclass(frozen=True)
class Layer:
    """The layer below what is dragged, and why it cannot be joined, if so."""

    card: Card
    objection: Message | None


class JoinGesture(MoveGesture):
    """Moves the selected neurons like any cards; over a Dense layer it says that they join it. Alt only moves."""

    def __init__(self, stage: Stage, node: str) -> None:
        super().__init__(stage, node)
        self._layer: Layer | None = None

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        super().move(point, modifiers)
        feedback, self._layer = self._stage.feedback, self._below(point, modifiers)
        before, feedback.words = feedback.words, None
        if self._layer is not None:
            card, objection = self._layer.card, self._layer.objection
            outline = QPainterPath()
            outline.addRoundedRect(card.rect, CARD_RADIUS, CARD_RADIUS)
            feedback.lit = (outline,) if objection is None else ()
            feedback.words = (point, render(objection or message("Join '{name}'", name=card.name)))
            feedback.hint = objection is None
            feedback.guides = feedback.gaps = ()
        if before is not None or feedback.words is not None:
            feedback.show()

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        layer = self._layer
        if layer is None or layer.objection is not None:
            super().end(point, modifiers)
            if layer is not None and layer.objection is not None:  # after the move, which clears
                self._stage.feedback.words = (point, render(layer.objection))
                self._stage.feedback.leave_words()
            return
        self._stage.feedback.clear()
        document, cards = self._stage.document, self._stage.board.diagram.cards
        first = layer.card.units or 0
        try:
            for node in sorted(self._cards, key=lambda each: cards[each].y):
                document = edits.join_layer(document, node, layer.card.id)
        except NnsimError as error:
            self._stage.store.drop_preview()
            self._stage.feedback.words = (point, render(error.message))
            self._stage.feedback.leave_words()
            return
        count = len(self._cards)
        self._stage.store.commit(document, message("Join '{name}'", name=layer.card.name))
        self._stage.selection.select_units((layer.card.id, first + place) for place in range(count))

    def _below(self, point: QPointF, modifiers: Modifiers) -> Layer | None:
        if modifiers & Qt.KeyboardModifier.AltModifier:
            return None
        card = layer_at(self._stage, point, self._cards)
        if card is None or (self._layer is not None and self._layer.card.id == card.id):
            return None if card is None else self._layer
        found = (edits.can_join_layer(self._stage.document, node, card.id) for node in self._cards)
        return Layer(card, next((each for each in found if each is not None), None))
