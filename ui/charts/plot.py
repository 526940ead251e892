"""The plot that curves are drawn in, and its curves: kept in pixels until their numbers or the ranges change."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.charts.chart import Chart
from ui.charts.series import Floats, areas, lines, thinned
from ui.look import draw_lines, theme

DASH, SPACE = 5.0, 3.5
Range = tuple[float, float, float, float]
"""x0, x1, y0, y1."""


class Plot(Chart, QWidget):
    """A plain area of curves.

    A subclass gives the margins, adds curves, sets the ranges, and paints axes in `draw_axes` and marks in
    `draw_marks`; `area` is the rectangle of the curves in pixels.
    """

    # left, top, right, bottom: pixels at 100 %
    margins = (34, 8, 8, 22)
    # A column shows its lowest and highest number, so no spike is lost.
    pixels_per_column = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curves: list[Curve] = []
        self._range = (0.0, 1.0, 0.0, 1.0)

    @property
    def area(self) -> QRectF:
        """The rectangle of the curves, in pixels of the widget."""
        left, top, right, bottom = (theme().px(margin) for margin in self.margins)
        return QRectF(left, top, max(1, self.width() - left - right), max(1, self.height() - top - bottom))

    def set_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """What the area shows, in the numbers of the curves."""
        self._range = (x0, x1, y0, y1)

    def to_pixels(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the curves lies in the widget."""
        x0, x1, y0, y1 = self._range
        area = self.area
        return (
            area.left() + (x - x0) / (x1 - x0) * area.width(),
            area.bottom() - (y - y0) / (y1 - y0) * area.height(),
        )

    def x_at(self, pixel: float) -> float:
        """The x of the curves under a pixel column."""
        x0, x1, _, _ = self._range
        return x0 + (pixel - self.area.left()) / self.area.width() * (x1 - x0)

    def restyle(self) -> None:
        """Place the curves anew, because margins follow the scale."""
        self.place()
        super().restyle()

    def place(self) -> None:
        """Put what stands in pixels where it belongs: called on every change of size and scale."""

    def draw_axes(self, painter: QPainter) -> None:
        """What lies under the curves."""

    def draw_marks(self, painter: QPainter) -> None:
        """What lies over the curves."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place anew."""
        super().resizeEvent(event)
        self.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, curves, marks; or the empty state."""
        painter = QPainter(self)
        if self.is_empty:
            self.draw_empty(painter, QRectF(self.rect()))
            return
        self.draw_axes(painter)
        area = self.area
        painter.save()
        painter.setClipRect(area)
        for curve in self.curves:
            curve.paint(painter, area, self._range, int(area.width()) // self.pixels_per_column)
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_marks(painter)


class Curve:
    """One series: a curve and, when wanted, the area under it."""

    def __init__(self, filled: bool = False, dashed: bool = False, width: float = 2.25) -> None:
        self._filled, self._dashed, self._width = filled, dashed, width
        self._color, self._tint = QColor(), QColor()
        self._x: Floats = np.empty(0)
        self._y: Floats = np.empty(0)
        self._base = 0.0
        self._drawn: tuple[object, ...] = ()
        self._lines = np.empty((0, 4))
        self._areas: list[QPolygonF] = []

    def set_color(self, color: QColor, fill_opacity: float = 0.1) -> None:
        """The colour of the curve; its area wears it thinly."""
        self._color, self._tint = color, QColor(color)
        self._tint.setAlphaF(fill_opacity)

    def set_data(self, x: Floats, y: Floats, base: float = 0.0) -> None:
        """Show a series; NaN leaves a gap. The area reaches to `base`."""
        self._x, self._y, self._base = x, y, base
        self._drawn = ()

    def paint(self, painter: QPainter, area: QRectF, shown: Range, columns: int) -> None:
        """Draw the series, thinned to so many columns, where `area` holds the numbers of `shown`."""
        scale = theme().scale
        self._lay_out(area, shown, columns, scale)
        if self._filled:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # the curve runs along the edge
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tint)
            for polygon in self._areas:
                painter.drawPolygon(polygon)
        # Square caps close the corners between the lines.
        cap = Qt.PenCapStyle.FlatCap if self._dashed else Qt.PenCapStyle.SquareCap
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._color, self._width * scale, Qt.PenStyle.SolidLine, cap))
        draw_lines(painter, self._lines)

    def _lay_out(self, area: QRectF, shown: Range, columns: int, scale: float) -> None:
        drawn = (area.getRect(), shown, columns, scale)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        x, y = thinned(self._x, self._y, max(16, columns))
        x0, x1, y0, y1 = shown
        across = area.left() + (x - x0) * (area.width() / (x1 - x0))
        down = area.bottom() - (y - y0) * (area.height() / (y1 - y0))
        base = area.bottom() - (self._base - y0) * (area.height() / (y1 - y0))
        self._lines = lines(across, down, (DASH * scale, SPACE * scale) if self._dashed else None)
        self._areas = areas(across, down, base) if self._filled else []
