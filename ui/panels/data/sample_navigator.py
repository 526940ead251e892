"""The walk from sample to sample: which one it is, between two arrows, and its numbers below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.text import message
from ui.look.widgets import IconButton, Label, Themed
from ui.panels.data.sample_text import input_text, original_text, output_text


class SampleNavigator(Themed, QWidget):
    """`Sample 3 of 4` between two arrows, and the sample's numbers below. `moved` tells −1 or 1."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._previous = IconButton("caret-left", message("Previous sample"), size=24, icon_size=14)
        self._next = IconButton("caret-right", message("Next sample"), size=24, icon_size=14)
        self._previous.clicked.connect(lambda: self.moved.emit(-1))
        self._next.clicked.connect(lambda: self.moved.emit(1))
        self.place = Label("", "small")
        self.values = Label("", "small", "text2", wrap=True)
        for label in (self.place, self.values):
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
        column.addWidget(self.values)
        self.follow_theme()

    def show_sample(self, data: Dataset, row: int) -> None:
        """Show one training sample."""
        self.place.set_text(message("Sample {number} of {count}", number=row + 1, count=len(data.x_train)))
        self.values.set_text(f"{input_text(data, row)}  {output_text(data, row)}")
        self.values.setToolTip(original_text(data, row))
        for button in (self._previous, self._next):
            button.setEnabled(len(data.x_train) > 1)
