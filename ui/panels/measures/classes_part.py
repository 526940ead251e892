"""Precision, recall and F1 of each class, with the formula of the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim.text import Message, format_count, message
from nnsim.trace import metric_formula
from ui.bridge.measures import METRICS, Measures
from ui.look.widgets import Button
from ui.panels.measures.figures_table import Figure, FigureColumn, FigureRow, FiguresTable
from ui.panels.measures.formula_card import FormulaCard
from ui.panels.measures.metrics_part import ON_SET
from ui.panels.plots.plot_part import PlotPart

_AT_ONCE = 12
_PER_CLASS = tuple(metric for metric in METRICS if metric.per_class)
_SENTENCES: dict[str, Message] = {
    "precision": message("How many of the answers that name this class are right."),
    "recall": message("How many samples of this class are found."),
    "f1": message("Precision and recall in one number, which is high only if both are."),
}


class ClassesPart(PlotPart):
    """A row for each class: the first dozen, and the others once they are asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Class by class"), parent=parent)
        self._found: Measures | None = None
        self._part = "train"
        self._most = _AT_ONCE
        self.table = FiguresTable(message("Class by class"), column_width=76)
        self.more = Button("", icon="caret-down", kind="bare", size="small")
        self.card = FormulaCard()
        for widget in (self.table, self.more, self.card):
            self.add(widget)
        self._column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._open)
        self.table.chosen.connect(lambda _row, _column: self._explain())

    def take(self, found: Measures, part: str) -> None:
        """Show the classes of a set, `train` or `test`."""
        self._found, self._part = found, part
        assert found.tally is not None
        columns = [FigureColumn(metric.title) for metric in _PER_CLASS]
        rows = [
            FigureRow(name, (*(Figure(metric.text(float(found.per_class[metric.id][index]))) for metric in _PER_CLASS),
                             Figure(format_count(int(found.tally.occurs[index])))))
            for index, name in enumerate(found.classes[: self._most])
        ]  # fmt: skip
        self.table.set_rows([*columns, FigureColumn(message("Samples"), optional=True)], rows)
        left = len(found.classes) - len(rows)
        self.more.setVisible(left > 0)
        if left > 0:
            self.more.set_text(message("1 more class") if left == 1 else message("{count} more classes", count=left))
        self._explain()

    def _open(self) -> None:
        if self._found is not None:
            self._most = len(self._found.classes)
            self.take(self._found, self._part)

    def _explain(self) -> None:
        row, column = self.table.place
        found = self._found
        if found is None or row >= len(found.classes):
            return
        metric = _PER_CLASS[min(column, len(_PER_CLASS) - 1)]
        self.card.show_metric(
            metric.id, message("{metric} of {name}", metric=metric.title, name=found.classes[row]), ON_SET[self._part],
            _SENTENCES[metric.id], metric_formula(metric.id, found, row),
            metric.text(float(found.per_class[metric.id][row])),
        )
