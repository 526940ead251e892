"""The table of a node's numbers with the buttons that freeze and prune what is selected in it."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import Document
from nnsim.text import format_number, message
from ui.look import theme
from ui.look.widgets import Button, Themed
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.parameter_model import Cell
from ui.panels.inspector.parameter_table import ParameterTable
from ui.panels.inspector.unit_names import input_names, unit_names


class TableWithTools(Themed, QWidget):
    """The table, and the buttons that freeze and prune what is selected in it."""

    def __init__(self, node_id: str, desk: EditDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node, self._desk = node_id, desk
        self.table = ParameterTable()
        self._freeze = Button(message("Freeze"), icon="lock", size="small")
        self._prune = Button(message("Prune"), icon="scissors", size="small")
        self._tools = QHBoxLayout()
        self._tools.addWidget(self._freeze)
        self._tools.addWidget(self._prune)
        self._tools.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.table)
        self._column.addLayout(self._tools)
        self.table.edited.connect(lambda cell, number: change_number(desk, node_id, cell, number))
        self.table.selection_changed.connect(self._offer)
        self._freeze.clicked.connect(lambda: self._mask("frozen"))
        self._prune.clicked.connect(lambda: self._mask("pruned"))
        self._prunable = True
        self._offer()
        self.follow_theme()

    def show_slice(self, document: Document, numbers: NDArray[Any], name: str, at: tuple[int, ...], line: bool) -> None:
        """Show a slice [rows, columns] of another parameter, which can be frozen but has no links to prune."""
        self._prunable, cells, prefix = False, self.table.cells, f"{self._node}/"
        cells.name, cells.at, cells.line = name, at, line
        masks = document.network.masks
        cells.set_values(
            numbers, None, {key.removeprefix(prefix): masks[key] for key in masks if key.startswith(prefix)}
        )
        self._prune.hide()
        self._offer()

    def set_read_only(self, on: bool) -> None:
        """Whether the numbers can only be looked at."""
        self.table.cells.read_only = on
        self._freeze.setVisible(not on)
        self._prune.setVisible(not on and self._prunable)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(8))
        self._tools.setSpacing(theme().px(8))

    def take(
        self, document: Document, weights: NDArray[Any], biases: NDArray[Any] | None, first: int = 0
    ) -> None:
        """Show these numbers, whose first column is of input `first`."""
        network, prefix = document.network, f"{self._node}/"
        masks = {key.removeprefix(prefix): mask for key, mask in network.masks.items() if key.startswith(prefix)}
        self.table.cells.first = first
        self.table.cells.set_values(weights, biases, masks)
        inputs = input_names(network, self._node)[first : first + weights.shape[1]]
        self.table.cells.set_names(unit_names(network, self._node), inputs)
        self._offer()

    def show_unit(self, unit: int | None) -> None:
        """Select a unit's row, or nothing."""
        if unit is None or unit >= self.table.cells.rowCount():
            self.table.clearSelection()
        else:
            self.table.selectRow(unit)

    def show_cell(self, cell: tuple[int, int] | None) -> None:
        """Select a weight (row, column of the parameter), or leave the selection where none is asked for."""
        if cell is None or self.table.isHidden():
            return
        row, column = cell[0], cell[1] - self.table.cells.first
        if row < self.table.cells.rowCount() and 0 <= column < self.table.cells.columnCount():
            self.table.choose_block(slice(row, row + 1), slice(column, column + 1))
            self.table.scrollTo(self.table.cells.index(row, column))

    def _offer(self) -> None:
        """The buttons say what they do to the selected cells."""
        chosen = self.table.chosen_cells()
        self._freeze.setEnabled(bool(chosen))
        self._prune.setEnabled(any(name == "weight" for name, _ in chosen))
        released, back = self.table.all_masked("frozen"), self.table.all_masked("pruned")
        word = message("Unfreeze") if released else message("Freeze")
        self._freeze.set_text(word, "lock-open" if released else "lock")
        self._prune.set_text(message("Restore") if back else message("Prune"))

    def _mask(self, what: str) -> None:
        cells, on = self.table.chosen_cells(), not self.table.all_masked(what)
        change = edits.freeze if what == "frozen" else edits.prune

        def edit(document: Document) -> Document:
            for name, index in cells:
                if what == "frozen" or (name == "weight" and self._prunable):
                    document = change(document, f"{self._node}/{name}", index, on)
            return document

        name = self._desk.store.document.network.node(self._node).name
        texts = {
            ("frozen", True): message("Freeze weights of '{name}'", name=name),
            ("frozen", False): message("Unfreeze weights of '{name}'", name=name),
            ("pruned", True): message("Prune links of '{name}'", name=name),
            ("pruned", False): message("Restore links of '{name}'", name=name),
        }
        self._desk.commit(edit, texts[what, on])


def change_number(desk: EditDesk, node_id: str, cell: Cell, number: float) -> None:
    """Put one number into a weight or a bias."""
    name, index = cell
    node = desk.store.document.network.node(node_id).name
    shown = format_number(number)
    if name == "weight":
        text = message("Change a weight of '{name}' to {value}", name=node, value=shown)
    elif name == "bias":
        text = message("Change a bias of '{name}' to {value}", name=node, value=shown)
    else:
        text = message("Change a number of '{name}' to {value}", name=node, value=shown)
    desk.commit(lambda document: edits.set_weight(document, f"{node_id}/{name}", index, number), text)
