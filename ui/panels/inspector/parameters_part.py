"""The weights and biases of a node, or the weights of a link: sliders for a few, a table for more, else a summary."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import ArrayMap, Document, Link, Network
from nnsim.text import format_number, message
from ui.look import theme
from ui.look.widgets import Button, Label, LabeledSlider, Themed
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.parameter_table import MOST_CELLS, MOST_COLUMNS, Cell, ParameterTable
from ui.panels.inspector.row import Part
from ui.panels.inspector.unit_names import input_names, unit_names

MOST_SLIDERS = 8
_REACH = 3.0


class ParametersPart(Part):
    """One node's parameters. `take` shows other numbers without rebuilding anything, so that it may come often.

    Args:
        link: into the node, when only its weights are to be shown.
    """

    def __init__(self, node_id: str, desk: EditDesk, link: Link | None = None, parent: QWidget | None = None) -> None:
        super().__init__(message("Weights and biases") if link is None else message("Weights"), parent=parent)
        self._node, self._desk, self._link = node_id, desk, link
        self._sliders = WeightSliders(node_id, desk)
        self._table = TableWithTools(node_id, desk)
        self._summary = Label("", "small", "text2", wrap=True)
        for widget in (self._sliders, self._table, self._summary):
            self.add(widget)

    def take(self, document: Document, parameters: ArrayMap) -> None:
        """Show these numbers of this document's node."""
        weights, biases = parameters.get(f"{self._node}/weight"), parameters.get(f"{self._node}/bias")
        self.setVisible(weights is not None)
        if weights is None:
            return
        first = 0
        if self._link is not None:
            within = columns_of(document.network, self._link)
            first, weights, biases = within.start, weights[:, within.start : within.stop], None
        rows, columns = weights.shape
        few = rows == 1 and columns <= MOST_SLIDERS
        small = weights.size <= MOST_CELLS and columns <= MOST_COLUMNS
        self._sliders.setVisible(few)
        self._table.setVisible(small and weights.size > 0)
        self._summary.setVisible(not small or not weights.size)
        self.set_note(f"{rows}×{columns}")
        if few:
            self._sliders.take(document, weights[0], None if biases is None else float(biases[0]), first)
        if small:
            self._table.take(document, weights, biases, first)
        else:
            self._summary.set_text(
                message(
                    "{count} weights from {low} to {high}: too many for a table.",
                    count=int(weights.size), low=float(weights.min()), high=float(weights.max()),
                )
            )  # fmt: skip
        if not weights.size:
            self._summary.set_text(message("No inputs yet. Drag a link to this node."))

    def show_unit(self, unit: int | None) -> None:
        """Select the row of a unit in the table."""
        self._table.show_unit(unit)


class WeightSliders(Themed, QWidget):
    """A slider for each weight of a single unit and one for its bias, in the colour of the sign."""

    def __init__(self, node_id: str, desk: EditDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node, self._desk = node_id, desk
        self._names: tuple[str, ...] = ()
        self._first = 0
        self._rows: list[LabeledSlider] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(4))

    def take(self, document: Document, weights: NDArray[Any], bias: float | None, first: int = 0) -> None:
        """Show these numbers, which begin with the weight of input `first`."""
        self._first = first
        names = input_names(document.network, self._node)[first : first + len(weights)]
        values = [*(float(weight) for weight in weights), *([] if bias is None else [bias])]
        if names + (("b",) if bias is not None else ()) != self._names or len(values) != len(self._rows):
            self._rebuild(names, values, bias is not None)
        masks = document.network.masks
        for place, (row, value) in enumerate(zip(self._rows, values, strict=True)):
            if not row.slider.isSliderDown():
                row.set_value(value)
            cell = self._cell(place)
            row.setEnabled(not any(_is_on(masks, f"{self._node}/{cell[0]}:{what}", cell[1]) for what in ("pruned",)))

    def _rebuild(self, names: tuple[str, ...], values: list[float], has_bias: bool) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._names = names + (("b",) if has_bias else ())
        self._rows = []
        for place, value in enumerate(values):
            label = self._names[place] if place < len(self._names) else str(place + 1)
            row = LabeledSlider(
                label, -_REACH, _REACH, value, signed=True, hard_low=-1e6, hard_high=1e6, label_width=44
            )
            row.previewed.connect(lambda number, place=place: self._preview(place, number))
            row.committed.connect(lambda number, place=place: self._commit(place, number))
            row.dropped.connect(self._desk.drop)
            self._rows.append(row)
            self._column.addWidget(row)

    def _cell(self, place: int) -> Cell:
        bias = place == len(self._rows) - 1 and self._names[-1:] == ("b",)
        return ("bias", (0,)) if bias else ("weight", (0, self._first + place))

    def _preview(self, place: int, number: float) -> None:
        name, index = self._cell(place)
        self._desk.preview(lambda document: edits.set_weight(document, f"{self._node}/{name}", index, number))

    def _commit(self, place: int, number: float) -> None:
        change_number(self._desk, self._node, self._cell(place), number)


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
        self._offer()
        self.follow_theme()

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
                if what == "frozen" or name == "weight":
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
    text = (
        message("Change a weight of '{name}' to {value}", name=node, value=format_number(number))
        if name == "weight"
        else message("Change a bias of '{name}' to {value}", name=node, value=format_number(number))
    )
    desk.commit(lambda document: edits.set_weight(document, f"{node_id}/{name}", index, number), text)


def columns_of(network: Network, link: Link) -> range:
    """The inputs of the link's target that come through it."""
    units = [unit for source, unit in edits.inputs(network, link.target) or () if source == link.source]
    start = next((k for k, (source, unit) in enumerate(edits.inputs(network, link.target) or ())
                  if source == link.source and link.unit in (None, unit)), 0)
    return range(start, start + (1 if link.unit is not None else len(units)))


def _is_on(masks: ArrayMap, key: str, index: tuple[int, ...]) -> bool:
    return key in masks and bool(np.asarray(masks[key])[index])
