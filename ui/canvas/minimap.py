"""The overview in a corner: the whole network in small, and the part of it that is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from nnsim.text import tr
from ui.canvas.appearance import faded, mixed
from ui.canvas.free_spot import Boxes, boxes_of
from ui.canvas.note_paint import note_colors, note_rect
from ui.canvas.overlay import Overlay
from ui.look import draw_rects, theme
from ui.look.widgets import draw_box

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

WIDTH, HEIGHT, PAD, GAP, EDGE = 196, 132, 10, 10, 16
_SMALLEST = 2.0
MANY, PAUSE = 200, 150
"""Cards from which on the map follows when the edits pause, and milliseconds of such a pause."""


class Minimap(Overlay):
    """Shows the overview while it is switched on and not everything is in view."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self.on = True
        self.map = Map(view)
        self.map.hide()
        self._later = QTimer(self.map, interval=PAUSE, singleShot=True)
        self._later.timeout.connect(self.map.forget)

    def toggle(self) -> None:
        """Switch it on or off."""
        self.on = not self.on
        self.place()

    def show_document(self) -> None:
        if len(self.view.board.diagram.cards) <= MANY:
            self.map.forget()
        else:
            self._later.start()
        self.place()

    def place(self) -> None:
        view, px, pill = self.view, theme().px, self.view.corners.pill
        seen = view.mapToScene(view.corners.seen()).boundingRect()
        extent = view.board.extent
        wanted = self.on and not extent.isEmpty() and not seen.contains(extent) and view.height() > 3 * px(HEIGHT)
        if wanted:
            self.map.setFixedSize(px(WIDTH), px(HEIGHT))
            self.map.move(view.corners.seen().right() + 1 - px(EDGE) - px(WIDTH), pill.y() - px(GAP) - px(HEIGHT))
            if seen != self.map.seen:
                self.map.seen = seen
                self.map.update()
        if wanted != self.map.isVisibleTo(view):
            self.map.setVisible(wanted)

    def restyle(self) -> None:
        self.map.forget()
        self.place()


class Map(QWidget):
    """The picture itself; a press or a drag brings that place to the middle of the view."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._view = view
        self.seen = QRectF()
        self._picture: QPixmap | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def forget(self) -> None:
        """Draw the network anew when it is seen next."""
        self._picture = None
        self.setAccessibleName(tr("Overview"))
        self.update()

    @property
    def _factor(self) -> float:
        """Pixels for one px of the scene."""
        extent, room = self._view.board.extent, 2 * theme().px(PAD)
        return min((self.width() - room) / max(extent.width(), 1), (self.height() - room) / max(extent.height(), 1))

    def _shown(self, rect: QRectF) -> QRectF:
        """A box of the scene on the map."""
        factor, middle = self._factor, self._view.board.extent.center()
        corner = (rect.topLeft() - middle) * factor + QRectF(self.rect()).center()
        return QRectF(corner, rect.size() * factor)

    def _go(self, at: QPointF) -> None:
        point = (at - QRectF(self.rect()).center()) / self._factor + self._view.board.extent.center()
        camera = self._view.camera
        camera.fitted = False
        camera.place(camera.zoom, point)

    def _drawn(self) -> QPixmap:
        if self._picture is None or self._picture.width() != round(self.width() * self.devicePixelRatioF()):
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            with QPainter(self._picture) as painter:
                self._draw(painter)
        return self._picture

    def _draw(self, painter: QPainter) -> None:
        tokens, diagram = theme().tokens, self._view.board.diagram
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for block in diagram.blocks:
            painter.setBrush(mixed(tokens.text3, tokens.surface, 0.5 if block.folded else 0.12))
            painter.drawRoundedRect(self._shown(block.rect), 2, 2)
        gray = mixed(tokens.text3, tokens.surface, 0.5)
        corner, factor = self._shown(QRectF()).topLeft(), self._factor
        self._boxes(painter, diagram.boxes * factor + np.array([corner.x(), corner.y()] * 2), gray)
        for note in self._view.store.shown.views.notes:
            fill = note_colors(note, tokens)[1] if note.style == "note" else tokens.text2
            self._boxes(painter, boxes_of([self._shown(note_rect(note))]), fill)

    @staticmethod
    def _boxes(painter: QPainter, boxes: Boxes, color: QColor) -> None:
        """Small boxes in place of these (left, top, right, bottom; [boxes, 4])."""
        painter.setBrush(color)
        sizes = np.maximum((boxes[:, 2:] - boxes[:, :2]) * 0.86, _SMALLEST)
        draw_rects(painter, np.concatenate(((boxes[:, :2] + boxes[:, 2:] - sizes) / 2, sizes), axis=1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or the canvas would take it for one of its own

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._view.camera.zoom_by(1.18 ** (event.angleDelta().y() / 120))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens, rect = QPainter(self), theme().tokens, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thin = max(1.0, theme().scale)
        draw_box(painter, rect, theme().px(10), tokens.surface, tokens.border, thin)
        painter.drawPixmap(QPointF(), self._drawn())
        box = self._shown(self.seen).intersected(rect.adjusted(3, 3, -3, -3))
        painter.setPen(QPen(tokens.sel, 1.5 * thin))
        painter.setBrush(faded(tokens.sel, 0.06))
        painter.drawRoundedRect(box, 4, 4)
