"""Changing the use of columns, the split and the knobs of a data source: pure functions from source to source."""

import math
from typing import Any

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nnsim.data.check import MOST_CLASSES, check_source
from nnsim.data.rows import raw_cells
from nnsim.document import Column, DataSource, Generated, Table
from nnsim.document.data_source import Encoding
from nnsim.text import NnsimError, message

_FEW_CLASSES = 10


def change_column(source: DataSource, index: int, **changes: Any) -> DataSource:
    """The source with another `name`, `role`, `encoding` or `standardize` of one column (counted from 0).

    Raises:
        NnsimError: the column cannot be used so (see `nnsim.data.check`).
        IndexError: there is no such column.
    """
    columns = list(source.columns)
    columns[index] = replace(columns[index], **changes)
    return check_source(replace(source, columns=tuple(columns)))


def change_split(source: DataSource, test_share: float | None = None, seed: int | None = None) -> DataSource:
    """The source with another share of test samples or another draw of them.

    Raises:
        NnsimError: the share is not from 0 to 0.9.
    """
    changes = {"test_share": test_share, "seed": seed}
    split = replace(source.split, **{name: value for name, value in changes.items() if value is not None})
    return check_source(replace(source, split=split))


def change_knobs(source: DataSource, **knobs: Any) -> DataSource:
    """The source with other knobs of its generator: `count`, `noise`, `seed`, `turns`.

    Raises:
        NnsimError: the source is a table, or a value is out of range.
    """
    if not isinstance(source.rows, Generated):
        text = message(
            "'{name}' is a table; only generated sets have knobs. Choose a generated set.", name=source.rows.name
        )
        raise NnsimError("data.no-knobs", text, "data")
    return check_source(replace(source, rows=replace(source.rows, **knobs)))


def possible_encodings(column: Column) -> tuple[Encoding, ...]:
    """The encodings that a column can have, the usual one first; classes as a `number` go by their place, from 0."""
    if not column.categories:
        return ("number",)
    if len(column.categories) == 2:
        return ("binary", "signed", "one_hot", "number")
    return ("one_hot", "number")


def can_be_classes(source: DataSource, index: int) -> bool:
    """Whether a column of numbers in an own table has few enough different values to be used as classes."""
    if not _is_own(source) or source.columns[index].categories:
        return False
    return 1 < len(np.unique(raw_cells(source.rows)[index])) <= MOST_CLASSES


def can_be_numbers(source: DataSource, index: int) -> bool:
    """Whether the classes of a column in an own table are all numbers."""
    column = source.columns[index]
    return _is_own(source) and bool(column.categories) and None not in map(_as_number, column.categories)


def with_numbers_as_classes(source: DataSource, index: int) -> DataSource:
    """The source with a column of numbers turned into classes, one for each different value, in ascending order.

    Raises:
        NnsimError: code `data.class-count`, when there are too many different values.
    """
    column, values = source.columns[index], raw_cells(source.rows)[index]
    different, codes = np.unique(values, return_inverse=True)
    if not can_be_classes(source, index):
        text = message(
            "Column '{column}' has {got} different values; classes may be from 2 to {most}. Use it as a number.",
            column=column.name, got=len(different), most=MOST_CLASSES,
        )
        raise NnsimError("data.class-count", text, "data")
    classes = tuple(_as_text(float(value)) for value in different)
    encoding: Encoding = "binary" if len(classes) == 2 else "one_hot"
    if np.array_equal(different, [-1.0, 1.0]):
        encoding = "signed"
    use = replace(column, categories=classes, encoding=encoding, standardize=False)
    return _with_cells(source, index, use, codes.astype(np.int32))


def with_classes_as_numbers(source: DataSource, index: int) -> DataSource:
    """The source with classes that are numbers turned back into a column of numbers.

    Raises:
        NnsimError: code `data.not-numbers`.
    """
    column = source.columns[index]
    if not can_be_numbers(source, index):
        text = message("The classes of column '{column}' are not numbers. Use it one-hot.", column=column.name)
        raise NnsimError("data.not-numbers", text, "data")
    numbers = np.array([_as_number(category) for category in column.categories], dtype=np.float64)
    use = replace(column, categories=(), encoding="number")
    return _with_cells(source, index, use, numbers[raw_cells(source.rows)[index]])


def numbered_columns(source: DataSource) -> tuple[int, ...]:
    """The columns that are used as class numbers."""
    return tuple(index for index, column in enumerate(source.columns)
                 if column.categories and column.encoding == "number" and column.role != "ignore")


def number_alike(source: DataSource) -> bool:
    """Whether a class has one number in all columns that are used as class numbers."""
    return len({source.columns[index].categories for index in numbered_columns(source)}) < 2


def with_one_numbering(source: DataSource) -> DataSource:
    """The source with one table of classes for all columns that are used as class numbers, as the words of a sequence.

    It holds the classes of all of them in alphabetical order (numbers by their value). Generated and shipped rows keep
    their own classes.
    """
    columns = numbered_columns(source)
    if not _is_own(source) or number_alike(source):
        return source
    classes = tuple(sorted({name for index in columns for name in source.columns[index].categories}, key=_in_order))
    for index in columns:
        column = source.columns[index]
        places = np.array([classes.index(name) for name in column.categories], dtype=np.int32)
        source = _with_cells(source, index, replace(column, categories=classes), places[raw_cells(source.rows)[index]])
    return source


def holds_class_numbers(values: NDArray[Any]) -> bool:
    """Whether numbers are meant as classes: 0, 1, 2 … or 1, 2, 3 … up to ten of them, or −1 and 1."""
    if values.dtype != np.float64:
        return False
    different = np.unique(values)
    if not 2 <= len(different) <= _FEW_CLASSES:
        return False
    counted = different[0] in (0.0, 1.0) and np.array_equal(np.diff(different), np.ones(len(different) - 1))
    return bool(counted) or np.array_equal(different, [-1.0, 1.0])


def _is_own(source: DataSource) -> bool:
    return isinstance(source.rows, Table) and not source.rows.shipped


def _with_cells(source: DataSource, index: int, column: Column, cells: NDArray[Any]) -> DataSource:
    assert isinstance(source.rows, Table)
    columns = (*source.columns[:index], column, *source.columns[index + 1 :])
    rows = replace(source.rows, cells=source.rows.cells.with_({str(index): cells}))
    return check_source(replace(source, rows=rows, columns=columns))


def _in_order(name: str) -> tuple[float, str]:
    """Numbers by their value, before texts by their letters."""
    number = _as_number(name)
    return (math.inf, name) if number is None or not math.isfinite(number) else (number, name)


def _as_number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _as_text(value: float) -> str:
    """The shortest text that reads back as the value, without a point for whole numbers."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
