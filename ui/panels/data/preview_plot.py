"""The samples of a draft over two of its columns, with axes: classes by colour and shape, test samples hollow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.data import Dataset
from nnsim.text import message, shown_name, tr
from ui.charts.chart import Chart, draw_tick
from ui.charts.points import at_one_scale, point_stamp
from ui.charts.ticks import nice_ticks, tick_text
from ui.look import class_shape, diverging_color, font, paint_point, theme
from ui.look.widgets import draw_box

_CENTER = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MOST_POINTS = 3000
"""So many points are drawn at most; more would only cover each other."""


class PreviewPlot(Chart, QWidget):
    """A scatter of what the network will see: the first two inputs, numbers before the 0 and 1 of classes, or one
    input against the output."""

    empty_text = message("The samples appear here.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = np.empty((0, 2))
        self._values = np.empty(0)
        self._test = np.empty(0, dtype=bool)
        self._classes = True
        self._names = ("", "")
        self._two_inputs = False
        self._layer: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether there are no samples."""
        return len(self._points) == 0

    def set_data(self, data: Dataset | None) -> None:
        """Show the samples of a data set; None or a set without inputs empties the plot."""
        if data is None or not data.inputs:
            self._points = np.empty((0, 2))
        else:
            x = np.concatenate([data.x_train, data.x_test])
            self._values = np.concatenate([data.labels_train, data.labels_test]).astype(np.float64)
            first, *others = _axes(data)
            self._points = np.column_stack([x[:, first], x[:, others[0]] if others else self._values])
            self._test = np.arange(len(x)) >= len(data.x_train)
            self._classes = bool(data.classes)
            outputs = data.output_names
            second = data.input_names[others[0]] if others else outputs[0] if len(outputs) == 1 else "y"
            self._names = (data.input_names[first], second)
            self._two_inputs = bool(others)
            self._thin()
        self._layer = None
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self._layer = None
        self.setFixedHeight(theme().px(240))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Preview of the samples"))
        self._layer = None
        super().retranslate()

    def _thin(self) -> None:
        if len(self._points) > _MOST_POINTS:
            kept = np.linspace(0, len(self._points) - 1, _MOST_POINTS).astype(np.intp)
            self._points, self._values, self._test = self._points[kept], self._values[kept], self._test[kept]

    def _area(self) -> QRectF:
        px = theme().px
        return QRectF(self.rect()).adjusted(px(42), px(10), -px(12), -px(38))

    def _ranges(self) -> list[tuple[list[float], float, float]]:
        """Ticks, low and high of both axes, a little wider than the points; alike inputs at one scale."""
        lows, highs = self._points.min(axis=0), self._points.max(axis=0)
        spans = np.where(highs > lows, 1.16 * (highs - lows), 2.0)
        if self._two_inputs:
            spans = at_one_scale(spans, np.array([self._area().width(), self._area().height()]))
        ranges = []
        for middle, span in zip((lows + highs) / 2, spans, strict=True):
            low, high = float(middle - span / 2), float(middle + span / 2)
            ticks = [tick for tick in nice_ticks(low, high, 5) if low <= tick <= high]
            ranges.append((ticks, low, high))
        return ranges

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        layer = QPixmap(self.size() * ratio)
        layer.setDevicePixelRatio(ratio)
        layer.fill(Qt.GlobalColor.transparent)
        painter, area = QPainter(layer), self._area()
        ranges = self._ranges()
        self._draw_axes(painter, area, ranges)
        (_, x0, x1), (_, y0, y1) = ranges
        places = np.column_stack([
            area.left() + (self._points[:, 0] - x0) / (x1 - x0) * area.width(),
            area.bottom() - (self._points[:, 1] - y0) / (y1 - y0) * area.height(),
        ])
        if self._classes:
            self._draw_classes(painter, places, ratio)
        else:
            self._draw_values(painter, places)
        painter.end()
        return layer

    def _draw_axes(self, painter: QPainter, area: QRectF, ranges: list[tuple[list[float], float, float]]) -> None:
        tokens, px = theme().tokens, theme().px
        (x_ticks, x0, x1), (y_ticks, y0, y1) = ranges
        painter.setPen(QPen(tokens.border, px(1)))
        for tick in x_ticks:
            x = area.left() + (tick - x0) / (x1 - x0) * area.width()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for tick in y_ticks:
            y = area.bottom() - (tick - y0) / (y1 - y0) * area.height()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        for tick in x_ticks:
            x = area.left() + (tick - x0) / (x1 - x0) * area.width()
            draw_tick(painter, QRectF(x - px(30), area.bottom() + px(2), px(60), px(16)), _text(tick, x_ticks), _CENTER)
        for tick in y_ticks:
            y = area.bottom() - (tick - y0) / (y1 - y0) * area.height()
            draw_tick(painter, QRectF(0, y - px(8), area.left() - px(6), px(16)), _text(tick, y_ticks), _RIGHT)
        painter.setFont(font("label"))
        painter.setPen(tokens.text2)
        below = QRectF(area.left(), area.bottom() + px(19), area.width(), px(16))
        painter.drawText(below, _CENTER, self._short(painter, shown_name(self._names[0]), area.width()))
        painter.save()
        painter.translate(px(7), area.center().y())
        painter.rotate(-90)
        box = QRectF(-area.height() / 2, -px(8), area.height(), px(16))
        painter.drawText(box, _CENTER, self._short(painter, shown_name(self._names[1]), area.height()))
        painter.restore()

    def _short(self, painter: QPainter, name: str, room: float) -> str:
        return painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room))

    def _draw_classes(self, painter: QPainter, places: NDArray[np.float64], ratio: float) -> None:
        radius = (3.2 if len(places) > 16 else 5.0) * theme().scale
        for index in np.argsort(self._test, kind="stable"):
            stamp = point_stamp(int(self._values[index]), bool(self._test[index]), radius, ratio, theme().tokens)
            half = stamp.width() / ratio / 2
            painter.drawPixmap(QPointF(places[index, 0] - half, places[index, 1] - half), stamp)

    def _draw_values(self, painter: QPainter, places: NDArray[np.float64]) -> None:
        tokens, scale = theme().tokens, theme().scale
        limit = max(1e-9, float(np.abs(self._values).max()))
        for index, (x, y) in enumerate(places):
            color = diverging_color(self._values[index], -limit, limit)
            fill, outline = (tokens.surface, color) if self._test[index] else (color, tokens.border2)
            paint_point(painter, class_shape(1), QPointF(x, y), 3.6 * scale, fill, outline, 1.2 * scale)

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(320), theme().px(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, axes and points."""
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), theme().px(10), theme().tokens.canvas)
        if self.is_empty:
            self.draw_empty(painter, QRectF(self.rect()))
            return
        self._layer = self._layer or self._draw()
        painter.drawPixmap(0, 0, self._layer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Points are placed anew."""
        self._layer = None


def _axes(data: Dataset) -> list[int]:
    """Up to two inputs to draw: those that tell samples apart by more than 0 and 1 come first."""
    return sorted(range(len(data.inputs)), key=lambda index: data.inputs[index].category is not None)[:2]


def _text(tick: float, ticks: list[float]) -> str:
    return tick_text(tick, ticks[1] - ticks[0] if len(ticks) > 1 else 1.0)
