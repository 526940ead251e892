"""The plot that curves are drawn in: pyqtgraph's view box and curve items behind our names, axes in our design."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from ui.charts.chart import Chart
from ui.charts.series import Floats, area_path, thinned
from ui.look import theme


class Plot(Chart, pyqtgraph.GraphicsView):
    """A plain area of curves without menu, mouse zoom or frame.

    A subclass gives the margins, sets the ranges, and paints axes in `drawBackground` and marks in `drawForeground`,
    where `area` is the rectangle of the curves in pixels.
    """

    # left, top, right, bottom: pixels at 100 %
    margins = (34, 8, 8, 22)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAntialiasing(True)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # the axes in the background change with the ranges
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = pyqtgraph.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.box.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.box.disableAutoRange()
        self.scene().addItem(self.box)
        self._range = (0.0, 1.0, 0.0, 1.0)
        self.sigDeviceRangeChanged.connect(self.place)

    @property
    def area(self) -> QRectF:
        """The rectangle of the curves, in pixels of the widget."""
        left, top, right, bottom = (theme().px(margin) for margin in self.margins)
        return QRectF(left, top, max(1, self.width() - left - right), max(1, self.height() - top - bottom))

    def set_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """What the area shows, in the numbers of the curves."""
        if (x0, x1, y0, y1) != self._range:
            self._range = (x0, x1, y0, y1)
            self.box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0)

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

    def repaint_chart(self) -> None:
        """Background and foreground are painted by the viewport."""
        self.viewport().update()

    def place(self) -> None:
        """Put what stands in pixels where it belongs: called on every change of size and scale."""
        self.box.setGeometry(self.area)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel scrolls the panel."""
        event.ignore()


class Curve:
    """One series: a curve item and, when wanted, the area under it."""

    def __init__(self, plot: Plot, filled: bool = False, dashed: bool = False, width: float = 2.25) -> None:
        self._dashed, self._width = dashed, width
        self._area = _Area() if filled else None
        if self._area is not None:
            plot.box.addItem(self._area, ignoreBounds=True)
        self._line = pyqtgraph.PlotCurveItem(connect="finite", antialias=True, skipFiniteCheck=False)
        plot.box.addItem(self._line, ignoreBounds=True)

    def set_color(self, color: QColor, fill_opacity: float = 0.1) -> None:
        """The colour of the curve; its area wears it thinly."""
        pen = QPen(color, self._width * theme().scale)
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        if self._dashed:
            pen.setDashPattern([5 / self._width, 3.5 / self._width])
        self._line.setPen(pen)
        if self._area is not None:
            tint = QColor(color)
            tint.setAlphaF(fill_opacity)
            self._area.set_color(tint)

    def set_data(self, x: Floats, y: Floats, columns: int, base: float = 0.0) -> None:
        """Show a series, thinned to so many pixel columns; NaN leaves a gap."""
        # Half a point per pixel column keeps every spike, and wide round strokes cost by the point.
        x, y = thinned(x, y, max(16, columns // 2))
        if np.isfinite(y).any():
            self._line.setData(x=x, y=y, connect="finite")
        else:
            self._line.clear()
        if self._area is not None:
            self._area.set_path(area_path(x, y, base))

    def set_visible(self, on: bool) -> None:
        """Show or hide curve and area."""
        self._line.setVisible(on)
        if self._area is not None:
            self._area.setVisible(on)


class _Area(pyqtgraph.GraphicsObject):
    """A filled path in the numbers of the curves."""

    def __init__(self) -> None:
        super().__init__()
        self._path, self._color = QPainterPath(), QColor()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents, False)

    def set_path(self, path: QPainterPath) -> None:
        """Fill another area."""
        self.prepareGeometryChange()
        self._path = path
        self.update()

    def set_color(self, color: QColor) -> None:
        """Fill in another colour."""
        self._color = color
        self.update()

    def boundingRect(self) -> QRectF:
        """The path's own."""
        return self._path.boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The area, without an outline."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(self._path, self._color)
