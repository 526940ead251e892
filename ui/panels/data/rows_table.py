"""The first rows of a draft, as they stand in the table and as the network sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from nnsim.data import Preview, preview
from nnsim.text import format_count, format_exact, format_number, message, shown_name, tr
from ui.look import font, theme
from ui.look.widgets import Segmented, Themed
from ui.panels.data.draft import Draft

_MOST_COLUMNS, _WIDEST = 32, 220
_LARGEST_WHOLE = 1e9


class RowsTable(Themed, QWidget):
    """Original cells, or the numbers behind them, inputs before outputs."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.side = Segmented(
            [("original", message("As in the table")), ("encoded", message("As the network sees them"))],
            name=message("First rows"),
        )
        self.side.chosen.connect(lambda _key: self._show())
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        # fixed while cells are written: fitted to its contents, a column would be measured anew for each of them
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        # else the square sections would cover the table's round corners
        self.table.setStyleSheet("QHeaderView, QHeaderView::section { background: transparent; }")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.side, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.table)
        draft.changed.connect(self._show)
        self.follow_theme()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.layout().setSpacing(theme().px(8))
        self.table.setFont(font("small"))
        self.table.verticalHeader().setDefaultSectionSize(theme().px(26))
        self.table.horizontalHeader().setMaximumSectionSize(theme().px(_WIDEST))
        self._show()

    def retranslate(self) -> None:
        """Take headers and numbers from the language."""
        self.table.setAccessibleName(tr("First rows"))
        self._show()

    def _show(self) -> None:
        source = self._draft.source
        if source is None:
            return
        shown = preview(source)
        encoded = self.side.current == "encoded"
        headers = _encoded_headers(shown) if encoded else [summary.column.name for summary in shown.columns]
        rows = shown.first_encoded if encoded else shown.first_rows
        headers = headers[:_MOST_COLUMNS]
        self.table.setColumnCount(len(headers))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels([shown_name(name) for name in headers])
        for column, cells in enumerate(islice(zip(*rows, strict=True), _MOST_COLUMNS)):
            for row, item in enumerate(_items(cells)):
                self.table.setItem(row, column, item)
        self.table.resizeColumnsToContents()
        height = self.table.horizontalHeader().sizeHint().height() + len(rows) * theme().px(26) + theme().px(16)
        self.table.setFixedHeight(height)
        self.table.setMaximumWidth(self.table.horizontalHeader().length() + theme().px(12))


def _encoded_headers(shown: Preview) -> list[str]:
    """Inputs by name, with their column's where two columns have a class of this name; outputs with the arrow that
    leads out of the network."""
    parts = (*shown.inputs, *shown.outputs)
    often = Counter(part.name for part in parts)
    columns = [shown_name(column.column.name) for column in shown.columns]
    names = [
        f"{columns[part.origin]} {part.name}" if part.category and often[part.name] > 1 else shown_name(part.name)
        for part in parts
    ]
    return [f"→ {name}" if part.role == "output" else name for part, name in zip(parts, names, strict=True)]


def _items(cells: Sequence[float | str]) -> Iterator[QTableWidgetItem]:
    """The cells of one column: texts in one line, whole numbers without decimals where all of them are whole."""
    whole = all(isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_WHOLE for cell in cells)
    for cell in cells:
        is_text = isinstance(cell, str)
        told = " ".join(cell.split()) if is_text else format_count(round(cell)) if whole else format_number(cell)
        item = QTableWidgetItem(told)
        item.setToolTip(cell if is_text else format_exact(cell))
        side = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
        item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        yield item
