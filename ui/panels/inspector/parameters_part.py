"""The weights and biases of a node, or the weights of a link: sliders for a few, a table for more, else a summary."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim import catalog, edits
from nnsim.document import ArrayMap, Document, Link, Network
from nnsim.text import message
from ui.look import theme
from ui.look.widgets import IconButton, Label, LabeledSlider, Themed
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.heat_map import HeatMap
from ui.panels.inspector.matrix_dialog import MatrixDialog
from ui.panels.inspector.parameter_model import Cell
from ui.panels.inspector.parameter_sheets import ParameterSheets
from ui.panels.inspector.parameter_table import MOST_CELLS, MOST_COLUMNS
from ui.panels.inspector.row import Part
from ui.panels.inspector.table_with_tools import TableWithTools, change_number
from ui.panels.inspector.unit_names import input_names

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
        self._sheets = ParameterSheets(node_id, desk)
        self._summary = Label("", "small", "text2", wrap=True)
        self._heat = HeatMap()
        self._open = IconButton("table", message("Edit as a table"), size=24, icon_size=16)
        self._open.clicked.connect(self._open_table)
        self.add_to_head(self._open)
        for widget in (self._sliders, self._table, self._sheets, self._summary, self._heat):
            self.add(widget)

    def take(self, document: Document, parameters: ArrayMap) -> None:
        """Show these numbers of this document's node."""
        kind = catalog.kind(document.network.node(self._node).kind)
        self._sheets.setVisible(not kind.can_prune)
        if not kind.can_prune:
            self._take_sheets(document, parameters)
            return
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
        self._heat.setVisible(not small)
        self._open.setVisible(weights.size > 0)
        self.set_note(f"{rows}×{columns}")
        if few:
            self._sliders.take(document, weights[0], None if biases is None else float(biases[0]), first)
        if small:
            self._table.take(document, weights, biases, first)
        else:
            self._heat.set_values(weights)
            self._summary.set_text(message("{count} weights from {low} to {high}", count=int(weights.size),
                                           low=float(weights.min()), high=float(weights.max())))  # fmt: skip
        if not weights.size:
            self._summary.set_text(message("No inputs yet. Drag a link to this node."))

    def _take_sheets(self, document: Document, parameters: ArrayMap) -> None:
        """Show the parameters of another kind of layer; a link has none of its own there."""
        for widget in (self._sliders, self._table, self._summary, self._heat):
            widget.hide()
        self.setVisible(self._link is None and self._sheets.take(document, parameters))
        self.set_note(self._sheets.shape)

    def _open_table(self) -> None:
        path = f"{self._node}/weight" if self._sheets.isHidden() else self._sheets.path
        MatrixDialog(self._desk.store, path, self.window()).show()

    def show_cell(self, cell: tuple[int, int] | None) -> None:
        """Select one weight (row, column) in the table."""
        self._table.show_cell(cell)

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


def columns_of(network: Network, link: Link) -> range:
    """The inputs of the link's target that come through it."""
    units = [unit for source, unit in edits.inputs(network, link.target) or () if source == link.source]
    start = next((k for k, (source, unit) in enumerate(edits.inputs(network, link.target) or ())
                  if source == link.source and link.unit in (None, unit)), 0)
    return range(start, start + (1 if link.unit is not None else len(units)))


def _is_on(masks: ArrayMap, key: str, index: tuple[int, ...]) -> bool:
    return key in masks and bool(np.asarray(masks[key])[index])
