"""What the network answers over the plane of its two inputs, with the samples on top."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import message, tr
from ui.charts.chart import Chart
from ui.charts.points import paint_ring, point_stamp
from ui.look import Tokens, diverging_image, theme

Floats = npt.NDArray[np.floating[Any]]
Bounds = tuple[tuple[float, float], tuple[float, float]]
_RANGE: Bounds = ((-1.0, 1.0), (-1.0, 1.0))
_EDGE = 1e-6  # keeps three places apart when the decision turns at an end


class DecisionMap(Chart, QWidget):
    """A square map. `sample_clicked(index)` tells which point was pressed."""

    sample_clicked = Signal(int)
    empty_text = message("The map appears when the network has two inputs.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: Floats | None = None
        self._low, self._high, self._threshold = 0.0, 1.0, 0.5
        self._bounds = _RANGE
        self._points: Floats = np.empty((0, 2))
        self._labels: npt.NDArray[np.integer[Any]] = np.empty(0, dtype=np.int64)
        self._test: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)
        self._current: int | None = None
        self._image: QImage | None = None
        self._layer: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether there is no map yet."""
        return self._map is None

    def set_data(
        self,
        values: Floats | None,
        bounds: Bounds = _RANGE,
        low: float = 0.0,
        high: float = 1.0,
        threshold: float = 0.5,
    ) -> None:
        """Show answers over the plane.

        Args:
            values: [rows, columns] of one output (from class 0 at `low` to class 1 at `high`), or
                [classes, rows, columns] of class probabilities; row 0 lies at the lowest y, column 0 at the lowest x.
                None empties the chart.
            bounds: ((x0, x1), (y0, y1)) of the plane.
            low, high: what a single output takes as the values of class 0 and class 1.
            threshold: the share of the way from `low` to `high` at which the decision turns: there the colors meet.
        """
        if values is not None and values.ndim == 3 and len(values) <= 2:
            values = values[-1]
        self._map, self._low, self._high, self._threshold = values, low, high, threshold
        if bounds != self._bounds:
            self._bounds, self._layer = bounds, None
        self._image = None
        self.update()

    def set_points(self, points: Floats, labels: npt.NDArray[np.integer[Any]], test: npt.NDArray[np.bool_]) -> None:
        """Show samples: coordinates (samples, 2), class of each, and whether it belongs to the test data."""
        self._points, self._labels, self._test = points, labels, test
        self._layer = None
        self.update()

    def set_current(self, index: int | None) -> None:
        """Ring one sample, or none."""
        self._current = index
        self.update()

    def restyle(self) -> None:
        """Colours and sizes are drawn anew."""
        self._image = self._layer = None
        self.setMinimumSize(theme().px(96), theme().px(96))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Decision map"))
        super().retranslate()

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, 0, side, side)

    def _place(self, point: npt.NDArray[Any]) -> QPointF:
        (x0, x1), (y0, y1) = self._bounds
        square = self._square()
        return QPointF(
            square.left() + (float(point[0]) - x0) / (x1 - x0) * square.width(),
            square.bottom() - (float(point[1]) - y0) / (y1 - y0) * square.height(),
        )

    def _map_image(self, values: Floats) -> QImage:
        if values.ndim == 2:
            share = min(max(self._threshold, _EDGE), 1.0 - _EDGE)
            turn = self._low + share * (self._high - self._low)
            return diverging_image(np.interp(values[::-1], (self._low, turn, self._high), (0.0, 0.5, 1.0)), 0.0, 1.0)
        return class_image(values[:, ::-1], theme().tokens)

    def _points_layer(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        tokens = theme().tokens
        with QPainter(layer) as painter:
            for index in np.argsort(self._test, kind="stable"):
                stamp = point_stamp(int(self._labels[index]), bool(self._test[index]), self._radius(), ratio, tokens)
                half = stamp.width() / ratio / 2
                painter.drawPixmap(self._place(self._points[index]) - QPointF(half, half), stamp)
        return layer

    def _radius(self) -> float:
        crowd = 3.6 if len(self._points) > 16 else 5.0
        return crowd * theme().scale

    def hasHeightForWidth(self) -> bool:
        """Square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Square."""
        return width

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(252), theme().px(252))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Map, points, ring, outline."""
        painter, tokens, square = QPainter(self), theme().tokens, self._square()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        shape = QPainterPath()
        shape.addRoundedRect(square, theme().px(10), theme().px(10))
        painter.setClipPath(shape)
        painter.fillRect(square, tokens.canvas if tokens.dark else tokens.surface)
        if self._map is not None:
            self._image = self._image or self._map_image(self._map)
            painter.setOpacity(0.62 if tokens.dark else 0.85)
            painter.drawImage(square, self._image)
            painter.setOpacity(1.0)
        elif not len(self._points):  # samples say by themselves that there are two inputs
            self.draw_empty(painter, square.adjusted(16, 0, -16, 0))
        if len(self._points):
            self._layer = self._layer or self._points_layer()
            painter.drawPixmap(0, 0, self._layer)
        if self._current is not None and self._current < len(self._points):
            paint_ring(painter, self._place(self._points[self._current]), 2.0 * self._radius(), tokens)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.border2, max(1.0, theme().scale)))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), theme().px(10), theme().px(10))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample was pressed."""
        if not len(self._points):
            return
        places = np.array([[(at := self._place(point)).x(), at.y()] for point in self._points])
        distance = np.hypot(places[:, 0] - event.position().x(), places[:, 1] - event.position().y())
        if distance.min() <= 3 * self._radius():
            self.sample_clicked.emit(int(distance.argmin()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Points are placed anew."""
        self._layer = None


def class_image(probabilities: Floats, tokens: Tokens) -> QImage:
    """Each cell in its likeliest class's colour, paler the less certain; [classes, rows, columns], row 0 on top."""
    known = np.nan_to_num(np.asarray(probabilities, dtype=np.float32))
    classes = len(known)
    best = known.argmax(axis=0)
    share = np.clip((known.max(axis=0) - 1 / classes) / (1 - 1 / classes), 0.0, 1.0)[..., None]
    colors = np.array([tokens.class_color(index).getRgb()[:3] for index in range(classes)], dtype=np.float32)
    paper = np.array(tokens.canvas.getRgb()[:3], dtype=np.float32)
    mixed = (paper + (colors[best] - paper) * (0.15 + 0.7 * share)).astype(np.uint32)
    pixels = np.ascontiguousarray(0xFF000000 | (mixed[..., 0] << 16) | (mixed[..., 1] << 8) | mixed[..., 2])
    rows, columns = pixels.shape
    pixels = pixels.astype(np.uint32)
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32).copy()
