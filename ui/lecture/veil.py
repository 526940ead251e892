"""The veil over the network on a stage: it fades all but what is bright."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ui.canvas.board import WORLD
from ui.canvas.items import TOP_LAYER
from ui.look import theme

FADED = 0.28
FADE, FADE_STILL = 160, 80  # milliseconds in which the spotlight comes, and when nothing is to travel


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
            self._dim = QPainterPath()
            self._dim.addRect(self.boundingRect())
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
