"""Saving the plots as pictures, from the menu of the side panel."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from nnsim.text import Message, message, render, tr
from ui.charts.chart import Chart
from ui.panels.plots import PlotsPanel


def add_chart_pictures(menu: QMenu, plots: PlotsPanel, window: QWidget) -> None:
    """One entry for each chart; what has nothing to show yet cannot be chosen."""
    charts: dict[Message, Chart] = {
        message("Save the loss curve…"): plots.loss,
        message("Save the decision map…"): plots.boundary.map,
        message("Save the weights…"): plots.layers.ridges,
        message("Save the gradients…"): plots.layers.bars,
    }
    for text, chart in charts.items():
        action = menu.addAction(render(text))
        action.setEnabled(not chart.is_empty)
        action.triggered.connect(partial(_save, chart, window))


def _save(chart: Chart, window: QWidget, _checked: bool = False) -> None:
    name, _ = QFileDialog.getSaveFileName(window, tr("Save as"), "", tr("Pictures (*.png *.svg)"))
    if name:
        path = Path(name)
        chart.export(path if path.suffix in (".png", ".svg") else path.with_name(path.name + ".png"))
