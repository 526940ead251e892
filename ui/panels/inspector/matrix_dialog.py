"""The numbers of a layer as a table of any size: typed, filled, drawn anew, exchanged with spreadsheets."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Document
from nnsim.edits import Sheet
from nnsim.text import Message, NnsimError, message, render
from ui.bridge import DocumentStore
from ui.look import theme
from ui.look.widgets import Banner, Label, PrimaryButton, Themed
from ui.panels.inspector.cell_edits import CellEdit, drawn_anew, filled, marked, pasted_into, typed
from ui.panels.inspector.cells_on_clipboard import box, copy_cells, pasted
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.matrix_tools import MatrixTools
from ui.panels.inspector.parameter_names import axis_titles, parameter_title, row_names
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.inspector.slice_stepper import SliceStepper
from ui.panels.inspector.unit_names import input_names, unit_names

_WIDTH, _HEIGHT, _AROUND, _NUMBERS_EVERY = 900, 640, 260, 100


class MatrixDialog(Themed, QDialog):
    """A window beside the others that follows the document: each change is one undo step, Ctrl+Z takes it back.

    It shows one of the node's parameters, a slice of it where it has more than two axes, and closes with the node.
    """

    def __init__(self, store: DocumentStore, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._store, self.path = store, path
        self._desk = EditDesk(store, self)
        self._title, self._shape = Label("", "panel_title"), Label("", "small", "text3")
        self._which: ChoiceBox | None = None
        self._steppers: list[SliceStepper] = []
        self._named: tuple[Any, ...] = ()
        self.table = ParameterTable(tall=True)
        self.tools = MatrixTools()
        self._told = Banner("error", "", closable=True)
        self._status = Label("", "small", "text2", wrap=True)
        self._lay_out()
        self._connect()
        self._numbers = QTimer(self, interval=_NUMBERS_EVERY, singleShot=True)
        self._numbers.timeout.connect(self._take)
        self.show_parameter(path)
        self.follow_theme()
        px, room = theme().px, self.screen().availableSize()
        high = min(px(_HEIGHT), px(_AROUND) + self.table.verticalHeader().length())
        self.resize(min(px(_WIDTH), room.width() - 48), min(high, room.height() - 64))

    @property
    def sheet(self) -> Sheet:
        """What of the document is shown."""
        return edits.sheet_of(self._store.document, self.path, tuple(each.place for each in self._steppers))

    def show_parameter(self, path: str) -> None:
        """Show another of the node's parameters."""
        self.path = path
        document = self._store.shown
        leading = document.state.parameters[path].shape[:-2]
        for stepper in self._steppers:
            self._axes.removeWidget(stepper)
            stepper.deleteLater()
        titles = axis_titles(document.network.node(_owner(path)).kind, len(leading))
        self._steppers = [SliceStepper(title, count) for title, count in zip(titles, leading, strict=True)]
        for stepper in self._steppers:
            stepper.stepped.connect(self._take)
            self._axes.insertWidget(self._axes.count() - 1, stepper)
        if self._which is not None:
            self._which.set_current(path)
        self.table.clearSelection()
        self._take()

    def chosen(self) -> NDArray[np.bool_]:
        """Which cells are selected, [rows, columns]."""
        cells = self.table.cells
        chosen = np.zeros((cells.rowCount(), cells.columnCount()), np.bool_)
        for part in self.table.selectionModel().selection():
            chosen[part.top():part.bottom() + 1, part.left():part.right() + 1] = True
        return chosen

    def copy(self) -> None:
        """Put the selected rectangle, or all, on the clipboard as cells of a spreadsheet."""
        chosen = self.chosen()
        try:
            copy_cells(self.sheet.values(self._store.document), chosen if chosen.any() else ~chosen)
        except NnsimError as error:
            self._tell(error.message)
        else:
            self._tell(None)

    def paste(self) -> None:
        """Put the numbers on the clipboard into the table, beginning with the first selected cell."""
        try:
            place, values = pasted(self._begun_at(self.chosen()))
        except NnsimError as error:
            self._tell(error.message)
            return
        if place.any():
            self._commit(pasted_into(self.sheet, place, values, self._name()))
        self.table.choose_block(*box(place))

    def _begun_at(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The selection, or the cell of the cursor where there is none."""
        if not chosen.any():
            current = self.table.currentIndex()
            chosen[max(0, current.row()), max(0, current.column())] = True
        return chosen

    def fill(self, value: float) -> None:
        """Put one number into all selected cells."""
        chosen = self.chosen()
        if chosen.any():
            self._commit(filled(self.sheet, chosen, value, self._name()))

    def restyle(self) -> None:
        """Take spacing from the theme."""
        px = theme().px
        self._column.setContentsMargins(px(24), px(20), px(24), px(20))
        self._column.setSpacing(px(12))
        self._axes.setSpacing(px(16))

    def retranslate(self) -> None:
        """Take the titles from the language."""
        self._tell_title(self._store.shown)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._shape)
        self._axes = QHBoxLayout()
        document, node = self._store.shown, _owner(self.path)
        paths = [path for path in edits.parameter_specs(document.network) if _owner(path) == node]
        biases = edits.sheet_of(document, self.path).biases
        choices = [(path, parameter_title(document, path)) for path in paths if path != biases]
        if len(choices) > 1:
            self._which = ChoiceBox(choices, message("Parameter"))
            self._which.chosen.connect(self.show_parameter)
            self._axes.addWidget(self._which, 1)
        self._axes.addStretch(1)
        foot = QHBoxLayout()
        close = PrimaryButton(message("Close"))
        close.clicked.connect(self.accept)
        foot.addWidget(self._status, 1)
        foot.addWidget(close)
        self._told.hide()
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addLayout(self._axes)
        self._column.addWidget(self.tools)
        self._column.addWidget(self._told)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(foot)

    def _connect(self) -> None:
        store, tools = self._store, self.tools
        store.changed.connect(self._follow)
        store.recomputed.connect(self._follow_numbers)
        self._desk.refused.connect(self._tell)
        self._told.closed.connect(self._told.hide)
        self.table.edited.connect(self._type)
        self.table.selection_changed.connect(self._offer)
        tools.filled.connect(self.fill)
        tools.zeroed.connect(self._zero)
        tools.drawn.connect(self._draw)
        tools.marked.connect(self._mark)
        tools.copied.connect(self.copy)
        tools.pasted.connect(self.paste)
        for keys, act in ((QKeySequence.StandardKey.Copy, self.copy), (QKeySequence.StandardKey.Paste, self.paste),
                          (QKeySequence.StandardKey.Delete, self._zero)):
            QShortcut(keys, self.table, activated=act, context=Qt.ShortcutContext.WidgetShortcut)
        QShortcut(QKeySequence.StandardKey.Undo, self, activated=store.undo)
        QShortcut(QKeySequence.StandardKey.Redo, self, activated=store.redo)

    def _follow(self, change: object = None) -> None:
        if self.path in self._store.shown.state.parameters and self._store.shown.network.has(_owner(self.path)):
            self._take()
        else:
            self.close()

    def _follow_numbers(self) -> None:
        if not self._numbers.isActive():
            self._numbers.start()

    def _take(self) -> None:
        """Show the numbers of the moment."""
        document = self._store.shown
        if self.path not in document.state.parameters:
            return
        whole = document.state.parameters[self.path]
        if tuple(each.count for each in self._steppers) != whole.shape[:-2]:
            self.show_parameter(self.path)
            return
        sheet, cells = self.sheet, self.table.cells
        node, _, name = self.path.partition("/")
        biases = document.state.parameters[sheet.biases] if sheet.biases else None
        cells.name, cells.at, cells.line = name, sheet.at, whole.ndim == 1
        cells.read_only = edits.parameter_specs(document.network)[self.path].means == "statistic"
        masks = {key.removeprefix(f"{node}/"): mask for key, mask in document.network.masks.items()
                 if key.startswith(f"{node}/")}
        cells.set_values(whole[None, :] if whole.ndim == 1 else whole[sheet.at], biases, masks)
        self._call(document, sheet)
        self._tell_title(document)
        self._offer()

    def _call(self, document: Document, sheet: Sheet) -> None:
        """Name rows and columns, once for each drawing."""
        key = (document.network.nodes, document.network.links, sheet)
        if len(self._named) == 3 and all(old is new for old, new in zip(self._named[:2], key[:2], strict=True)) \
                and self._named[2] == sheet:
            return
        self._named = key
        node, _, name = self.path.partition("/")
        rows = self.table.cells.rowCount()
        if sheet.biases or (name == "weight" and document.network.node(node).kind in ("dense", "neuron")):
            self.table.cells.set_names(unit_names(document.network, node), input_names(document.network, node))
        else:
            line = document.state.parameters[self.path].ndim == 1
            self.table.cells.set_names(
                ("",) if line else row_names(document.network.node(node).kind, name, rows), ())

    def _tell_title(self, document: Document) -> None:
        if not document.network.has(_owner(self.path)):
            return
        title = message("{title} of '{name}'", title=parameter_title(document, self.path), name=self._name())
        self._title.set_text(title)
        self.setWindowTitle(render(title))
        self.table.setAccessibleName(render(title))
        self._shape.set_text(" × ".join(map(str, document.state.parameters[self.path].shape)))

    def _offer(self) -> None:
        """What can be done with the selection, and what it holds."""
        chosen, cells, sheet = self.chosen(), self.table.cells, self.sheet
        document = self._store.shown
        any_chosen = bool(chosen.any()) and not cells.read_only
        frozen = any_chosen and bool(sheet.is_marked(document, "frozen")[chosen].all())
        pruned = any_chosen and bool(sheet.is_marked(document, "pruned")[chosen].all())
        self.tools.offer(any_chosen, frozen, pruned, prunable=_can_prune(document, self.path),
                         writable=not cells.read_only)
        if not chosen.any():
            self._status.set_text(message("Choose cells to change them. Ctrl+C and Ctrl+V exchange them with a "
                                          "spreadsheet; with nothing chosen, all cells are copied."))
            return
        values = sheet.values(document)[chosen]
        if len(values) == 1:
            self._status.set_text(message("1 cell chosen: {value:exact}", value=float(values[0])))
            return
        self._status.set_text(message(
            "{count} cells chosen: from {low} to {high}, mean {mean}", count=int(chosen.sum()),
            low=float(values.min()), high=float(values.max()), mean=float(values.mean())))

    def _type(self, cell: tuple[str, tuple[int, ...]], number: float) -> None:
        name, index = cell
        self._commit(typed(f"{_owner(self.path)}/{name}", index, number, self._name()))

    def _zero(self) -> None:
        self.fill(0.0)

    def _draw(self) -> None:
        self._commit(drawn_anew(self.sheet, self.chosen(), self._name()))

    def _mark(self, what: str, on: bool) -> None:
        self._commit(marked(self.sheet, self.chosen(), what, on, self._name()))

    def _commit(self, change: CellEdit) -> None:
        if self._desk.commit(change.edit, change.text):
            self._tell(None)

    def _tell(self, problem: Message | None) -> None:
        self._told.setVisible(problem is not None)
        if problem is not None:
            self._told.show_message("error", problem)

    def _name(self) -> str:
        return self._store.shown.network.node(_owner(self.path)).name


def _owner(path: str) -> str:
    return path.partition("/")[0]


def _can_prune(document: Document, path: str) -> bool:
    node, _, name = path.partition("/")
    return name == "weight" and document.network.node(node).kind in ("dense", "neuron")
