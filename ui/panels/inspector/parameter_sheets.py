"""The parameters of any layer, one at a time: which of them, which slice of it, as a table or, if large, a heat map."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim import edits
from nnsim.document import ArrayMap, Document
from nnsim.text import message
from ui.look import theme
from ui.look.widgets import Label, Themed
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.heat_map import HeatMap
from ui.panels.inspector.parameter_names import axis_titles, parameter_title, row_names
from ui.panels.inspector.parameter_table import MOST_CELLS, MOST_COLUMNS
from ui.panels.inspector.slice_stepper import SliceStepper
from ui.panels.inspector.table_with_tools import TableWithTools

_LEAST_AXES = 2


class ParameterSheets(Themed, QWidget):
    """A choice of the node's parameters, steppers through the slices of the chosen one, and its numbers."""

    def __init__(self, node_id: str, desk: EditDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._node, self._desk = node_id, desk
        self._paths: tuple[str, ...] = ()
        self._path = ""
        self._document: Document | None = None
        self._parameters: ArrayMap | None = None
        self._which: ChoiceBox | None = None
        self._steppers: list[SliceStepper] = []
        self._note = Label("", "small", "text2", wrap=True)
        self._heat = HeatMap()
        self._table = TableWithTools(node_id, desk)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._note, self._table, self._heat):
            self._column.addWidget(widget)
        self.follow_theme()

    @property
    def path(self) -> str:
        """The chosen parameter."""
        return self._path

    @property
    def shape(self) -> str:
        """The shape of the chosen parameter, as it stands beside the heading."""
        found = self._parameters.get(self._path) if self._parameters is not None else None
        return "" if found is None else "×".join(map(str, found.shape))

    def take(self, document: Document, parameters: ArrayMap) -> bool:
        """Show these numbers; whether the node has any."""
        self._document, self._parameters = document, parameters
        specs = edits.parameter_specs(document.network)
        paths = tuple(path for path in specs if path.partition("/")[0] == self._node and path in parameters)
        path = self._path if self._path in paths else next(iter(paths), "")
        leading = _leading(parameters[path].shape) if path else ()
        if (paths, path, leading) != (self._paths, self._path, tuple(stepper.count for stepper in self._steppers)):
            self._paths, self._path = paths, path
            self._rebuild()
        if self._path:
            self._show()
        return bool(paths)

    def choose(self, path: str) -> None:
        """Show another of the node's parameters."""
        self._path = path
        self._rebuild()
        self._show()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._column.setSpacing(theme().px(8))

    def _rebuild(self) -> None:
        """The choice and the steppers for the parameters of the moment; a slice that is still there stays chosen."""
        places = [stepper.place for stepper in self._steppers]
        for widget in (self._which, *self._steppers):
            if widget is not None:
                self._column.removeWidget(widget)
                widget.setParent(None)
                widget.deleteLater()
        self._which, self._steppers = None, []
        document, parameters = self._document, self._parameters
        if document is None or parameters is None or not self._path:
            return
        if len(self._paths) > 1:
            choices = [(path, parameter_title(document, path)) for path in self._paths]
            self._which = ChoiceBox(choices, message("Parameter"))
            self._which.set_current(self._path)
            self._which.chosen.connect(self.choose)
            self._column.insertWidget(0, self._which)
        leading = _leading(parameters[self._path].shape)
        titles = axis_titles(document.network.node(self._node).kind, len(leading))
        for number, (title, size) in enumerate(zip(titles, leading, strict=True)):
            stepper = SliceStepper(title, size, places[number] if number < len(places) else 0)
            stepper.stepped.connect(self._show)
            self._column.insertWidget(self._column.indexOf(self._note), stepper)
            self._steppers.append(stepper)

    def _show(self) -> None:
        """The chosen slice of the chosen parameter."""
        assert self._document is not None
        assert self._parameters is not None
        whole = self._parameters[self._path]
        at, line = tuple(stepper.place for stepper in self._steppers), whole.ndim == 1
        numbers: NDArray[Any] = whole[None, :] if line else whole[at]
        spec = edits.parameter_specs(self._document.network)[self._path]
        small = numbers.size <= MOST_CELLS and numbers.shape[1] <= MOST_COLUMNS
        self._table.setVisible(small)
        self._heat.setVisible(not small)
        if small:
            name = self._path.partition("/")[2]
            self._table.show_slice(self._document, numbers, name, at, line)
            kind = self._document.network.node(self._node).kind
            self._table.table.cells.set_names(("",) if line else row_names(kind, name, len(numbers)), ())
            self._table.set_read_only(spec.means == "statistic")
        else:
            self._heat.set_values(numbers)
        self._tell(spec.means == "statistic", small, numbers)

    def _tell(self, statistic: bool, small: bool, numbers: NDArray[Any]) -> None:
        if statistic:
            self._note.set_text(message("Not trained: it follows what the layer sees during training."))
        elif not small:
            self._note.set_text(message(
                "{count} numbers from {low} to {high}", count=numbers.size,
                low=float(numbers.min()), high=float(numbers.max()),
            ))  # fmt: skip
        self._note.setVisible(statistic or not small)


def _leading(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The axes before the two that a table shows."""
    return shape[: max(0, len(shape) - _LEAST_AXES)]
