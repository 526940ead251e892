"""From mouse, wheel, pinch and drag-and-drop to gestures: what a press begins depends on what it hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import (
    QCursor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from ui.bridge import Selection
from ui.canvas.gestures.base import Gesture
from ui.canvas.gestures.beginnings import gesture_of, open_at
from ui.canvas.gestures.drop import DropGesture, dropped_kind
from ui.canvas.gestures.port_hints import show_ports
from ui.canvas.hit import Hit, hit
from ui.canvas.hovered import Hovered
from ui.canvas.wires import Wire

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

NOTCH, WHEEL_FACTOR = 120.0, 1.18
Button, Key = Qt.MouseButton, Qt.KeyboardModifier


class Pointer:
    """Chooses, feeds and ends gestures; pans and zooms; tells what is hovered.

    `at` is the point of the scene at which it was last, and `over` whether it is there still.
    """

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._pressed: QPointF | None = None
        self._hit = Hit("nothing")
        self.at = QPointF()
        self.over = False
        self._pan: QPointF | None = None
        self._panned = False
        self._drop: DropGesture | None = None
        self.gesture: Gesture | None = None
        self.space = False

    @property
    def panned(self) -> bool:
        """Whether the last held Space was used to pan."""
        return self._panned

    def cancel(self) -> bool:
        """Give up what is in progress; whether there was anything."""
        if self.gesture is None and self._pressed is None:
            return False
        busy = self.gesture is not None
        if self.gesture is not None:
            self.gesture.cancel()
        self.gesture, self._pressed = None, None
        self.show_cursor()
        return busy

    def hold_space(self, on: bool) -> None:
        """Space is held: dragging pans."""
        if on and not self.space:
            self._panned = False
        self.space = on
        self.show_cursor()

    def press(self, event: QMouseEvent) -> None:
        """A button goes down."""
        self._view.feedback.hush()
        if event.button() == Button.MiddleButton or (event.button() == Button.LeftButton and self.space):
            self._pan = event.position()
            self.show_cursor()
        elif event.button() == Button.LeftButton and self._view.carried.put(self._scene(event.position())):
            self.show_cursor()
        elif event.button() == Button.LeftButton:
            self._pressed = event.position()
            self._hit = self._at(event.position())
            self._view.overlays[Hovered].set_pressed(True)
            self._click(event.modifiers())
        elif event.button() == Button.RightButton:
            self._view.carried.lay_down()
            self._hit = self._at(event.position())
            self._choose_for_menu()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves, with or without a button."""
        if self._pan is not None:
            self._view.camera.pan(event.position() - self._pan)
            self._pan, self._panned = event.position(), True
        elif self._pressed is not None:
            self._drag(event)
        else:
            self._hover(event.position())

    def release(self, event: QMouseEvent) -> None:
        """A button goes up."""
        self._view.overlays[Hovered].set_pressed(False)
        if self._pan is not None and event.button() in (Button.MiddleButton, Button.LeftButton):
            self._pan = None
        elif event.button() == Button.LeftButton and self._pressed is not None:
            gesture, self.gesture, self._pressed = self.gesture, None, None
            if gesture is not None:
                gesture.end(self._scene(event.position()), event.modifiers())
            elif not event.modifiers() & (Key.ShiftModifier | Key.ControlModifier):
                self._settle_click()
        self.show_cursor()

    def double_click(self, event: QMouseEvent) -> None:
        """A name is edited where it stands; empty ground fits the network."""
        open_at(self._view, self._at(event.position()))

    def leave(self) -> None:
        """The pointer has left the view."""
        self.over = False
        self._mark_hovered(None)
        self._view.hover.show(Hit("nothing"))
        self._view.overlays.hover(Hit("nothing"))
        if self.gesture is None and not self._view.keyboard.linking:
            self._view.feedback.clear()

    def look_again(self) -> None:
        """What is under the resting pointer has changed."""
        if self.gesture is None and self._pressed is None and self._pan is None:
            viewport = self._view.viewport()
            if viewport.underMouse():
                self._hover(QPointF(viewport.mapFromGlobal(QCursor.pos())))
            else:
                self.leave()

    def wheel(self, event: QWheelEvent) -> None:
        """A wheel zooms around the pointer; a touchpad scrolls, and zooms with Ctrl."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        touchpad = not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase
        modifiers = event.modifiers()
        if modifiers & Key.ShiftModifier and not modifiers & Key.ControlModifier:
            self._view.camera.pan(QPointF(angle.y() or angle.x(), 0))
        elif touchpad and not modifiers & Key.ControlModifier:
            self._view.camera.pan(QPointF(pixels))
        elif angle.y():
            self._view.camera.zoom_by(WHEEL_FACTOR ** (angle.y() / NOTCH), self._scene(event.position()))
        event.accept()

    def gesture_event(self, event: QEvent) -> bool:
        """Pinch on a touchpad or a touch screen; whether the event was one."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._view.camera.zoom_by(1.0 + event.value(), self._scene(event.position()))
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self._view.camera.zoom_by(pinch.scaleFactor(), self._scene(pinch.centerPoint()))
                return True
        return False

    def drag(self, event: QDragEnterEvent | QDragMoveEvent) -> None:
        """Something from the palette hovers over the canvas."""
        payload = dropped_kind(event.mimeData())
        if payload is None:
            event.ignore()
            return
        if self._drop is None:
            self._drop = DropGesture(self._view, payload)
        self._drop.move(self._scene(event.position()), event.modifiers())
        event.acceptProposedAction()

    def drag_left(self) -> None:
        """It has left again."""
        if self._drop is not None:
            self._drop.cancel()
            self._drop = None

    def drop(self, event: QDropEvent) -> None:
        """It is dropped."""
        gesture, self._drop = self._drop, None
        payload = dropped_kind(event.mimeData())
        if payload is None:
            event.ignore()
            return
        (gesture or DropGesture(self._view, payload)).end(self._scene(event.position()), event.modifiers())
        event.acceptProposedAction()
        self._view.setFocus(Qt.FocusReason.MouseFocusReason)

    def show_cursor(self) -> None:
        """The cursor of what goes on."""
        viewport = self._view.viewport()
        if self._pan is not None:
            viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self.space:
            viewport.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._view.carried.payload:
            viewport.setCursor(Qt.CursorShape.CrossCursor)
        elif self.gesture is not None and self.gesture.cursor is not None:
            viewport.setCursor(self.gesture.cursor)
        else:
            viewport.unsetCursor()

    def _drag(self, event: QMouseEvent) -> None:
        assert self._pressed is not None
        if self.gesture is None:
            if (event.position() - self._pressed).manhattanLength() < QApplication.startDragDistance():
                return
            self.gesture = gesture_of(self._view, self._hit)
            self.gesture.start(self._scene(self._pressed), event.modifiers())
            self.show_cursor()
        self.gesture.move(self._scene(event.position()), event.modifiers())

    def _click(self, modifiers: Qt.KeyboardModifier) -> None:
        """What a press selects at once."""
        selection, found = self._view.selection, self._hit
        adding = bool(modifiers & (Key.ShiftModifier | Key.ControlModifier))
        if found.item is not None:
            self._view.overlays.press(found, adding)
        elif found.node is not None and adding:
            if found.sort == "unit" and found.unit is not None and (selection.units or not selection.nodes):
                selection.toggle_unit(found.node, found.unit)
            else:
                selection.toggle(found.node)
        elif found.node is not None and found.node not in selection.nodes:
            selection.select([found.node])
        elif found.wire is not None:
            _select_wire(selection, found.wire, adding)

    def _settle_click(self) -> None:
        """What a press without a drag means once it is released."""
        selection, found = self._view.selection, self._hit
        if found.item is not None:
            pass  # the overlay's own
        elif found.sort == "unit" and found.node is not None and found.unit is not None:
            selection.select_unit(found.node, found.unit)
        elif found.node is not None:
            selection.select([found.node])
        elif found.wire is None:
            selection.clear()
        self._view.overlays.click(found)

    def _choose_for_menu(self) -> None:
        selection, found = self._view.selection, self._hit
        if found.item is not None:
            self._view.overlays.press(found, False)
        elif found.sort == "unit" and found.node is not None and found.unit is not None:
            if found.node not in selection.nodes or (selection.units and (found.node, found.unit) not in
                                                     selection.units):
                selection.select_unit(found.node, found.unit)
        elif found.node is not None and (found.node not in selection.nodes or selection.units):
            selection.select([found.node])
        elif self._hit.wire is not None and self._hit.wire.key not in self._view.selection.cells:
            _select_wire(self._view.selection, self._hit.wire, False)

    def _hover(self, position: QPointF) -> None:
        if self._view.keyboard.linking or self._view.carried.move(self._scene(position)):
            return
        found = self._at(position)
        self._mark_hovered(found.node)
        show_ports(self._view, found)
        self._view.hover.show(found)
        self._view.overlays.hover(found)
        self._view.tell_pointed(found.node if found.sort in ("unit", "port") else None, found.unit)
        if self._pan is None and not self.space:
            if found.sort == "port":
                self._view.viewport().setCursor(Qt.CursorShape.CrossCursor)
            elif found.sort == "corner":
                self._view.viewport().setCursor(Qt.CursorShape.SizeFDiagCursor)
            elif found.sort == "rest":
                self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            else:
                self._view.viewport().unsetCursor()

    def _mark_hovered(self, node: str | None) -> None:
        if self._view.board.marks.hovered != node:
            self._view.board.marks.hovered = node
            self._view.board.restyle()
            self._view.problems.place()

    def _at(self, position: QPointF) -> Hit:
        board, point = self._view.board, self._scene(position)
        self.at, self.over = point, True
        return self._view.overlays.hit(point, hit(board.diagram, board.wiring, point, self._view.zoom))

    def _scene(self, position: QPointF) -> QPointF:
        inverted, _ = self._view.viewportTransform().inverted()
        return inverted.map(QPointF(position))


def _select_wire(selection: Selection, wire: Wire, adding: bool) -> None:
    """Select the one weight that a wire shows, or its link where it shows none."""
    if wire.path:
        (selection.toggle_cell if adding else selection.select_cell)(wire.link, wire.key)
    else:
        (selection.toggle_link if adding else selection.select_link)(wire.link)
