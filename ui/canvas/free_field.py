"""All free neurons as two items of the scene: their rings under the links and their discs above them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Set

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from nnsim.document.others import keys_of_others
from ui.canvas.appearance import Look
from ui.canvas.captions import names_fit, paint_caption
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState, paint_card
from ui.canvas.delta_paint import paint_deltas
from ui.canvas.detail import Detail, bias_length
from ui.canvas.diagram import Diagram
from ui.canvas.disc import draw_discs
from ui.canvas.items import BODY_LAYER, REACH, UNIT_LAYER
from ui.canvas.kept_tiles import KeptTiles
from ui.canvas.locks import paint_small_lock
from ui.canvas.points import paint_points
from ui.canvas.showing import Showing
from ui.canvas.unit_paint import LOCK_AT, POINTS_RADIUS, DiscOf, paint_units
from ui.look import draw_lines

WORLD = QRectF(-40_000.0, -40_000.0, 80_000.0, 80_000.0)
MANY = 200
"""Neurons from which on everything is repainted in place of each."""
BESIDE = 24.0
"""How near the centers of neurons are whose biases lie over each other."""
MOST_COMPARED = 400
ASIDE, ABOVE = 16.0, 6.0
"""How far a neuron at rest is seen outside of its box: a name is 132 px wide at most, and all else is inside"""
PLAIN = CardState()


class _Field(QGraphicsItem):
    """An item that covers the whole scene, so that what it holds comes and goes without telling Qt where."""

    def __init__(self, layer: float) -> None:
        super().__init__()
        self.setZValue(layer)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # or all of it would count as exposed

    def touch(self, cards: Iterable[Card]) -> None:
        """Repaint where these stand."""
        cards = tuple(cards)
        if len(cards) > MANY:
            self.update()
            return
        for card in cards:
            self.update(card.rect.adjusted(-REACH, -REACH, REACH, REACH))

    def boundingRect(self) -> QRectF:
        return WORLD


class FreeRings(_Field):
    """How free neurons stand out: most do not, and cost nothing."""

    def __init__(self, look: Callable[[], Look]) -> None:
        super().__init__(BODY_LAYER)
        self._look = look
        self._shown: dict[str, tuple[Card, CardState]] = {}

    def set_state(self, card: Card, state: CardState) -> None:
        """Show a neuron in another state, or elsewhere."""
        before = self._shown.get(card.id)
        if state == PLAIN:
            self.forget(card.id)
        elif before is None or before != (card, state):
            self.forget(card.id)
            self._shown[card.id] = (card, state)
            self.touch((card,))

    def forget(self, node: str) -> None:
        """Show no ring any more."""
        before = self._shown.pop(node, None)
        if before is not None:
            self.touch((before[0],))

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposed, look = option.exposedRect, self._look()
        for card, state in self._shown.values():
            if card.rect.adjusted(-REACH, -REACH, REACH, REACH).intersects(exposed):
                paint_card(painter, card, look, state)


class FreeField(_Field):
    """The discs of free neurons with their biases and names, those alone that stand where something is repainted."""

    def __init__(self, look: Callable[[], Look], showing: Showing, disc: DiscOf) -> None:
        super().__init__(UNIT_LAYER)
        self._look, self._showing, self._disc = look, showing, disc
        self._diagram = Diagram()
        self._seen: dict[str, Card] = {}
        self._order: tuple[Card, ...] = ()
        self._free: NDArray[np.bool_] = np.empty(0, bool)
        self._boxes = np.empty((0, 4))
        self._kept = KeptTiles(self._paint)

    def set_cards(self, diagram: Diagram) -> None:
        """Show the free neurons of a diagram; repaints where one came, went or moved."""
        before, self._seen = self._seen, diagram.seen
        others, self._diagram = self._others(diagram, before), diagram
        if not others:
            return
        was, now = ({node: cards[node] for node in others if node in cards} for cards in (before, self._seen))
        if len(was) < len(others) or len(now) < len(others) or any(was[node].role != now[node].role for node in others):
            roles = (card.role == "free" for card in self._seen.values())
            self._free = np.fromiter(roles, bool, len(self._seen))
        self._order, self._boxes = tuple(self._seen.values()), diagram.boxes
        self.touch(card for card in (*was.values(), *now.values()) if card.role == "free")

    def _others(self, diagram: Diagram, before: dict[str, Card]) -> Set[str]:
        """The nodes that are seen otherwise than before."""
        known = self._diagram
        if diagram.seen is not diagram.cards or known.seen is not known.cards:
            return keys_of_others(before, diagram.seen)
        others = set(diagram.others(known))
        return others if diagram.names is known.names else others | (before.keys() - diagram.cards.keys())

    def near(self, area: QRectF, aside: float = REACH, above: float = REACH) -> list[Card]:
        """The neurons of which something can be seen in an area, if they are seen so far outside of their boxes."""
        left, top, right, bottom = self._boxes.T
        there = ((left - aside <= area.right()) & (right + aside >= area.left())
                 & (top - above <= area.bottom()) & (bottom + above >= area.top()))  # fmt: skip
        return [self._order[place] for place in np.flatnonzero(there & self._free).tolist()]

    def touch(self, cards: Iterable[Card]) -> None:
        cards = tuple(cards)
        if len(cards) > MANY:
            self._kept.forget()
        for card in cards[:MANY]:
            self._kept.touch(card.rect.adjusted(-ASIDE, -ABOVE, ASIDE, ABOVE))
        super().touch(cards)

    def refresh(self) -> None:
        """Repaint everything: all neurons may show other numbers. Without any, the rest of the scene is left as it is.
        """
        self._kept.forget()
        if self._free.any():
            self.update()

    def _paint(self, painter: QPainter, area: QRectF) -> bool:
        """Paint what is at rest in an area; tells whether anything is."""
        cards = self.near(area, ASIDE, ABOVE)
        paint_at_rest(painter, cards, self._look(), self._showing, self._disc)
        return bool(cards)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        look, area = self._look(), option.exposedRect
        if self._showing.step is not None:
            self._kept.forget()
            for card in self.near(area):
                paint_units(painter, card, look, self._showing, self._disc)
        elif not self._kept.draw(painter, area, look):
            self._paint(painter, area)


def paint_at_rest(painter: QPainter, cards: list[Card], look: Look, showing: Showing, disc: DiscOf) -> None:
    """What `paint_units` paints of each of these free neurons, layer by layer for all of them."""
    by_radius: dict[float, list[Card]] = {}
    for card in cards:
        by_radius.setdefault(card.shape.radius, []).append(card)
    for radius, alike in by_radius.items():
        draw_discs(painter, [(disc(card, 0, 1.0), card.center_of[0]) for card in alike], radius)
        if radius * look.zoom >= POINTS_RADIUS and showing.points is not None:
            for card in alike:
                if card.id in showing.maps:
                    row = showing.row if card.id in showing.activations else None
                    paint_points(painter, showing.points, card.center_of[0], radius, look, row)
        if look.detail >= Detail.MAPS:
            _paint_biases(painter, alike, radius, look, showing)
    paint_deltas(painter, cards, look, showing)
    for card in cards:
        if names_fit(card, look):
            paint_caption(painter, card, 0, card.center_of[0], look, showing, math.nan)


def _paint_biases(painter: QPainter, cards: list[Card], radius: float, look: Look, showing: Showing) -> None:
    told = [(card, bias) for card in cards if (bias := showing.bias(card.id, 0)) is not None]
    if not told:
        return
    centers = np.array([card.center_of[0].toTuple() for card, _ in told])
    biases, towards = np.array([bias for _, bias in told]), np.array([-1.0, 1.0]) * math.sqrt(0.5)
    lengths = np.array([bias_length(bias) for _, bias in told])
    starts = centers + towards * (radius + 1.0)
    strokes = np.concatenate((starts, starts + towards * lengths[:, None]), axis=1)
    thick = 1.0 if look.detail >= Detail.NAMES else 0.8 / look.zoom
    # Qt paints lines in groups, each as one shape: what lies over another is painted by itself, or it would look
    # otherwise with every set of neurons that is repainted.
    paint = _paint_each if _any_near(centers) else draw_lines
    everywhere: NDArray[np.bool_] = np.ones(len(told), bool)
    tokens = look.tokens
    for chosen, color, width in ((everywhere, tokens.surface, 7.0), (biases >= 0, tokens.pos, 3.5),
                                 (~(biases >= 0), tokens.neg, 3.5)):  # fmt: skip
        painter.setPen(QPen(color, width * thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        paint(painter, strokes[chosen])
    for card, _ in told:
        if showing.bias_locked(card.id, 0):
            lock = card.center_of[0] + QPointF(*towards.tolist()) * (LOCK_AT * radius)
            paint_small_lock(painter, lock, look)


def _any_near(centers: NDArray[np.float64]) -> bool:
    """Whether biases of neurons at these places may lie over each other; not asked where very many are seen."""
    if len(centers) > MOST_COMPARED:
        return False
    apart = np.abs(centers[:, None] - centers[None]).max(axis=2)
    return int((apart < BESIDE).sum()) > len(centers)


def _paint_each(painter: QPainter, lines: NDArray[np.float64]) -> None:
    for line in lines:
        draw_lines(painter, line[None])
