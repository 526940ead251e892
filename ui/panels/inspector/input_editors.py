"""How many values an input takes and how they are arranged, while there is no data to choose columns of."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from nnsim.catalog import Field
from nnsim.catalog.input import MOST_COLUMNS
from nnsim.text import message
from ui.look.widgets import NumberField
from ui.panels.inspector.field_editor import FieldEditor
from ui.panels.inspector.field_words import field_words
from ui.panels.inspector.row import FieldLabel

FEATURES = Field(
    "columns", message("Features"),
    message("How many values each sample has. When data is chosen, its columns enter here."),
    "int", 2, 1, MOST_COLUMNS, 1, 64,
)  # fmt: skip


class FeaturesEditor(FieldEditor):
    """The number of features; `committed` tells it."""

    def _build(self, row: QHBoxLayout) -> None:
        row.addWidget(FieldLabel(self.field.title, field_words(self.field)))
        self._number = NumberField(
            1, 1, MOST_COLUMNS, step=1.0, whole=True, name=self.field.title, width=92, exact=True)
        self._number.committed.connect(lambda number: self.committed.emit(round(number)))
        row.addWidget(self._number)
        row.addStretch(1)

    def _show(self, value: Any) -> None:
        self._number.set_value(float(len(value)))
        self._reset.setVisible(len(value) != self.field.default)
