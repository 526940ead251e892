"""The network on the stage: without sheets, handles or gestures, framed by the camera, all but the spotlight faded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QVariantAnimation, Signal
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
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.appearance import Align, Look, Weight, draw_text
from ui.canvas.board import WORLD
from ui.canvas.camera import bounded
from ui.canvas.items import TOP_LAYER
from ui.canvas.view import CanvasView
from ui.lecture.deck import Deck
from ui.look import theme

MOST_ZOOM, FRAME, FADED, LEAST_TEXT = 2.2, 26.0, 0.28, 22.5
CAPTION, RING, WIRE = 56.0, 14.0, 26.0
FADE, FADE_STILL = 160, 80  # milliseconds in which the spotlight comes, and when nothing is to travel


class StageNetwork(CanvasView):
    """The network of a deck.

    Signals:
        unit_pressed(str, int | None): a neuron was pressed.
    """

    unit_pressed = Signal(str, object)

    def __init__(self, deck: Deck, parent: QWidget | None = None) -> None:
        self._framed: tuple[str, ...] = ()
        self._least = LEAST_TEXT
        super().__init__(deck.store, deck.stillness, deck.clock, deck.selection, parent)
        self.corners.clear_away()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAcceptDrops(False)
        self._veil = Veil(self.board)
        self.board.addItem(self._veil)
        self._cover = Cover()
        self.board.addItem(self._cover)
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

    def light(self) -> None:
        """Follow the step and the diagram with what is bright, and with what is covered."""
        light = self.stepping.light
        card = self.board.diagram.cards.get(light.node or "")
        at = card.center_of.get(light.unit) if card is not None and light.unit is not None else None
        self._cover.setVisible(self._covers and at is not None)
        if card is not None and at is not None:
            self._cover.place(at, card.shape.radius, self._least / self.zoom)
        self._veil.lift_from(self._bright_nodes() if self._spotlight else self._bright_step())

    def _bright_nodes(self) -> QPainterPath:
        bright, cards = QPainterPath(), self.board.diagram.cards
        nodes = [node for node in self._spotlight if node in cards]
        for node in nodes:
            bright.addRoundedRect(cards[node].rect.adjusted(-RING, -RING, RING, RING), RING, RING)
        for link in self.store.shown.network.links:
            if link.source in nodes and link.target in nodes:
                near, far = cards[link.source].rect, cards[link.target].rect
                gap = QRectF(near.topRight(), far.bottomLeft()).normalized()
                bright = bright.united(_box(gap.adjusted(-RING, -RING, RING, RING)))
        return bright

    def _bright_step(self) -> QPainterPath:
        light, cards, bright = self.stepping.light, self.board.diagram.cards, QPainterPath()
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
            bright = bright.united(_box(card.rect) if at is None else _around(at, card.shape.radius))
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


class Veil(QGraphicsItem):
    """What fades all of the scene but a part of it."""

    def __init__(self, scene: QObject) -> None:
        super().__init__()
        self._bright = self._dim = QPainterPath()
        self._strength = 1.0
        self._fade = QVariantAnimation(scene, startValue=0.0, endValue=1.0)
        self._fade.valueChanged.connect(self._dim_to)
        self.setZValue(TOP_LAYER - 0.5)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def lift_from(self, bright: QPainterPath) -> None:
        """Leave this part as it is; nothing is faded where it is empty. What was bright fades within a moment."""
        if bright != self._bright:
            if self._bright.isEmpty() or bright.isEmpty():
                self._fade.stop()
                self._strength = 1.0
                if not bright.isEmpty() and self.scene() is not None:
                    self._fade.setDuration(FADE_STILL if theme().reduced_motion else theme().duration(FADE))
                    self._fade.start()
            self._bright = bright
            self._dim = _box(self.boundingRect())
            self._dim.addPath(bright)  # by the odd-even rule that is all but the bright part
            self.setVisible(not bright.isEmpty())
            self.update()

    def _dim_to(self, strength: float) -> None:
        self._strength = strength
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(-WORLD, -WORLD, 2 * WORLD, 2 * WORLD)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setOpacity((1.0 - FADED) * self._strength)
        painter.fillPath(self._dim, theme().tokens.surface)


class Cover(QGraphicsItem):
    """A question mark in place of the name and number below a unit."""

    def __init__(self) -> None:
        super().__init__()
        self._rect, self._size, self._disc = QRectF(), LEAST_TEXT, QPainterPath()
        self.setZValue(TOP_LAYER + 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def place(self, center: QPointF, radius: float, size: float) -> None:
        """Stand below a disc, with type of a size in units of the scene."""
        self.prepareGeometryChange()
        self._size = size
        reach = radius + CAPTION
        self._disc = QPainterPath()
        self._disc.addEllipse(center, radius + RING - 6, radius + RING - 6)
        self._rect = QRectF(center.x() - reach, center.y() + radius + 1, 2 * reach, 2 * size + 7)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = theme().tokens
        painter.fillPath(_box(self._rect).subtracted(self._disc), tokens.surface)
        at = QPointF(self._rect.center().x(), self._rect.top() + self._size + 7)
        draw_text(painter, at, "?", self._size * 1.2, Weight.Bold, tokens.text2, Align.AlignHCenter)


def _box(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path


def _around(center: QPointF, radius: float) -> QPainterPath:
    """A disc with its ring, and the name and number below it."""
    path = QPainterPath()
    path.addEllipse(center, radius + RING, radius + RING)
    below = QRectF(center.x() - radius - CAPTION, center.y() + radius, 2 * (radius + CAPTION), CAPTION)
    return path.united(_box(below))
