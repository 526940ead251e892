"""What a person wants to see before choosing data: the columns as they are, and what each becomes for the network."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnsim.data.check import check_source
from nnsim.data.dataset import Dataset
from nnsim.data.encoding import EncodedColumn
from nnsim.data.prepare import prepare
from nnsim.data.rows import Cells, raw_cells
from nnsim.document import Column, DataSource


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """An original column: its use, its figures over all rows (None for classes), and how often each class occurs."""

    index: int
    column: Column
    type: Literal["number", "classes"]
    minimum: float | None
    maximum: float | None
    mean: float | None
    std: float | None
    categories: tuple[tuple[str, int], ...]
    encoded: tuple[EncodedColumn, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A source before and after encoding. `first_rows` holds original cells, `first_encoded` the same rows encoded.

    The encoded rows have all inputs, then all outputs, in the order of `inputs` and `outputs`.
    """

    rows: int
    train_rows: int
    test_rows: int
    columns: tuple[ColumnSummary, ...]
    inputs: tuple[EncodedColumn, ...]
    outputs: tuple[EncodedColumn, ...]
    first_rows: tuple[tuple[float | str, ...], ...]
    first_encoded: tuple[tuple[float, ...], ...]


def preview(source: DataSource, first: int = 8) -> Preview:
    """The summary of a source with its `first` rows.

    Raises:
        NnsimError: the source cannot be used (see `nnsim.data.check`).
    """
    cells = raw_cells(check_source(source).rows)
    data = prepare(source)
    shown = range(min(first, len(cells[0])))
    return Preview(
        rows=len(cells[0]),
        train_rows=len(data.rows_train),
        test_rows=len(data.rows_test),
        columns=tuple(_summary(index, source.columns[index], cells, data.columns) for index in range(len(cells))),
        inputs=data.inputs,
        outputs=data.outputs,
        first_rows=tuple(tuple(_cells_of_row(source.columns, cells, row)) for row in shown),
        first_encoded=tuple(_encoded_row(data, row) for row in shown),
    )


def _cells_of_row(columns: Iterable[Column], cells: Cells, row: int) -> Iterable[float | str]:
    for column, values in zip(columns, cells, strict=True):
        yield column.categories[int(values[row])] if column.categories else float(values[row])


def _encoded_row(data: Dataset, row: int) -> tuple[float, ...]:
    """Inputs and outputs of one row of the table, from the training or the test set."""
    parts = (data.rows_train, data.x_train, data.y_train), (data.rows_test, data.x_test, data.y_test)
    for rows, x, y in parts:
        for place in np.flatnonzero(rows == row):
            return (*x[place].tolist(), *y[place].tolist())
    raise IndexError(f"row {row} is in neither set")


def _summary(index: int, column: Column, cells: Cells, encoded: tuple[EncodedColumn, ...]) -> ColumnSummary:
    values = cells[index]
    own = tuple(part for part in encoded if part.origin == index)
    if column.categories:
        counts = np.bincount(values.astype(np.int64), minlength=len(column.categories))
        categories = tuple(zip(column.categories, counts.tolist(), strict=True))
        return ColumnSummary(index, column, "classes", None, None, None, None, categories, own)
    figures = (float(values.min()), float(values.max()), float(values.mean()), float(values.std()))
    return ColumnSummary(index, column, "number", *figures, (), own)
