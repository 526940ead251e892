"""The plot of a slide: one of the charts of the window, drawn so large that the last row can read it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim.document import Document
from nnsim.document.lesson import Plot
from ui.bridge import Snapshot
from ui.bridge.by_node import norms_by_node, weights_by_node
from ui.charts import DecisionMap, GradientBars, LossChart, WeightRidges
from ui.charts.prediction import dataset_of, map_range, points_of, prediction_map
from ui.look import theme

TICK = 11.0


class StagePlot(QWidget):
    """A chart, enlarged; `set_size` says how large its smallest text is, in pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._factor = 2.0
        self._chart: QWidget | None = None

    @property
    def chart(self) -> QWidget | None:
        """The chart that is shown, None where there is none."""
        return self._chart

    def set_size(self, text: float) -> None:
        """How large ticks are."""
        self._factor = max(0.5, text / TICK / theme().scale)
        self._place()

    def show_plot(self, plot: Plot, document: Document, figures: Snapshot | None) -> None:
        """Show one of the plots of this moment; none for an empty name."""
        if self._chart is not None:
            self._chart.deleteLater()
        self._chart = _MADE[plot](document, figures) if plot else None
        if self._chart is not None:
            self._chart.setParent(self)
            self._chart.hide()  # it is painted enlarged, and never stands there itself
        self.setVisible(self._chart is not None)
        self._place()

    def _place(self) -> None:
        if self._chart is not None:
            self._chart.resize(QSize(round(self.width() / self._factor), round(self.height() / self._factor)))
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chart, enlarged."""
        if self._chart is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(self._factor, self._factor)
        self._chart.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))


def _loss(document: Document, figures: Snapshot | None) -> QWidget:
    chart = LossChart()
    history = document.history
    if len(history):
        test = np.asarray(history["test_loss"], np.float64)
        chart.set_data(np.asarray(history["epoch"], np.float64), np.asarray(history["train_loss"], np.float64),
                       test if np.isfinite(test).any() else None)
    return chart


def _weights(document: Document, figures: Snapshot | None) -> QWidget:
    chart, weights = WeightRidges(), weights_by_node(document.state.parameters)
    chart.set_data([(node.name, weights[node.id]) for node in document.network.nodes if node.id in weights])
    return chart


def _gradients(document: Document, figures: Snapshot | None) -> QWidget:
    chart = GradientBars()
    norms = {} if figures is None else norms_by_node(figures.gradient_norms)
    rows = [(node.name, norms[node.id]) for node in document.network.nodes if node.id in norms]
    chart.set_data([row for row in rows if np.isfinite(row[1])])
    return chart


def _decision(document: Document, figures: Snapshot | None) -> QWidget:
    chart, found = DecisionMap(), dataset_of(document)
    if found is None or found.bounds is None or figures is None:
        return chart
    chart.set_data(prediction_map(document, figures.unit_maps), found.bounds, *map_range(found))
    if found.classes:
        points = points_of(found)
        chart.set_points(points.places, points.labels, points.test)
    return chart


_MADE = {"loss": _loss, "weights": _weights, "gradients": _gradients, "decision": _decision}
