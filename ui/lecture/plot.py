"""The plot of a slide: one of the charts of the window, drawn so large that the last row can read it."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from nnsim import data
from nnsim.document import Document
from nnsim.document.lesson import Plot
from nnsim.text import NnsimError
from ui.bridge import Snapshot
from ui.bridge.by_node import norms_by_node, weights_by_node
from ui.charts import DecisionMap, GradientBars, LossChart, WeightRidges
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
    chart = DecisionMap()
    try:
        found = None if document.data is None else data.prepare(document.data)
    except NnsimError:
        found = None
    if found is None or found.bounds is None or figures is None:
        return chart
    low, high = (float(found.y_train.min()), float(found.y_train.max())) if found.y_train.size else (0.0, 1.0)
    chart.set_data(_answers(document, figures), found.bounds, low, high if high > low else low + 1.0)
    if found.classes:
        labels = np.concatenate([found.labels_train, found.labels_test]).astype(np.int64)
        places = np.concatenate([found.x_train, found.x_test])
        chart.set_points(places, labels, np.arange(len(places)) >= len(found.x_train))
    return chart


def _answers(document: Document, figures: Snapshot) -> Any:
    """The maps of what leads to the loss, through the output; the lowest y first."""
    network = document.network
    node = next((node.id for node in network.nodes if node.kind == "loss"), None)
    while node is not None and node not in figures.unit_maps:
        node = next((link.source for link in network.into(node)), None)
    return None if node is None else figures.unit_maps[node][:, ::-1]


_MADE = {"loss": _loss, "weights": _weights, "gradients": _gradients, "decision": _decision}
