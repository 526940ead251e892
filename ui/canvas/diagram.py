"""What the canvas draws of a document: cards with units, and the links between them; values, without items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.document import Document
from nnsim.trace import UnitNames
from ui.canvas.blocks_of import Block, blocks_of, drawn_bundles, hidden_in
from ui.canvas.bundles_of import bundles_of
from ui.canvas.card import Bundle, Card
from ui.canvas.cards_of import cards_of
from ui.canvas.following import followed_bundles, followed_cards, follows
from ui.canvas.layout import tidy

SLACK = 6.0  # by which a free neuron can be taken hold of outside its disc


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn of one network."""

    cards: dict[str, Card] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    document: Document | None = None

    @cached_property
    def numbers(self) -> UnitNames | None:
        """How formulas number the units."""
        return None if self.document is None else UnitNames(self.document)

    def weight_number(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name as formulas write it."""
        return "" if self.numbers is None else self.numbers.weight(node, unit, position)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that are seen, outer ones before those inside them."""
        views = None if self.document is None else self.document.views
        return () if views is None or not views.groups else blocks_of(views, self.cards, self.bundles)

    @cached_property
    def hidden(self) -> dict[str, Block]:
        """The folded block in which each node that is not seen stands."""
        return hidden_in(self.blocks)

    @cached_property
    def seen(self) -> dict[str, Card]:
        """The cards that stand in no folded block."""
        hidden = self.hidden
        return {node: card for node, card in self.cards.items() if node not in hidden} if hidden else self.cards

    @cached_property
    def drawn(self) -> tuple[Bundle, ...]:
        """The bundles as they are drawn: those that cross the border of a folded block end at it."""
        return drawn_bundles(self.bundles, self.blocks)

    def rect_of(self, node: str) -> QRectF:
        """Where a node is seen: its card, or the folded block that it stands in."""
        return self.hidden[node].rect if node in self.hidden else self.cards[node].rect

    @cached_property
    def boxes(self) -> NDArray[np.float64]:
        """The box of each card that is seen, in order: left, top, right, bottom; [cards, 4]."""
        corners = ((c.x, c.y, c.x + c.shape.width, c.y + c.shape.height) for c in self.seen.values())
        return np.array(list(corners), np.float64).reshape(-1, 4)

    @cached_property
    def bounds(self) -> QRectF:
        """The box around all cards and blocks, empty when there are none."""
        box = QRectF()
        if self.seen:
            (left, top), (right, bottom) = (
                self.boxes[:, :2].min(axis=0).tolist(), self.boxes[:, 2:].max(axis=0).tolist())
            box = QRectF(left, top, right - left, bottom - top)
        for block in self.blocks:
            box = box.united(block.rect)
        return box

    def near(self, point: QPointF, reach: float = SLACK) -> tuple[Card, ...]:
        """The cards whose box comes within `reach` of the point, the topmost first."""
        left, top, right, bottom = self.boxes.T
        x, y = point.x(), point.y()
        found = (left - reach <= x) & (x <= right + reach) & (top - reach <= y) & (y <= bottom + reach)
        return tuple(self._order[place] for place in np.flatnonzero(found)[::-1].tolist())

    @cached_property
    def _order(self) -> tuple[Card, ...]:
        return tuple(self.seen.values())

    def resized(self, before: Diagram) -> bool:
        """Whether a card of both diagrams has another size than before."""
        return any(
            card is not was and card.shape.size != was.shape.size
            for node, card in self.cards.items() if (was := before.cards.get(node)) is not None
        )  # fmt: skip

    def into(self, node: str) -> Iterator[Bundle]:
        """The bundles that end at a node, in the order of its inputs."""
        return iter(self._ending.get(node, ()))

    @cached_property
    def _ending(self) -> dict[str, list[Bundle]]:
        found: dict[str, list[Bundle]] = {}
        for bundle in self.bundles:
            found.setdefault(bundle.target.id, []).append(bundle)
        return found

    def card_at(self, point: QPointF) -> Card | None:
        """The topmost card under the point."""
        for card in self.near(point):
            if card.free:
                if card.unit_at(point, SLACK) is not None:
                    return card
            elif card.rect.contains(point):
                return card
        return None


def diagram_of(document: Document, before: Diagram | None = None) -> Diagram:
    """The diagram of a document; nodes without a position are placed in layers.

    Args:
        before: what was drawn last. What an edit did not reach is taken from there, the same cards and bundles, so
            that whoever draws sees at once what is another.
    """
    if before is not None and before.document is not None and follows(before.document, document):
        cards = followed_cards(before.cards, before.document, document)
        bundles = followed_bundles(before.bundles, before.cards, cards, before.document.network, document.network)
        return Diagram(cards, bundles, document)
    cards = cards_of(document)
    return Diagram(cards, bundles_of(document.network, cards), document)


def tidied(document: Document) -> Document:
    """The document with all of its nodes placed in layers."""
    cards = diagram_of(document).cards.values()
    return edits.move(document, tidy(document.network, {card.id: card.shape.size for card in cards}))
