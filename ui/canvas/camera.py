"""The camera: zoom and place of the view on the scene, moved at once or in 320 ms."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsView

from ui.canvas.frames import Frames
from ui.look import theme

SMALLEST, LARGEST, LARGEST_FIT = 0.04, 4.0, 1.0
STEP = 1.25
MOVE = 320
FRAME = 28.0


class Camera(QObject):
    """Zoom (1.0 shows the design at 100 %) and centre of a view. `moved` follows every change, `settled` its end.

    `panned` comes after these two where the scene was shifted by hand.

    `fitted` tells that nobody has zoomed or panned by hand since the network was fitted.
    """

    moved = Signal()
    settled = Signal()
    panned = Signal()

    def __init__(self, view: QGraphicsView, frames: Frames) -> None:
        super().__init__(view)
        self._view = view
        self._frames = frames
        self.zoom = 1.0
        self.fitted = True
        self._aim: tuple[float, QPointF] | None = None

    @property
    def center(self) -> QPointF:
        """The scene point in the middle of the view."""
        return self._view.mapToScene(self._view.viewport().rect().center())

    @property
    def aim(self) -> tuple[float, QPointF]:
        """The zoom and centre that the view is on its way to, or has."""
        return (self.zoom, self.center) if self._aim is None else self._aim

    def place(self, zoom: float, center: QPointF) -> None:
        """Stand there at once."""
        self._frames.stop("camera")
        self._aim = zoom, QPointF(center)
        self._set(zoom, center)
        self.settled.emit()

    def go(self, zoom: float, center: QPointF) -> None:
        """Travel there; at once with reduced motion."""
        duration = theme().duration(MOVE) / 1000
        if duration == 0 or not self._view.isVisible():
            self.place(zoom, center)
            return
        self._aim = zoom, QPointF(center)
        start_zoom, start = self.zoom, self.center
        ease = QEasingCurve(QEasingCurve.Type.InOutCubic)

        def frame(seconds: float) -> bool:
            share = ease.valueForProgress(min(1.0, seconds / duration))
            self._set(start_zoom * (zoom / start_zoom) ** share, start + (center - start) * share)
            if seconds >= duration:
                self.settled.emit()
            return seconds < duration

        self._frames.animate("camera", frame)

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Zoom at once, keeping a scene point where it is on the screen (the middle when none is given)."""
        self.fitted = False
        zoom = bounded(self.zoom * factor)
        center = self.center
        fixed = center if around is None else around
        self.place(zoom, fixed + (center - fixed) * (self.zoom / zoom))

    def pan(self, pixels: QPointF) -> None:
        """Shift the scene by so many pixels of the screen."""
        self._frames.stop("camera")
        self.fitted, self._aim = False, None
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        across.setValue(across.value() - round(pixels.x()))
        down.setValue(down.value() - round(pixels.y()))
        self.moved.emit()
        self.settled.emit()
        self.panned.emit()

    def fit(self, bounds: QRectF, room: QRectF, travel: bool = True) -> None:
        """Show `bounds` within `room`, pixels of the viewport, not larger than 100 %."""
        self.fitted = True
        if bounds.isEmpty() or room.isEmpty():
            return
        zoom = self.zoom_to_fit(bounds, room)
        offset = (room.center() - QRectF(self._view.viewport().rect()).center()) / (zoom * theme().scale)
        (self.go if travel else self.place)(zoom, bounds.center() - offset)

    def zoom_to_fit(self, bounds: QRectF, room: QRectF) -> float:
        """The zoom at which `bounds` fills `room`, not larger than 100 %."""
        wanted = min(room.width() / (bounds.width() + FRAME), room.height() / (bounds.height() + FRAME))
        return bounded(min(LARGEST_FIT, wanted / theme().scale))

    def _set(self, zoom: float, center: QPointF) -> None:
        self.zoom = zoom
        factor = zoom * theme().scale
        transform = self._view.transform()
        if not math.isclose(transform.m11(), factor):
            transform.reset()
            transform.scale(factor, factor)
            self._view.setTransform(transform)
        self._view.centerOn(center)
        self.moved.emit()


def bounded(zoom: float) -> float:
    """The zoom within its limits."""
    return min(LARGEST, max(SMALLEST, zoom))
