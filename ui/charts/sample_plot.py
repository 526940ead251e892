"""The samples of a small data set, to be looked at and picked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import message, tr
from ui.charts.chart import LEFT, RIGHT, Chart
from ui.charts.points import at_one_scale, paint_ring
from ui.look import class_shape, diverging_color, font, paint_point, theme
from ui.look.widgets import draw_box, draw_focus_ring

Floats = npt.NDArray[np.floating[Any]]
FEW = 8
"""Up to so many samples carry their label."""


class SamplePlot(Chart, QWidget):
    """A small scatter of the samples with a ring around the current one; click or arrow keys pick another."""

    sample_clicked = Signal(int)
    empty_text = message("No samples yet. Choose data.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Floats = np.empty((0, 2))
        self._targets: npt.NDArray[Any] = np.empty(0)
        self._layer: QPixmap | None = None
        self._names: tuple[str, ...] = ()
        self._numbers = self._two_inputs = False
        self._current: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether there are no samples."""
        return len(self._points) == 0

    def set_data(
        self,
        points: Floats,
        targets: npt.NDArray[Any],
        names: tuple[str, ...] = (),
        current: int | None = None,
        numbers: bool = False,
    ) -> None:
        """Show samples.

        Args:
            points: (samples, 2), or (samples, 1) for a single input, which is drawn against its target.
            targets: class of each sample from 0, or its value when `numbers`.
            names: a label per sample, such as "0, 1"; drawn while there are few.
            current: the sample to ring.
        """
        points = np.asarray(points, dtype=np.float64)
        self._two_inputs = points.ndim == 2 and points.shape[1] == 2
        if points.ndim == 2 and points.shape[1] == 1:
            points = np.column_stack((points, np.asarray(targets, dtype=np.float64)))
        self._points, self._targets, self._names = points, np.asarray(targets), tuple(names)
        self._current, self._numbers, self._layer = current, numbers, None
        self.update()

    def set_current(self, index: int | None) -> None:
        """Ring another sample, or none."""
        self._current = index
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self._layer = None
        self.setFixedHeight(theme().px(104))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Samples"))
        super().retranslate()

    def _places(self) -> npt.NDArray[np.float64]:
        """Pixel places (samples, 2): the data's own box, fitted into the plot; alike inputs of many at one scale."""
        low, high = self._points.min(axis=0), self._points.max(axis=0)
        middle, span = (low + high) / 2, np.where(high > low, high - low, 1.0)
        side, top = (34, 24) if self._few else (14, 12)
        margin = np.array([theme().px(side), theme().px(top)], dtype=np.float64)
        room = np.array([self.width(), self.height()]) - 2 * margin
        if not self._few and self._two_inputs:
            span = at_one_scale(span, room)
        return margin + (0.5 + (self._points - middle) / span * (1.0, -1.0)) * room

    @property
    def _few(self) -> bool:
        return len(self._points) <= FEW

    def _radius(self) -> float:
        return (5.0 if self._few else 3.0) * theme().scale

    def _points_layer(self) -> QPixmap:
        """All points and labels, painted once for every move of the ring."""
        ratio, tokens = self.devicePixelRatioF(), theme().tokens
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        outline, width = tokens.sunken if tokens.dark else tokens.surface, (1.5 if self._few else 0.8) * theme().scale
        values = np.asarray(self._targets, dtype=np.float64)
        limit = max(1e-9, float(np.nanmax(np.abs(values)))) if self._numbers else 1.0
        with QPainter(layer) as painter:
            for index, place in enumerate(self._places()):
                label = 1 if self._numbers else int(values[index])
                color = diverging_color(values[index], -limit, limit) if self._numbers else tokens.class_color(label)
                paint_point(painter, class_shape(label), QPointF(*place), self._radius(), color, outline, width)
                if self._few and index < len(self._names):
                    self._paint_label(painter, index, QPointF(*place))
        return layer

    def _paint_label(self, painter: QPainter, index: int, at: QPointF) -> None:
        tokens, px = theme().tokens, theme().px
        painter.setFont(font("tick"))
        painter.setPen(tokens.text3)
        left_half = at.x() <= self.width() / 2
        box = QRectF(at.x() + px(14) if left_half else at.x() - px(94), at.y() - px(9), px(80), px(18))
        painter.drawText(box, LEFT if left_half else RIGHT, self._names[index])

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(192), theme().px(104))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, points, labels, ring."""
        painter, tokens = QPainter(self), theme().tokens
        rect = QRectF(self.rect())
        draw_box(painter, rect, theme().px(8), tokens.sunken)
        if self.is_empty:
            self.draw_empty(painter, rect.adjusted(8, 0, -8, 0))
            return
        self._layer = self._layer or self._points_layer()
        painter.drawPixmap(0, 0, self._layer)
        if self._current is not None and self._current < len(self._points):
            at = QPointF(*self._places()[self._current])
            paint_ring(painter, at, self._radius() + 4.5 * theme().scale, tokens)
        if self.hasFocus():
            draw_focus_ring(painter, rect, theme().px(8))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample was pressed."""
        if self.is_empty:
            return
        places = self._places()
        distance = np.hypot(places[:, 0] - event.position().x(), places[:, 1] - event.position().y())
        if distance.min() <= theme().px(14):
            self.sample_clicked.emit(int(distance.argmin()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the sample before or after."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if self.is_empty or event.key() not in steps:
            super().keyPressEvent(event)
            return
        start = -1 if self._current is None else self._current
        index = max(0, min(len(self._points) - 1, start + steps[Qt.Key(event.key())]))
        if index != self._current:
            self.sample_clicked.emit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Points are placed anew."""
        self._layer = None
