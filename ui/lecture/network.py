"""The network on the stage: without sheets, handles or gestures, framed by the camera, all but the spotlight faded."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from nnsim.document import Pointing
from nnsim.trace.poll import Pointed, Poll
from ui.canvas.appearance import Look
from ui.canvas.beside import plate_beside, room_beside, stands_beside
from ui.canvas.camera import bounded
from ui.canvas.card_paint import STAGE_GAPS
from ui.canvas.view import CanvasView
from ui.lecture.deck import Deck
from ui.lecture.marks import CAPTION, LEAST_TEXT, RING, Cover, Rings
from ui.lecture.veil import Veil
from ui.look import theme

MOST_ZOOM, FRAME, WIRE = 2.2, 26.0, 26.0
AROUND = 7.0  # from a disc to the ring of who pointed at it


class StageNetwork(CanvasView):
    """The network of a deck.

    Signals:
        unit_pressed(str, int | None): a neuron was pressed.
    """

    unit_pressed = Signal(str, object)

    def __init__(self, deck: Deck, parent: QWidget | None = None) -> None:
        self._framed: tuple[str, ...] = ()
        self.held = False
        """Whether another frame follows at once, so that a new size asks for none"""
        self._least = LEAST_TEXT
        super().__init__(deck.store, deck.stillness, deck.clock, deck.selection, parent)
        self.corners.clear_away()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self._veil = Veil(self.board)
        self.board.addItem(self._veil)
        self._cover = Cover()
        self.board.addItem(self._cover)
        self._rings = Rings()
        self.board.addItem(self._rings)
        self._covers = False
        self._spotlight: tuple[str, ...] = ()
        self.stepping.changed.connect(self.light)
        deck.clock.moved.connect(lambda _: self.light())
        self.zoom_changed.connect(lambda _: self.light())

    def frame(self, nodes: Collection[str], travel: bool = True) -> None:
        """Let these nodes fill the view, all of them where none are named."""
        self._framed = tuple(nodes)
        bounds = self.bounds_of(*nodes)
        if bounds.isEmpty():
            bounds = self.board.extent
        room = QRectF(self.viewport().rect())
        if bounds.isEmpty() or room.isEmpty():
            return
        wide, high = bounds.width() + 2 * FRAME, bounds.height() + 2 * FRAME
        zoom = bounded(min(MOST_ZOOM, room.width() / wide / theme().scale, room.height() / high / theme().scale))
        (self.camera.go if travel else self.camera.place)(zoom, bounds.center())
        self.camera.fitted = False

    def set_unit(self, unit: float) -> None:
        """Pixels on the screen for one of the design, for the least size of type."""
        self._least = LEAST_TEXT * unit / theme().scale

    def refresh(self, at_once: bool = False, numbers: bool = True) -> None:
        """Paint links and discs anew; the veil fades them, nothing else."""
        self.board.dimmed = False
        super().refresh(at_once, numbers)

    def set_spotlight(self, nodes: tuple[str, ...]) -> None:
        """Fade all but these nodes; with none named all but where the step is at work, or nothing."""
        self._spotlight = nodes
        self.light()

    def cover_outcome(self, on: bool) -> None:
        """Hide the number of the unit that is at work, which is asked for, or show it."""
        if on != self._covers:
            self._covers = on
            self.light()

    def show_poll(self, poll: Poll | None) -> None:
        """Ring the unit that is pointed at, and with the answer the right one too."""
        way = None if poll is None else poll.question.way
        if poll is None or not isinstance(way, Pointing):
            self._rings.show_rings()
            return
        tokens, rings, told = theme().tokens, [], poll.stage == "answered"
        if poll.pointed is not None:
            wrong = told and not poll.is_right()
            ink = tokens.err if wrong else tokens.ok if told else tokens.sel
            rings += [(box, ink, wrong) for box in self._boxes(*poll.pointed)]
        if told and not poll.is_right():
            rings += [(box, tokens.ok, False) for box in self._boxes(way.node, way.unit)]
        self._rings.show_rings(*rings)

    def neighbor(self, pointed: Pointed | None, step: int, across: bool) -> Pointed | None:
        """The unit so many further down its layer, or at the top of a layer so many further right; the first one, in
        what the spotlight is on, where none is pointed at yet."""
        cards = [card for card in self.board.diagram.seen.values() if card.center_of and card.role != "loss"]
        cards.sort(key=lambda card: (card.x, card.y))
        ids = [card.id for card in cards]
        if not cards:
            return None
        if pointed is None or pointed[0] not in ids:
            lit = [node for node in ids if node in self._spotlight]
            return (lit or ids)[-1 if lit else 0], 0
        place = ids.index(pointed[0])
        if across:
            return ids[(place + step) % len(ids)], 0
        units = list(cards[place].center_of)
        at = units.index(pointed[1]) if pointed[1] in units else 0
        return pointed[0], units[(at + step) % len(units)]

    def _boxes(self, node: str, unit: int | None) -> Iterator[QRectF]:
        card = self.board.diagram.cards.get(node)
        for number, at in card.center_of.items() if card is not None else ():
            if card is not None and unit in (None, number):
                reach = card.shape.radius + AROUND
                yield QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)

    def light(self) -> None:
        """Follow the step and the diagram with what is bright, and with what is covered."""
        light = self.stepping.light
        card = self.board.diagram.cards.get(light.node or "")
        at = card.center_of.get(light.unit) if card is not None and light.unit is not None else None
        self._cover.setVisible(self._covers and at is not None)
        if card is not None and at is not None:
            look, unit, beside = self._look(), light.unit or 0, None
            if stands_beside(card, look):
                beside = plate_beside(card, unit, look, self.board.showing)
            self._cover.place(at, card.shape.radius, self._least / self.zoom, len(card.center_of) < 2, beside)
        self._veil.lift_from(self._bright_nodes() if self._spotlight else self._bright_step())

    def _bright_nodes(self) -> QPainterPath:
        bright, cards, light = QPainterPath(), self.board.diagram.cards, self.stepping.light
        nodes, look = [node for node in self._spotlight if node in cards], self._look()
        for node in nodes:
            card, side = cards[node], RING if cards[node].shape.face is None else STAGE_GAPS / 2
            box = card.rect.adjusted(-side, -RING, side, RING)
            if stands_beside(card, look):  # not the next card's discs
                box.setRight(card.x + card.shape.middle + room_beside(card, look))
            bright.addRoundedRect(box, RING, RING)
            if node == light.node and light.unit in card.center_of and stands_beside(card, look):
                bright = bright.united(_box(plate_beside(card, light.unit, look, self.board.showing)))
        for link in self.store.shown.network.links:
            if link.source in nodes and link.target in nodes:
                near, far = cards[link.source].rect, cards[link.target].rect
                gap = QRectF(near.topRight(), far.bottomLeft()).normalized()
                bright = bright.united(_box(gap.adjusted(-RING, -RING, RING, RING)))
        return bright

    def _bright_step(self) -> QPainterPath:
        light, cards, bright, look = self.stepping.light, self.board.diagram.cards, QPainterPath(), self._look()
        if light.node is None or light.node not in cards:
            return bright
        stroker = QPainterPathStroker()
        stroker.setWidth(WIRE)
        stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
        places: set[tuple[str, int | None]] = {(light.node, light.unit)}
        for wire in (*light.lit, *(carried.wire for carried in light.hot)):
            bright = bright.united(stroker.createStroke(wire.curve))
            places |= {(wire.source, wire.source_unit), (wire.target, wire.target_unit)}
        for node, unit in places:
            card = cards.get(node)
            if card is None:
                continue
            at = card.center_of.get(unit) if unit is not None else None
            if at is None or unit is None:
                bright = bright.united(_box(card.rect))
            elif stands_beside(card, look):
                bright = bright.united(_around(at, card.shape.radius, below=False))
                bright = bright.united(_box(plate_beside(card, unit, look, self.board.showing)))
            else:
                bright = bright.united(_around(at, card.shape.radius))
        return bright

    def _look(self) -> Look:
        return replace(super()._look(), bare=True, least=self._least)

    def _first_look(self) -> None:
        self.frame(self._framed, travel=False)

    def keep_fitted(self, travel: bool = True) -> bool:
        """The frame is the slide's."""
        return False

    def make_room(self, added: Any, grown: Any, whole: bool) -> None:
        """The frame is the slide's."""

    def drawBackground(self, painter: QPainter, rect: QRectF | Any) -> None:
        painter.fillRect(rect, theme().tokens.surface)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.held:
            self.frame(self._framed, travel=False)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            event.ignore()
            return False
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.NativeGesture, QEvent.Type.Gesture, QEvent.Type.ToolTip):
            return False
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.mapToScene(event.position().toPoint())
        for card in self.board.diagram.seen.values():
            unit = card.unit_at(at)
            if unit is not None:
                self.unit_pressed.emit(card.id, unit)
                return
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()


def _box(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path


def _around(center: QPointF, radius: float, below: bool = True) -> QPainterPath:
    """A disc with its ring, and the name and number below it."""
    path = QPainterPath()
    path.addEllipse(center, radius + RING, radius + RING)
    if not below:
        return path
    words = QRectF(center.x() - radius - CAPTION, center.y() + radius, 2 * (radius + CAPTION), CAPTION)
    return path.united(_box(words))
