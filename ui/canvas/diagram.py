"""What the canvas draws of a document: cards with units, and the links between them; values, without items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.document import Document
from nnsim.trace import UnitNames
from ui.canvas.bundles_of import bundles_of
from ui.canvas.card import Bundle, Card
from ui.canvas.cards_of import cards_of
from ui.canvas.layout import tidy


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn of one network."""

    cards: dict[str, Card] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    numbers: UnitNames | None = None

    def weight_number(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name as formulas write it."""
        return "" if self.numbers is None else self.numbers.weight(node, unit, position)

    @cached_property
    def bounds(self) -> QRectF:
        """The box around all cards, empty when there are none."""
        box = QRectF()
        for card in self.cards.values():
            box = box.united(card.rect)
        return box

    def resized(self, before: Diagram) -> bool:
        """Whether a card of both diagrams has another size than before."""
        both = self.cards.keys() & before.cards.keys()
        return any(self.cards[node].shape.size != before.cards[node].shape.size for node in both)

    def moved(self, positions: Mapping[str, tuple[float, float]]) -> Diagram:
        """The diagram with cards elsewhere; what did not move, and links between such cards, are the same objects."""
        cards = {
            node: card if positions.get(node, (card.x, card.y)) == (card.x, card.y)
            else replace(card, x=positions[node][0], y=positions[node][1])
            for node, card in self.cards.items()
        }  # fmt: skip
        bundles = tuple(
            bundle if cards[bundle.source.id] is bundle.source and cards[bundle.target.id] is bundle.target
            else replace(bundle, source=cards[bundle.source.id], target=cards[bundle.target.id])
            for bundle in self.bundles
        )  # fmt: skip
        return Diagram(cards, bundles, self.numbers)

    def into(self, node: str) -> Iterator[Bundle]:
        """The bundles that end at a node, in the order of its inputs."""
        return (bundle for bundle in self.bundles if bundle.target.id == node)

    def card_at(self, point: QPointF) -> Card | None:
        """The topmost card under the point."""
        for card in reversed(self.cards.values()):
            if card.free:
                if card.unit_at(point, 6.0) is not None:
                    return card
            elif card.rect.contains(point):
                return card
        return None


def diagram_of(document: Document) -> Diagram:
    """The diagram of a document; nodes without a position are placed in layers."""
    cards = cards_of(document)
    return Diagram(cards, bundles_of(document.network, cards), UnitNames(document))


def tidied(document: Document) -> Document:
    """The document with all of its nodes placed in layers."""
    cards = diagram_of(document).cards.values()
    return edits.move(document, tidy(document.network, {card.id: card.shape.size for card in cards}))
