"""The weights and biases of a small layer as a table whose cells are tinted, edited, frozen and pruned."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QRectF, QSize, Qt, Signal
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

from nnsim.text import format_number
from ui.look import diverging_color, font, paint_icon, theme
from ui.look.widgets import NumberField, Themed, draw_box, draw_focus_ring
from ui.panels.inspector.parameter_model import Cell, Index, ParameterModel

MOST_CELLS, MOST_COLUMNS = 400, 24
_MOST_ROWS_SHOWN, _NARROWEST, _WIDEST, _ROOMY, _ROW = 8, 50, 72, 86, 34
_BARE = (
    "QTableView { border: none; background: transparent; }"
    "QHeaderView, QHeaderView::section, QTableCornerButton::section { border: none; }"
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SELECTED = QStyle.StateFlag.State_Selected


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
        """As high as its rows, up to eight; columns share the width, of which as many are seen as have room whole."""
        most = self.cells.rowCount() if self._tall else _MOST_ROWS_SHOWN
        rows, columns = min(most, self.cells.rowCount()), max(1, self.cells.columnCount())
        header = self.horizontalHeader().sizeHint().height()
        high = rows * self.verticalHeader().defaultSectionSize()
        room = self.width() - self.verticalHeader().sizeHint().width() - theme().px(2)
        if self.cells.rowCount() > rows or (self._tall and header + high > self.height()):
            room -= self.verticalScrollBar().sizeHint().width()
        narrowest, widest = (_ROOMY, _ROOMY) if self._tall else (_NARROWEST, _WIDEST)
        section = min(theme().px(widest), max(theme().px(narrowest), room // columns))
        wide = columns * section > room > 0
        if wide:
            section = max(section, room // max(1, room // section))  # a number cut in two reads as another one
        self.horizontalHeader().setDefaultSectionSize(section)
        if not self._tall:
            bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
            self.setFixedHeight(header + high + bar + 2)

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
        painter.setPen(tokens.text3 if fill is None else tokens.ink_on(fill))
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
