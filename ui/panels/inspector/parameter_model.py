"""The numbers of a parameter as Qt's tables read them: a row for each unit, a column for each input."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from nnsim.text import format_exact, format_number, tr

Index = QModelIndex | QPersistentModelIndex
Cell = tuple[str, tuple[int, ...]]
"""Name of the parameter (`weight`, `bias`) and the index in it."""


class ParameterModel(QAbstractTableModel):
    """One row for each unit, one column for each input, and the biases last; or a slice of another parameter.

    `first` is the input that the first column stands for, when only those of one link are shown. `name` is the
    parameter that `weights` is a slice of, at the places `at` of its leading axes; a parameter of one axis is one
    `line`. What is `read_only` can be looked at. Tints are full at `reach`: the largest number, `least_reach` or more.
    """

    def __init__(self, parent: QObject | None = None) -> None:
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
