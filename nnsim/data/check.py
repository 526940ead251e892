"""What a data source must satisfy before its rows are made or used; a document from a file may break any of it."""

import math

import numpy as np

from nnsim.data.generators import GENERATORS
from nnsim.data.shipped import SHIPPED_WIDTHS
from nnsim.data.small_tables import SMALL_TABLES
from nnsim.data.sources import Knob, source_kind
from nnsim.document import Column, DataSource, Generated, Table
from nnsim.text import Message, NnsimError, message

MOST_ROWS = 100_000
MOST_COLUMNS = 256
MOST_CLASSES = 100
MOST_TESTED = 0.9


def check_source(source: DataSource) -> DataSource:
    """The source itself, when its rows can be made and its columns fit them.

    Raises:
        NnsimError: codes `data.…`, place `data`.
    """
    if isinstance(source.rows, Generated):
        _check_generated(source.rows)
        widths = 3 if source.rows.name in GENERATORS else len(SMALL_TABLES[source.rows.name])
    elif source.rows.shipped:
        if source.rows.name not in SHIPPED_WIDTHS:
            source_kind(source.rows.name)
            text = message("'{name}' is no table that ships with nnsim. Choose the data again.", name=source.rows.name)
            raise _refusal("data.not-a-table", text)
        widths = SHIPPED_WIDTHS[source.rows.name]
    else:
        widths = len(source.rows.cells)
    if len(source.columns) != widths:
        text = message(
            "The data has {got} columns described but {expected} in its rows. Choose the data again.",
            got=len(source.columns), expected=widths,
        )
        raise _refusal("data.column-count", text)
    if isinstance(source.rows, Table) and not source.rows.shipped:
        _check_table(source.rows, source.columns)
    for column in source.columns:
        _check_column(column)
    _check_classes(source)
    if not 0.0 <= source.split.test_share <= MOST_TESTED:
        text = message(
            "The test share must be from 0 to {most}, got {got}. Choose a smaller share.",
            most=MOST_TESTED, got=source.split.test_share,
        )
        raise _refusal("data.test-share", text)
    return source


def _check_generated(rows: Generated) -> None:
    kind = source_kind(rows.name)
    if kind.form not in ("points", "small"):
        text = message("'{name}' is a table, not a generated set. Choose the data again.", name=rows.name)
        raise _refusal("data.not-generated", text)
    for knob in kind.knobs:
        _check_knob(knob, getattr(rows, knob.name))


def _check_knob(knob: Knob, value: float) -> None:
    whole = knob.type == "float" or float(value).is_integer()
    if not (math.isfinite(value) and knob.low <= value <= knob.high and whole):
        low, high = (int(knob.low), int(knob.high)) if knob.type == "int" else (knob.low, knob.high)
        text = message(
            "'{knob}' of the data must be from {low} to {high}, got {got}. Choose a value in that range.",
            knob=knob.title, low=low, high=high, got=value,
        )
        raise _refusal("data.knob", text)


def _check_table(table: Table, columns: tuple[Column, ...]) -> None:
    """The cells of an own table: one array per column, alike in length, finite numbers or codes of known classes."""
    rows = -1
    for index, column in enumerate(columns):
        cells = table.cells.get(str(index))
        expected = np.dtype(np.int32 if column.categories else np.float64)
        if cells is None or cells.ndim != 1 or cells.dtype != expected:
            text = message("Column '{column}' of '{table}' has no usable cells. Import the file again.",
                           column=column.name, table=table.name)
            raise _refusal("data.cells", text)
        rows = len(cells) if rows < 0 else rows
        if len(cells) != rows or not 1 <= rows <= MOST_ROWS:
            text = message(
                "Column '{column}' of '{table}' has {got} cells where {expected} are expected (from 1 to {most}). "
                "Import the file again.",
                column=column.name, table=table.name, got=len(cells), expected=rows, most=MOST_ROWS,
            )
            raise _refusal("data.row-count", text)
        if column.categories:
            sound = cells.min() >= 0 and cells.max() < len(column.categories)
        else:
            sound = bool(np.isfinite(cells).all())
        if not sound:
            text = message("Column '{column}' of '{table}' holds values that are not finite or name no class. "
                           "Import the file again.", column=column.name, table=table.name)
            raise _refusal("data.cell-values", text)


def _check_column(column: Column) -> None:
    if column.role == "ignore":
        return
    classes = len(column.categories)
    if column.encoding in ("binary", "signed") and classes != 2:
        text = message(
            "Column '{column}' has {got} classes, and one column of two values needs exactly 2. Encode it one-hot.",
            column=column.name, got=classes,
        )
        raise _refusal("data.two-classes", text)
    if column.encoding == "one_hot" and not 1 <= classes <= MOST_CLASSES:
        text = message(
            "Column '{column}' has {got} classes; one-hot encoding needs from 1 to {most}. "
            "Use it as a number or ignore it.",
            column=column.name, got=classes, most=MOST_CLASSES,
        )
        raise _refusal("data.class-count", text)


def _check_classes(source: DataSource) -> None:
    """Generated and shipped rows hold codes of their own classes: a column may rename them, not add or lose any."""
    if isinstance(source.rows, Table) and not source.rows.shipped:
        return
    classes = source_kind(source.rows.name).classes
    for index, column in enumerate(source.columns):
        expected = len(classes) if classes and index == len(source.columns) - 1 else 0
        if len(column.categories) != expected:
            text = message("Column '{column}' has {got} classes described but {expected} in its rows. "
                           "Choose the data again.", column=column.name, got=len(column.categories), expected=expected)
            raise _refusal("data.classes", text)


def _refusal(code: str, text: Message) -> NnsimError:
    return NnsimError(code, text, "data")
