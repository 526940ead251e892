"""The decision boundary: map and points, accuracy and legend beside them."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nnsim import catalog
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.text import message
from ui.bridge import Snapshot
from ui.charts.accuracy_bars import AccuracyBars
from ui.charts.decision_map import DecisionMap
from ui.charts.point_legend import PointLegend
from ui.charts.prediction import map_note, map_range, points_of, prediction_map
from ui.look import theme
from ui.look.widgets import Themed
from ui.panels.plots.plot_part import PlotPart

MAP_SIDE, GAP, LEGEND_WIDTH = 252, 22, 166
_NARROW_GAP, _NARROW_LEGEND = 16, 128
BOUNDARY, ACCURACY = message("Decision boundary"), message("Accuracy")


class BoundaryPart(PlotPart):
    """Map, accuracy and legend. Without two inputs the map has gone, and the part is of the accuracy alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(BOUNDARY, parent=parent)
        self._dataset: Dataset | None = None
        self.map = DecisionMap()
        self.accuracy, self.legend = AccuracyBars(), PointLegend()
        self._row = SideBySide(self.map, Below(self.accuracy, self.legend))
        self.add(self._row)

    def take_data(self, dataset: Dataset | None) -> None:
        """Show the samples of another data set."""
        self._dataset = dataset
        plane = dataset is not None and len(dataset.inputs) == 2
        classes = dataset is not None and bool(dataset.classes)
        self.setVisible(dataset is not None and (plane or classes))
        self._row.set_map_visible(plane)
        self.set_title(BOUNDARY if plane else ACCURACY)
        self.accuracy.set_titled(plane)
        self.accuracy.setVisible(classes)
        if dataset is None:
            return
        self.legend.setVisible(plane and classes)
        self.legend.set_data(dataset.classes, len(dataset.x_test) > 0)
        if plane:
            points = points_of(dataset)
            self.map.set_points(points.places, points.labels, points.test)

    def take(self, document: Document, snapshot: Snapshot | None) -> None:
        """Show the answers and the accuracy of this moment."""
        dataset = self._dataset
        if dataset is None:
            return
        self.set_note(map_note(document, dataset) if len(dataset.inputs) == 2 else "")
        bounds = dataset.bounds
        if snapshot is None:
            if bounds is None:
                self.map.set_data(None)
            else:
                self.map.set_data(None, bounds)  # the samples stand where they will
            self.accuracy.set_data(math.nan, math.nan if len(dataset.x_test) else None)
            return
        if bounds is not None:
            low, high = map_range(dataset)
            threshold = catalog.decision_threshold(document.network)
            self.map.set_data(prediction_map(document, snapshot.unit_maps), bounds, low, high, threshold)
        test = snapshot.test_accuracy if len(dataset.x_test) else None
        self.accuracy.set_data(snapshot.train_accuracy, test)


class SideBySide(Themed, QWidget):
    """The map at the left, as large as the design or as there is room for, and the rest beside it."""

    def __init__(self, map_: QWidget, beside: QWidget) -> None:
        super().__init__()
        self._map, self._beside = map_, beside
        self._has_map = True
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in (map_, beside):
            widget.setParent(self)
            widget.setAutoFillBackground(True)  # when one moves, the other is not painted
        self.follow_theme()

    def set_map_visible(self, on: bool) -> None:
        """Show the map, or leave it out."""
        self._has_map = on
        self._map.setVisible(on)
        self._place()
        self.updateGeometry()

    def restyle(self) -> None:
        """Place anew."""
        self.updateGeometry()
        self._place()

    def _side(self, width: int) -> int:
        """The side of the map, and thereby which gap fits."""
        px = theme().px
        return min(px(MAP_SIDE), max(px(120), width - px(_NARROW_GAP + _NARROW_LEGEND)))

    def _place(self) -> None:
        px, side = theme().px, self._side(self.width())
        if not self._has_map:
            self._beside.setGeometry(0, 0, min(self.width(), px(2 * LEGEND_WIDTH)), self.height())
            return
        self._map.setGeometry(0, 0, side, side)
        gap = px(GAP) if self.width() >= px(MAP_SIDE + GAP + LEGEND_WIDTH) else px(_NARROW_GAP)
        self._beside.setGeometry(side + gap, 0, max(0, self.width() - side - gap), max(side, self.height()))

    def hasHeightForWidth(self) -> bool:
        """The map is square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The map, or what stands beside it when that is higher."""
        beside = self._beside.sizeHint().height()
        return max(self._side(width), beside) if self._has_map else beside

    def sizeHint(self) -> QSize:
        """The size of the design."""
        width = theme().px(MAP_SIDE + GAP + LEGEND_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The smallest map."""
        return QSize(theme().px(240), self._beside.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place anew."""
        super().resizeEvent(event)
        self._place()


class Below(Themed, QWidget):
    """Widgets below each other, starting at the top."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        column.addStretch(1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self.layout().setSpacing(theme().px(18))
