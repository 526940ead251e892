"""What lies over a unit on a stage: a question mark in place of its number, and the rings of who pointed at it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.appearance import Align, Weight, draw_text
from ui.canvas.items import TOP_LAYER
from ui.look import theme

RING, CAPTION = 14.0, 56.0
LEAST_TEXT = 22.5
LINE = 4.0  # pixels on the screen


class Cover(QGraphicsItem):
    """A question mark in place of the name and number below a unit."""

    def __init__(self) -> None:
        super().__init__()
        self._rect, self._size, self._line, self._disc = QRectF(), LEAST_TEXT, 0.0, QPainterPath()
        self.setZValue(TOP_LAYER + 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def place(self, center: QPointF, radius: float, size: float, alone: bool, beside: QRectF | None = None) -> None:
        """Stand below a disc, which no other is below if it is `alone`, or `beside` it, with type of a size in units of
        the scene."""
        self.prepareGeometryChange()
        self._size = size
        reach = radius + CAPTION
        self._disc = QPainterPath()
        self._disc.addEllipse(center, radius + RING - 6, radius + RING - 6)
        high = 3.8 * size if alone else 2 * size + 7  # the sum that has just been made stands lower
        self._rect = beside or QRectF(center.x() - reach, center.y() + radius + 1, 2 * reach, high)
        self._line = self._rect.center().y() + 0.42 * size if beside else self._rect.top() + size + 7
        self.update()

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tokens = theme().tokens
        ground = QPainterPath()
        ground.addRect(self._rect)
        painter.fillPath(ground.subtracted(self._disc), tokens.surface)
        at = QPointF(self._rect.center().x(), self._line)
        draw_text(painter, at, "?", self._size * 1.2, Weight.Bold, tokens.text2, Align.AlignHCenter)


class Rings(QGraphicsItem):
    """Rings around units: each a box of the scene, a color, and whether it is dashed, as around a wrong one."""

    def __init__(self) -> None:
        super().__init__()
        self._rings: tuple[tuple[QRectF, QColor, bool], ...] = ()
        self.setZValue(TOP_LAYER + 1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def show_rings(self, *rings: tuple[QRectF, QColor, bool]) -> None:
        """These and no others."""
        self.prepareGeometryChange()
        self._rings = rings
        self.update()

    def boundingRect(self) -> QRectF:
        bounds = QRectF()
        for box, _, _ in self._rings:
            bounds = bounds.united(box)
        return bounds.adjusted(-RING, -RING, RING, RING)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box, color, dashed in self._rings:
            pen = QPen(color, LINE / abs(painter.worldTransform().m11() or 1.0))
            if dashed:
                pen.setDashPattern([2.0, 1.5])
            painter.setPen(pen)
            painter.drawEllipse(box)
