"""The name of the port that the pointer rests on, at a card at which links end at several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.catalog import Port
from nnsim.text import render, tr
from ui.canvas.card import Card
from ui.canvas.hit import PORT_OUTSIDE, Hit
from ui.canvas.items import TOP_LAYER, Painted
from ui.canvas.overlay import Overlay
from ui.canvas.readout import paint_readout, readout_box

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

REACH, RING, WIDTH, GAP = 12.0, 6.5, 2.0, 6.0  # pixels on the screen


class PortNames(Overlay):
    """Rings the port under the pointer and says what it takes: query, key, value, mask."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._card: Card | None = None
        self._port: Port | None = None
        self._item = Painted(TOP_LAYER, self._paint)
        view.board.addItem(self._item)

    @property
    def words(self) -> str:
        """What is said at present; empty where the pointer rests on no port."""
        if self._port is None:
            return ""
        title = render(self._port.title)
        return tr("{port} · optional", port=title) if self._port.optional else title

    def hover(self, found: Hit) -> None:
        pointer = self.view.pointer
        card, port = self._under(pointer.at) if found.item is None and pointer.over else (None, None)
        if (card, port) != (self._card, self._port):
            self._card, self._port = card, port
            self._cover()

    def show_document(self) -> None:
        self._card = self._port = None
        self._cover()

    def restyle(self) -> None:
        self._cover()

    def _under(self, point: QPointF) -> tuple[Card | None, Port | None]:
        """The nearest port under a point, of a card that shows several."""
        diagram, reach = self.view.board.diagram, REACH / self.view.zoom
        over = diagram.card_at(point)
        for card in diagram.near(point, PORT_OUTSIDE):
            if card.folded or over not in (None, card):
                continue
            near = [(_far(card.in_ports[port.name], point), port) for port in card.titled_ports]
            distance, port = min(near, key=lambda each: each[0], default=(reach + 1.0, None))
            if distance <= reach:
                return card, port
        return None, None

    def _cover(self) -> None:
        box = QRectF()
        if self._card is not None and self._port is not None:
            at, zoom = self._card.in_ports[self._port.name], self.view.zoom
            pill = readout_box(self._above(at), "", "", self.words, "", zoom)
            reach = (RING + WIDTH) / zoom
            box = pill.united(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach))
            box = box.adjusted(-4 / zoom, -4 / zoom, 4 / zoom, 4 / zoom)
        self._item.cover(box)

    def _above(self, at: QPointF) -> QPointF:
        return at - QPointF(0.0, (RING + GAP) / self.view.zoom)

    def _paint(self, painter: QPainter) -> None:
        if self._card is None or self._port is None:
            return
        look, at = self.view.board.look, self._card.in_ports[self._port.name]
        painter.setPen(QPen(look.tokens.sel, WIDTH / look.zoom))
        painter.setBrush(look.tokens.text3 if self._port.name in self._card.linked else look.tokens.surface)
        painter.drawEllipse(at, RING / look.zoom, RING / look.zoom)
        box = readout_box(self._above(at), "", "", self.words, "", look.zoom)
        paint_readout(painter, box, "", "", self.words, "", look.tokens.text, look)


def _far(a: QPointF, b: QPointF) -> float:
    return max(abs(a.x() - b.x()), abs(a.y() - b.y()))
