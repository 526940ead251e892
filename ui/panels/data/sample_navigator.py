"""The walk from sample to sample: which one it is, between two arrows, and its numbers below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.text import message, tr
from ui.look.widgets import IconButton, Label, Themed, tip
from ui.panels.data.sample_text import input_text, original_text, output_text


class SampleNavigator(Themed, QWidget):
    """`Sample 3 of 4` between two arrows, and below its place in the batch and its numbers. `moved` tells −1 or 1."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previous = IconButton("caret-left", message("Previous sample"), size=24, icon_size=14)
        self._next = IconButton("caret-right", message("Next sample"), size=24, icon_size=14)
        self._previous.clicked.connect(lambda: self.moved.emit(-1))
        self._next.clicked.connect(lambda: self.moved.emit(1))
        self.place = Label("", "small")
        self.batch = Label("", "label", "text3")
        self.values = Label("", "small", "text2", wrap=True)
        for label in (self.place, self.batch, self.values):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._previous)
        row.addWidget(self.place, 1)
        row.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.batch)
        column.addWidget(self.values)
        self.follow_theme()

    def show_sample(self, data: Dataset, row: int, rows: Sequence[int] = ()) -> None:
        """Show one training sample; `rows` are those of the batch that is walked, in order."""
        count, many = len(data.x_train), len(rows)
        self.place.set_text(message("Sample {number} of {count}", number=row + 1, count=count))
        in_part = row in rows and many < count
        self.batch.setVisible(in_part)
        if in_part:
            self.batch.set_text(message("{place} of {many} in this batch", place=rows.index(row) + 1, many=many),
                                "text3")
            self.batch.setToolTip(tip(tr("Of the {count} training samples, {many} are in the batch that is stepped. "
                                         "The others come in other batches.", count=count, many=many)))
        self.values.set_text(f"{input_text(data, row)}  {output_text(data, row)}")
        self.values.setToolTip(original_text(data, row))
        for button in (self._previous, self._next):
            button.setEnabled(len(data.x_train) > 1)
