"""Which columns of the data enter an input: one check box for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from nnsim.text import shown_name
from ui.look import font, theme
from ui.look.widgets import Themed

MOST_SHOWN = 24


class ColumnChoice(Themed, QWidget):
    """Check boxes by column name; `chosen` tells the columns (from 0) in order. The last one cannot be taken away."""

    chosen = Signal(object)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[QCheckBox] = []
        self._columns: tuple[int, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for name in names[:MOST_SHOWN]:
            box = QCheckBox(shown_name(name).replace("&", "&&"))
            box.clicked.connect(self._tell)
            self._boxes.append(box)
            column.addWidget(box)
        self.follow_theme()

    def set_columns(self, columns: Sequence[int]) -> None:
        """Show which columns are in."""
        self._columns = tuple(columns)
        for place, box in enumerate(self._boxes):
            box.setChecked(place in self._columns)
            box.setEnabled(self._columns != (place,))

    def restyle(self) -> None:
        """Take typeface and spacing from the theme."""
        self.layout().setSpacing(theme().px(6))
        for box in self._boxes:
            box.setFont(font("control"))

    def _tell(self) -> None:
        shown = tuple(place for place, box in enumerate(self._boxes) if box.isChecked())
        beyond = tuple(column for column in self._columns if column >= len(self._boxes))
        self.chosen.emit(shown + beyond)
