"""The weights and biases of a small layer as a table whose cells are tinted, edited, frozen and pruned."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nnsim.text import format_exact, format_number, tr
from ui.look import diverging_color, font, paint_icon, theme
from ui.look.widgets import NumberField, Themed, draw_box, draw_focus_ring

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[str, tuple[int, ...]]
"""Name of the parameter (`weight`, `bias`) and the index in it."""
MOST_CELLS, MOST_COLUMNS = 400, 24
_MOST_ROWS_SHOWN, _NARROWEST, _WIDEST, _ROOMY, _ROW = 8, 50, 72, 86, 34
_BARE = (
    "QTableView { border: none; background: transparent; }"
    "QHeaderView, QHeaderView::section, QTableCornerButton::section { border: none; }"
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTED = QStyle.StateFlag.State_Selected


class ParameterModel(QAbstractTableModel):
    """One row for each unit, one column for each input, and the biases last; or a slice of another parameter.

    `first` is the input that the first column stands for, when only those of one link are shown. `name` is the
    parameter that `weights` is a slice of, at the places `at` of its leading axes; a parameter of one axis is one
    `line`. What is `read_only` can be looked at. Tints are full at `reach`: the largest number, `least_reach` or more.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weights: NDArray[Any] = np.zeros((0, 0))
        self.biases: NDArray[Any] | None = None
        self.masks: dict[str, NDArray[Any]] = {}
        self.reach = self.least_reach = 1.0
        self.first = 0
        self.name, self.line, self.read_only = "weight", False, False
        self.at: tuple[int, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._rows: tuple[str, ...] = ()

    def set_names(self, rows: tuple[str, ...], columns: tuple[str, ...]) -> None:
        """Call units and inputs so."""
        if (rows, columns) != (self._rows, self._columns):
            self._rows, self._columns = rows, columns
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, max(0, self.rowCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))

    def set_values(
        self, weights: NDArray[Any], biases: NDArray[Any] | None, masks: dict[str, NDArray[Any]]
    ) -> None:
        """Show other numbers; the table starts anew only when its shape differs."""
        same = weights.shape == self.weights.shape and (biases is None) == (self.biases is None)
        if not same:
            self.beginResetModel()
        self.weights, self.biases, self.masks = weights, biases, masks
        self.reach = max(self.least_reach, float(np.abs(weights).max(initial=0.0))) or 1.0
        if not same:
            self.endResetModel()
        elif weights.size:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def cell(self, index: Index) -> Cell:
        """Which cell of which parameter stands there."""
        row, column = index.row(), index.column()
        if column >= self.weights.shape[1]:
            return "bias", (row,)
        return self.name, (column,) if self.line else (*self.at, row, self.first + column)

    def value(self, index: Index) -> float:
        """The number that stands there."""
        row, column = index.row(), index.column()
        if column < self.weights.shape[1]:
            return float(self.weights[row, column])
        return float(self.biases[row]) if self.biases is not None else 0.0

    def is_masked(self, index: Index, what: str) -> bool:
        """Whether the cell is `frozen` or `pruned`."""
        name, place = self.cell(index)
        mask = self.masks.get(f"{name}:{what}")
        return mask is not None and bool(mask[place])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for each unit."""
        return 0 if parent.isValid() else self.weights.shape[0]

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One for each input, and one for the biases."""
        return 0 if parent.isValid() else self.weights.shape[1] + (self.biases is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The number as text, and what hovering and screen readers say."""
        if role == Qt.ItemDataRole.DisplayRole:
            return format_number(self.value(index))
        if role == Qt.ItemDataRole.ToolTipRole:
            exact = format_exact(self.value(index))
            if self.is_masked(index, "pruned"):
                return tr("Pruned: this link does not compute.")
            return tr("{value}, frozen", value=exact) if self.is_masked(index, "frozen") else exact
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of units and inputs, and b."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            names = self._rows
        else:
            names = self._columns if self.biases is None else (*self._columns, "b")
        return names[section] if section < len(names) else str(section)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but pruned cells can be edited, unless nothing can."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        fixed = self.read_only or self.is_masked(index, "pruned")
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable


class ParameterTable(Themed, QTableView):
    """The table. `edited` tells a cell and its new number. A `tall` one takes what room there is, and scrolls."""

    edited = Signal(object, float)
    selection_changed = Signal()

    def __init__(self, tall: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall, self._goes_down = tall, False
        self.cells = ParameterModel(self)
        self.cells.least_reach = 0.0 if tall else 1.0
        self.setModel(self.cells)
        delegate = CellDelegate(self)
        delegate.edited.connect(self.edited)
        delegate.entered.connect(self._expect_to_go_down)
        self.setItemDelegate(delegate)
        self.setTabKeyNavigation(False)  # one stop of Tab, with arrows inside
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setStyleSheet(_BARE)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setSectionsClickable(True)
            header.setHighlightSections(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        self.cells.modelReset.connect(self._fit)
        self.follow_theme()

    def chosen_cells(self) -> list[Cell]:
        """The selected cells, row by row."""
        return [self.cells.cell(index) for index in sorted(self.selectedIndexes())]

    def choose_block(self, rows: slice, columns: slice) -> None:
        """Select a rectangle of cells, and nothing else."""
        first, last = self.cells.index(rows.start, columns.start), self.cells.index(rows.stop - 1, columns.stop - 1)
        self.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _expect_to_go_down(self) -> None:
        self._goes_down = True

    def _go_down(self) -> None:
        """To the cell below, as in a spreadsheet."""
        here = self.currentIndex()
        below = self.cells.index(here.row() + 1, here.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def all_masked(self, what: str) -> bool:
        """Whether all selected cells are `frozen` or `pruned`."""
        chosen = self.selectedIndexes()
        return bool(chosen) and all(self.cells.is_masked(index, what) for index in chosen)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.verticalHeader().setDefaultSectionSize(theme().px(_ROW))
        self.setFont(font("small_strong"))
        self._fit()
        self.viewport().update()

    def _fit(self) -> None:
        """As high as its rows, up to eight; columns share the width as long as numbers fit."""
        if self._tall:
            self.horizontalHeader().setDefaultSectionSize(theme().px(_ROOMY))
            return
        rows, columns = min(_MOST_ROWS_SHOWN, self.cells.rowCount()), max(1, self.cells.columnCount())
        header = self.horizontalHeader().sizeHint().height()
        room = self.width() - self.verticalHeader().sizeHint().width() - theme().px(2)
        section = min(theme().px(_WIDEST), max(theme().px(_NARROWEST), room // columns))
        self.horizontalHeader().setDefaultSectionSize(section)
        wide = columns * section > room > 0
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        self.setFixedHeight(header + rows * self.verticalHeader().defaultSectionSize() + bar + 2)

    def sizeHint(self) -> QSize:
        """The height of its rows."""
        return QSize(theme().px(200), self.height())

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on where Enter leads, once the field over the cell is gone."""
        super().closeEditor(editor, hint)
        if self._goes_down:
            self._goes_down = False
            self._go_down()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()


class CellDelegate(QStyledItemDelegate):
    """Paints a cell tinted by its value and lets a number be typed into it; `entered` tells that Enter took it."""

    edited = Signal(object, float)
    entered = Signal()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tint, number, lock, focus."""
        model = index.model()
        assert isinstance(model, ParameterModel)
        tokens, look = theme().tokens, theme()
        value = model.value(index)
        rect = QRectF(option.rect).adjusted(look.px(2), look.px(2), -look.px(2), -look.px(2))
        pruned = model.is_masked(index, "pruned")
        fill = None if pruned else diverging_color(value, -model.reach, model.reach)
        draw_box(painter, rect, look.px(5), fill, tokens.border if pruned else None)
        painter.setFont(font("small_strong"))
        painter.setPen(tokens.text3 if pruned else tokens.text)
        text = "–" if pruned else format_number(value)
        if painter.fontMetrics().horizontalAdvance(text) > rect.width():
            text = format_number(value, 0)  # in a narrow cell 9×10⁻⁴; its tip has every digit
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        if model.is_masked(index, "frozen") and not pruned:
            side = look.px(10)
            corner = QRectF(rect.right() - side - look.px(2), rect.top() + look.px(2), side, side)
            paint_icon(painter, "lock-fill", corner, tokens.text2)
        if option.state & _SELECTED:
            draw_focus_ring(painter, rect, look.px(5))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A number field in place of the cell."""
        model = index.model()
        assert isinstance(model, ParameterModel)
        cell = model.cell(index)
        editor = NumberField(model.value(index), width=0, parent=parent)
        editor.committed.connect(lambda value: self.edited.emit(cell, value))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The field already shows the number."""

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """The number goes into the document, and the model follows that."""
        if isinstance(editor, NumberField):
            editor.commit()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The field fills the cell."""
        gap = theme().px(2)
        editor.setFixedHeight(option.rect.height() - 2 * gap)
        editor.setGeometry(option.rect.adjusted(gap, gap, -gap, -gap))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """What cannot be read stays in the field, and the field says why."""
        enter = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ENTER
        if enter and isinstance(editor, NumberField):
            if not editor.commit():
                editor.complain()
                return True
            self.entered.emit()
        return super().eventFilter(editor, event)
