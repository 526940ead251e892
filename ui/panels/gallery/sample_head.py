"""The head above the samples: title, filters and search in one row, in two or in three, as the width allows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Chip, Label, SearchField
from ui.look.widgets.themed import Themed

ALL = ""


class SampleHead(Themed, QWidget):
    """`category_chosen` tells the key of a filter, `searched` the text of the search."""

    category_chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, categories: Mapping[str, Message], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self._title = Label(message("Sample networks"), "page_title")
        self._filters = QWidget()
        self._chips = {ALL: Chip(message("All"), checkable=True, height=30)}
        self._chips |= {key: Chip(title, checkable=True, height=30) for key, title in categories.items()}
        self._chip_row = QHBoxLayout(self._filters)
        for key, chip in self._chips.items():
            self._chip_row.addWidget(chip)
            chip.clicked.connect(partial(self._press, key))
        self.search = SearchField(message("Search samples"), outlined=True)
        self.search.textChanged.connect(self.searched)
        self._grid = QGridLayout(self)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # narrower than a row is no matter
        self.follow_theme()

    def show_category(self, category: str) -> None:
        """Press one filter."""
        for key, chip in self._chips.items():
            chip.setChecked(key == category)

    def offer(self, categories: set[str]) -> None:
        """Show the filters of these categories; none at all where there is nothing to choose."""
        for key, chip in self._chips.items():
            chip.setVisible(len(categories) > 1 and (key == ALL or key in categories))
        self._arrange()

    def restyle(self) -> None:
        """Take gaps from the theme."""
        look = theme()
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(look.px(8))
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px(22))
        self._grid.setVerticalSpacing(look.px(12))
        self._arrange()

    def retranslate(self) -> None:
        """Other words, other widths."""
        self._arrange()

    def _press(self, key: str, _checked: bool = False) -> None:
        self.show_category(key)
        self.category_chosen.emit(key)

    def _arrange(self) -> None:
        """As few rows as there is room for."""
        look = theme()
        title, chips = self._title.sizeHint().width(), self._filters.sizeHint().width()
        search, gap = look.px(220), look.px(22)
        needed = {1: title + gap + chips + gap + search, 2: title + gap + search, 3: 0}
        rows = next(count for count, width in needed.items() if width <= self.width())
        self.search.setMinimumWidth(0 if rows == 3 else search)
        self.search.setMaximumWidth(16_777_215 if rows == 3 else search)
        if rows == self._rows:
            return
        self._rows = rows
        places = {
            1: ((0, 0, 1), (0, 1, 1), (0, 3, 1)),
            2: ((0, 0, 1), (1, 0, 4), (0, 3, 1)),
            3: ((0, 0, 4), (1, 0, 4), (2, 0, 4)),
        }[rows]
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        sides = left, left, Qt.AlignmentFlag.AlignVCenter
        for widget, (row, column, span), side in zip(
            (self._title, self._filters, self.search), places, sides, strict=True
        ):
            self._grid.addWidget(widget, row, column, 1, span, side)
        self._grid.setColumnStretch(2, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other rows."""
        super().resizeEvent(event)
        self._arrange()
