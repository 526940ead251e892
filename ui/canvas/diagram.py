"""What the canvas draws of a document: cards with units, and the links between them; values, without items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.document import Document
from nnsim.document.others import keys_of_others
from nnsim.edits.ordering import middle
from nnsim.trace import UnitNames
from ui.canvas.block_layout import tidied_blocks
from ui.canvas.blocks_of import Block, blocks_of, drawn_bundles, hidden_in
from ui.canvas.bundles_of import bundles_of
from ui.canvas.card import Bundle, Card
from ui.canvas.cards_of import cards_of
from ui.canvas.following import followed_bundles, followed_cards, follows
from ui.canvas.layout import tidy

SLACK = 6.0  # by which a free neuron can be taken hold of outside its disc


@dataclass(frozen=True)
class Diagram:
    """Everything that is drawn of one network; of cards that meet, those `lifted` lie on top, the last one highest."""

    cards: dict[str, Card] = field(default_factory=dict)
    bundles: tuple[Bundle, ...] = ()
    document: Document | None = None
    lifted: tuple[str, ...] = ()

    @cached_property
    def numbers(self) -> UnitNames | None:
        """How formulas number the units."""
        return None if self.document is None else UnitNames(self.document)

    def weight_number(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name as formulas write it."""
        return "" if self.numbers is None else self.numbers.weight(node, unit, position)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The nodes in the order of their cards; the same object as before an edit that left them."""
        return tuple(self.cards)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of all cards; there may be some more that an edit took away."""
        return frozenset(card.kind for card in self.cards.values())

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
        return np.array([_box(card) for card in self.seen.values()], np.float64).reshape(-1, 4)

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
        cards = [self._order[place] for place in np.flatnonzero(found)[::-1].tolist()]
        if self.lifted:
            height = {node: place for place, node in enumerate(self.lifted)}
            cards.sort(key=lambda card: -height.get(card.id, -1))
        return tuple(cards)

    @cached_property
    def _order(self) -> tuple[Card, ...]:
        return tuple(self.seen.values())

    def others(self, before: Diagram) -> list[str]:
        """The nodes whose card is another than before, or new; remembered of the diagram asked for last."""
        known: tuple[ReferenceType[Diagram], list[str]] | None = self.__dict__.get("_others")
        if known is None or known[0]() is not before:
            other = keys_of_others(before.cards, self.cards)
            known = ref(before), list(filter(other.__contains__, self.cards)) if other else []
            self.__dict__["_others"] = known
        return known[1]

    def resized(self, before: Diagram) -> bool:
        """Whether a card of both diagrams has another size than before."""
        return any(
            self.cards[node].shape.size != before.cards[node].shape.size
            for node in self.others(before) if node in before.cards
        )  # fmt: skip

    def into(self, node: str) -> Iterator[Bundle]:
        """The bundles that end at a node, in the order of its inputs."""
        return iter(self.ending.get(node, ()))

    @cached_property
    def ending(self) -> dict[str, tuple[Bundle, ...]]:
        """The bundles by the node at which they end, in order."""
        found: dict[str, list[Bundle]] = {}
        for bundle in self.bundles:
            found.setdefault(bundle.target.id, []).append(bundle)
        return {node: tuple(bundles) for node, bundles in found.items()}

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each card in `boxes`."""
        return {node: row for row, node in enumerate(self.seen)}

    def follow(self, before: Diagram, others: set[str], ends: dict[str, tuple[Bundle, ...]]) -> None:
        """Take over what is known of the diagram before an edit, but for these nodes, whose cards are others or new,
        and for the bundles that end otherwise (`ends`)."""
        same = len(self.cards) == len(before.cards) and [*self.cards] == [*before.names]
        if same:
            self.__dict__["names"] = before.names
        self.__dict__["_others"] = ref(before), list(filter(others.__contains__, self.cards)) if others else []
        self.__dict__["_ends"] = ref(before), ends.keys()
        if "kinds" in before.__dict__:
            fresh = {self.cards[node].kind for node in others}
            self.__dict__["kinds"] = before.kinds if fresh <= before.kinds else before.kinds | fresh
        if "ending" in before.__dict__:
            self.__dict__["ending"] = ending = before.ending | ends if ends else before.ending
            for node in ends:
                if not ending[node]:
                    del ending[node]
        if "losses" in before.__dict__ and before.losses <= self.cards.keys() and not any(
            cards[node].role == "loss" for cards in (before.cards, self.cards) for node in others if node in cards
        ):
            self.__dict__["losses"] = before.losses
        whole = self.seen is self.cards and before.seen is before.cards  # no block is folded
        if "boxes" in before.__dict__ and whole and before.cards:
            if same:
                boxes, self.__dict__["rows"] = before.boxes.copy() if others else before.boxes, before.rows
            else:
                boxes = before.boxes[[before.rows.get(node, 0) for node in self.cards]]
            for node in self.others(before):
                boxes[self.rows[node]] = _box(self.cards[node])
            self.__dict__["boxes"] = boxes

    def ends_of_others(self, before: tuple[Bundle, ...]) -> set[str]:
        """The nodes at which bundles are drawn to end that may be others than these, which were drawn before."""
        known: tuple[ReferenceType[Diagram], set[str]] | None = self.__dict__.get("_ends")
        if known is not None and self.drawn is self.bundles:
            followed = known[0]()
            if followed is not None and followed.bundles is before:
                return set(known[1])
        gone, come = middle(before, self.drawn), middle(self.drawn, before)
        old, new = set(map(id, gone)), set(map(id, come))
        ends = {bundle.target.id for bundle in come if id(bundle) not in old}
        return ends | {bundle.target.id for bundle in gone if id(bundle) not in new}

    @cached_property
    def losses(self) -> frozenset[str]:
        """The nodes that are losses."""
        return frozenset(node for node, card in self.cards.items() if card.role == "loss")

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
        cards, others = followed_cards(before.cards, before.document, document)
        bundles, ends = followed_bundles(before.bundles, cards, others, before.document.network, document.network)
        diagram = Diagram(cards, bundles, document, before.lifted)
        diagram.follow(before, others, ends)
        return diagram
    cards = cards_of(document)
    return Diagram(cards, bundles_of(document.network, cards), document, () if before is None else before.lifted)


def _box(card: Card) -> tuple[float, float, float, float]:
    shape = card.shape
    return card.x, card.y, card.x + shape.width, card.y + shape.height


def tidied(document: Document) -> Document:
    """The document with all of its nodes placed in layers; what stands in a block stays together."""
    diagram = diagram_of(document)
    sizes = {card.id: card.shape.size for card in diagram.cards.values()}
    if not document.views.groups:
        return edits.move(document, tidy(document.network, sizes))
    folded = {block.id: block.rect.size() for block in diagram.blocks if block.folded}
    return edits.move(document, tidied_blocks(document, sizes, folded))
