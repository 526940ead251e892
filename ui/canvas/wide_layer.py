"""Opening wide layers: a press on the units that have no disc shows all of them, one on the words below fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message, message
from ui.canvas.appearance import round_rect
from ui.canvas.card import Card
from ui.canvas.cards_of import card_shape
from ui.canvas.hit import Hit
from ui.canvas.items import HALO_LAYER, Painted
from ui.canvas.layer_strip import rest_box
from ui.canvas.overlay import Overlay
from ui.canvas.travel import commit_travelling
from ui.canvas.unrolled import is_recurrent
from ui.look import theme

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

RADIUS = 8.0
OPENING = (message("Show all units"), message("Show fewer units"))
ROLLING = (message("Unroll in time"), message("Roll up again"))


def wide_cards(view: CanvasView) -> list[Card]:
    """The selected wide layers."""
    cards = view.board.diagram.cards
    return [cards[node] for node in sorted(view.selection.nodes) if node in cards and cards[node].is_wide]


def recurrent_cards(view: CanvasView) -> list[str]:
    """The selected recurrent layers."""
    cards = view.board.diagram.cards
    return [node for node in sorted(view.selection.nodes) if node in cards and is_recurrent(cards[node].kind)]


def toggle(view: CanvasView, nodes: list[str], texts: tuple[Message, Message] = OPENING) -> None:
    """Show all of these layers, or, where all is shown, less again, as one edit with one of these texts."""
    document, opened = view.document, view.document.views.opened
    show = not opened.issuperset(nodes)
    for node in nodes:
        if (node in opened) != show:
            document = with_opened(document, view.board.diagram.cards[node], show)
    commit_travelling(view, document, texts[0] if show else texts[1])


def with_opened(document: Document, card: Card, show: bool) -> Document:
    """The document with a layer opened or closed where it stands; what stands right of it makes way."""
    network, positions = document.network, document.views.positions
    shape = card_shape(network.node(card.id), network, show)
    document = edits.set_opened(document, card.id, show)
    if card.id not in positions:
        return document
    x, y = positions[card.id]
    wider = shape.width - card.shape.width
    moved = {node: (left + wider, top) for node, (left, top) in positions.items()
             if left >= x + card.shape.width and network.has(node)}
    return edits.move(document, {card.id: (x, y + card.shape.axis - shape.axis), **moved})


class WideLayers(Overlay):
    """What opens and closes the wide layers of a view: it answers to the pointer."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._lit = QRectF()
        self._ground = Painted(HALO_LAYER, self._paint)
        view.board.addItem(self._ground)

    def hit(self, point: QPointF, found: Hit) -> Hit:
        if found.sort != "card" or found.node is None:
            return found
        there = rest_box(self.view.board.diagram.cards[found.node]).contains(point)
        return replace(found, sort="rest", item=found.node) if there else found

    def press(self, found: Hit, adding: bool) -> None:
        if found.sort == "rest" and found.node is not None and found.node not in self.view.selection.nodes:
            self.view.selection.select([found.node])

    def click(self, found: Hit) -> None:
        if found.sort == "rest" and found.node is not None:
            toggle(self.view, [found.node])

    def hover(self, found: Hit) -> None:
        card = self.view.board.diagram.cards.get(found.node or "") if found.sort == "rest" else None
        box = QRectF() if card is None else rest_box(card)
        if box != self._lit:
            self._lit = box
            self._ground.cover(box)

    def show_document(self) -> None:
        self.hover(Hit("nothing"))

    def _paint(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme().tokens.border2, 1.0 / self.view.zoom))
        painter.setBrush(theme().tokens.hover)
        round_rect(painter, self._lit.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS)
