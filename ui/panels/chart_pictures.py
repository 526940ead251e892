"""Saving the plots and the confusion matrix, from the menu of the side panel."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from nnsim.text import Message, message, render, tr
from ui.charts.chart import Chart
from ui.charts.confusion_matrix import ConfusionMatrix
from ui.panels.folders import documents_folder
from ui.panels.measures import MeasuresPanel
from ui.panels.plots import PlotsPanel

_PICTURES = (".png", ".svg")


def add_chart_pictures(menu: QMenu, plots: PlotsPanel, measures: MeasuresPanel, window: QWidget) -> None:
    """One entry for each chart, as it is at this moment; what has nothing to show yet cannot be chosen.

    The matrix can be saved as a table, too.
    """
    plots.draw()  # in front or not
    charts: dict[Message, Chart | None] = {
        message("Save the loss curve…"): plots.loss,
        message("Save the decision map…"): plots.boundary.map,
        message("Save the weights…"): plots.layers.ridges,
        message("Save the gradients…"): plots.layers.bars,
        message("Save the confusion matrix…"): measures.current_matrix(),
    }
    for text, chart in charts.items():
        action = menu.addAction(render(text))
        action.setEnabled(chart is not None and not chart.is_empty)
        action.triggered.connect(partial(_save, chart, window))


def _save(chart: Chart, window: QWidget, _checked: bool = False) -> None:
    table = tr("Table (*.csv)")
    kinds = [tr("Pictures (*.png *.svg)"), *([table] if isinstance(chart, ConfusionMatrix) else [])]
    name, kind = QFileDialog.getSaveFileName(window, tr("Save as"), str(documents_folder()), ";;".join(kinds))
    if not name:
        return
    path = Path(name)
    if isinstance(chart, ConfusionMatrix) and (path.suffix == ".csv" or (kind == table and not path.suffix)):
        chart.export_table(path if path.suffix else path.with_name(path.name + ".csv"))
    else:
        chart.export(path if path.suffix in _PICTURES else path.with_name(path.name + ".png"))
