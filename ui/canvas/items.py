"""The items of a card in the scene: its body under the links, its units above them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.appearance import Look
from ui.canvas.beside import OUTPUT_REACH
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState, paint_card
from ui.canvas.face_paint import face_state
from ui.canvas.geometry import CARD_RADIUS
from ui.canvas.showing import Showing
from ui.canvas.step_state import StepState, loss_state, reach_of, step_state
from ui.canvas.unit_paint import DiscOf, paint_units

BODY_LAYER, LINK_LAYER, LIT_LAYER, UNIT_LAYER, TOP_LAYER = 0.0, 1.0, 2.0, 3.0, 4.0
HALO_LAYER = 0.5
REACH = 30.0


class CardBody(QGraphicsItem):
    """Surface, border and header of one card."""

    def __init__(self, card: Card, look: Callable[[], Look], state: CardState) -> None:
        super().__init__()
        self.card = card
        self._look = look
        self._state = state
        self.setZValue(BODY_LAYER)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_card(self, card: Card, state: CardState) -> None:
        """Show another version of the card, or another state."""
        if card != self.card:
            self.prepareGeometryChange()
            self.card = card
        elif state == self._state:
            return
        self._state = state
        self.update()

    def keep_picture(self, on: bool) -> None:
        """Keep the painted card as a picture; not when it is so large on the screen that pictures fill the memory."""
        mode = QGraphicsItem.CacheMode.DeviceCoordinateCache if on else QGraphicsItem.CacheMode.NoCache
        if mode != self.cacheMode():
            self.setCacheMode(mode)

    def boundingRect(self) -> QRectF:
        return self.card.rect.adjusted(-REACH, -REACH, REACH, REACH)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        paint_card(painter, self.card, self._look(), self._state)


class CardUnits(QGraphicsItem):
    """The units of one card."""

    def __init__(self, card: Card, look: Callable[[], Look], showing: Showing, disc: DiscOf) -> None:
        super().__init__()
        self.card = card
        self._look = look
        self._showing = showing
        self._disc = disc
        self._shown: object = None
        self._covers: tuple[QRectF, ...] = ()
        self.setZValue(UNIT_LAYER)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def set_card(self, card: Card) -> None:
        """Show another version of the card."""
        if card != self.card:
            self.prepareGeometryChange()
            self.card = card
            self.refresh(anew=True)

    def set_covers(self, covers: tuple[QRectF, ...]) -> None:
        """Say which cards lie over this one, and hide its units."""
        if covers != self._covers:
            self._covers = covers
            self.update()

    def refresh(self, anew: bool = False) -> None:
        """Repaint after numbers changed; heat maps, and units in a step, only where what they show is different, unless
        all is `anew`."""
        shown, before = self._state(), self._shown
        if not anew and shown is not None and shown == before:
            return
        self._shown = shown
        both = isinstance(shown, StepState) and isinstance(before, StepState)
        units = shown.others(before) if both and not anew else None
        card, look = self.card, self._look()
        if units is None or 2 * len(units & card.center_of.keys()) > len(card.center_of):
            self.update()
            return
        for reach in {reach_of(card, unit, look).getRect() for unit in units}:
            self.update(QRectF(*reach))

    def _state(self) -> object:
        if self.card.shape.face is not None:
            return face_state(self.card, self._look(), self._showing)
        state = loss_state if self.card.role == "loss" else step_state
        return state(self.card, self._look(), self._showing)

    def keep_picture(self, on: bool) -> None:
        """Keep painted units as a picture: while pulses run over them, only the pulses are painted."""
        mode = QGraphicsItem.CacheMode.DeviceCoordinateCache if on else QGraphicsItem.CacheMode.NoCache
        if mode != self.cacheMode():
            self.setCacheMode(mode)

    def boundingRect(self) -> QRectF:
        return self.card.rect.adjusted(-REACH, -REACH, OUTPUT_REACH if self._look().bare else REACH, REACH)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._covers:
            seen, hidden = QPainterPath(), QPainterPath()
            seen.addRect(self.boundingRect())
            hidden.setFillRule(Qt.FillRule.WindingFill)
            for cover in self._covers:
                hidden.addRoundedRect(cover, CARD_RADIUS, CARD_RADIUS)
            painter.setClipPath(seen.subtracted(hidden), Qt.ClipOperation.IntersectClip)
        paint_units(painter, self.card, self._look(), self._showing, self._disc, self._among(option))

    def _among(self, option: QStyleOptionGraphicsItem | None) -> frozenset[int] | None:
        """The units that are seen where something is to be painted; None for all."""
        if option is None or option.exposedRect.contains(self.card.rect) or self._showing.step is None:
            return None
        look, card = self._look(), self.card
        return frozenset(unit for unit in card.center_of if reach_of(card, unit, look).intersects(option.exposedRect))


class Painted(QGraphicsItem):
    """An item of a whole layer that a function paints, for halos, lit links, marks and feedback."""

    def __init__(self, layer: float, paint: Callable[[QPainter], None]) -> None:
        super().__init__()
        self._paint = paint
        self._bounds = QRectF()
        self.setZValue(layer)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def cover(self, bounds: QRectF) -> None:
        """Say where the function paints; outside it nothing is shown."""
        if bounds != self._bounds:
            self.prepareGeometryChange()
            self._bounds = bounds
        self.update()

    def keep_picture(self, on: bool) -> None:
        """Keep what was painted until `cover` is called; not where it is so large that pictures fill the memory."""
        mode = QGraphicsItem.CacheMode.DeviceCoordinateCache if on else QGraphicsItem.CacheMode.NoCache
        if mode != self.cacheMode():
            self.setCacheMode(mode)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._bounds.isNull():  # Qt paints an item without extent wherever its corner is
            self._paint(painter)
