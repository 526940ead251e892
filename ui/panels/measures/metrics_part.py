"""The metrics of all answers, training and test side by side, with the formula of the one that is chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from nnsim.data import Dataset
from nnsim.text import Message, message
from nnsim.trace import metric_formula
from ui.bridge.measures import METRICS, Measures, MetricKind
from ui.look.widgets import Button, Label
from ui.panels.measures.figures_table import Figure, FigureColumn, FigureRow, FiguresTable
from ui.panels.measures.formula_card import FormulaCard
from ui.panels.plots.plot_part import PlotPart

PARTS = ("train", "test")
COLUMNS = (FigureColumn(message("train"), "loss"), FigureColumn(message("test"), "text2"))
ON_SET: dict[str, Message] = {"train": message("on the training set"), "test": message("on the test set")}


class MetricsPart(PlotPart):
    """A row for each metric that fits the task. `split_wanted` asks for samples to test with, where there are none."""

    split_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Metrics"), first=True, parent=parent)
        self._found: dict[str, Measures] = {}
        self._metrics: tuple[MetricKind, ...] = ()
        self.table = FiguresTable(message("Metrics"))
        self.card = FormulaCard()
        self._unit = Label("", "small", "text3", wrap=True)
        self.split = Button(message("Keep samples for testing…"), icon="database", kind="bare", size="small")
        self.split.clicked.connect(self.split_wanted)
        for widget in (self.table, self._unit, self.split, self.card):
            self.add(widget)
        self._column.setAlignment(self.split, Qt.AlignmentFlag.AlignLeft)
        self.table.chosen.connect(lambda _row, _column: self._explain())

    def take(self, found: dict[str, Measures], data: Dataset) -> None:
        """Show the metrics of the sets that have samples."""
        form = next(iter(found.values())).form
        fitting = tuple(metric for metric in METRICS if metric.id in form.metrics)
        if fitting != self._metrics and "test" in found:
            self.table.choose(0, 1)
        self._found, self._metrics = found, fitting
        rows = [
            FigureRow(metric.titled(form.k), tuple(_figure(metric, found.get(part)) for part in PARTS))
            for metric in fitting
        ]
        self.table.set_rows(COLUMNS, rows)
        self.set_note(task_note(found))
        unit = _unit_note(data) if form.task == "numbers" else None
        self._unit.setVisible(unit is not None)
        self._unit.set_text(unit or "")
        self.split.setVisible("test" not in found)
        self._explain()

    def _explain(self) -> None:
        row, column = self.table.place
        found = self._found.get(PARTS[column])
        self.card.setVisible(found is not None)
        if found is not None and row < len(self._metrics):
            metric = self._metrics[row]
            self.card.show_metric(
                metric.id, metric.titled(found.k), ON_SET[PARTS[column]], metric.meaning,
                metric_formula(metric.id, found), metric.text(found.values[metric.id]),
            )


def task_note(found: dict[str, Measures]) -> Message:
    """What is told apart or predicted."""
    form = next(iter(found.values())).form
    if form.task == "numbers":
        return message("numbers")
    if form.task == "sequences":
        return message("sequences of {count} classes", count=len(form.classes))
    return message("{count} classes", count=len(form.classes))


def _figure(metric: MetricKind, found: Measures | None) -> Figure:
    if found is None:
        return Figure("–")
    value = found.values[metric.id]
    return Figure(metric.text(value), value if metric.share else math.nan)


def _unit_note(data: Dataset) -> Message | None:
    """In which unit errors are, where the network does not see the targets as they are."""
    changed = [column for column in data.outputs if (column.mean, column.std) != (0.0, 1.0)]
    if not changed:
        return None
    if len(data.outputs) == 1:
        return message("The target is standardized: an error of 1 is {std} of '{name}'.",
                       std=changed[0].std, name=changed[0].name)
    return message("Targets are standardized: an error of 1 is one standard deviation.")
