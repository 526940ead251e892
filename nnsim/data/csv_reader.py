"""Reading the student's own table: from the bytes of a CSV file to a data source, with a report."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from nnsim.data.check import check_source
from nnsim.data.columns import holds_class_numbers, with_numbers_as_classes
from nnsim.data.csv_columns import ReadColumn, complete_rows, finite_rows, is_header, read_columns
from nnsim.data.csv_grid import Delimiter, read_grid
from nnsim.data.csv_numbers import Decimal
from nnsim.data.csv_text import decode, refuse
from nnsim.data.starting import class_column
from nnsim.document import ArrayMap, Column, DataSource, Split, Table
from nnsim.text import Message, message

OWN_TEST_SHARE = 0.2
_NAMED_ROWS = 10
"""From so many rows on, a column of texts that never come again names the rows, as students' names do."""


@dataclass(frozen=True, slots=True)
class CsvReport:
    """How a file was understood. `notes` are sentences for the student about what was left out or decided."""

    encoding: str
    delimiter: Delimiter
    decimal: Decimal
    header: bool
    rows: int
    notes: tuple[Message, ...] = ()


class CsvImport(NamedTuple):
    """An own table as a data source, and the report of reading it."""

    source: DataSource
    report: CsvReport


def read_csv(
    data: bytes,
    name: str,
    *,
    delimiter: Delimiter | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    leave_out: bool = False,
) -> CsvImport:
    """The table in a CSV file: what is None is found out from the file.

    Columns of numbers stay numbers, columns of texts become classes. The last column is the output (as classes where it
    holds texts or the numbers 0, 1, 2 …), the others are inputs, standardized where they are numbers that
    leave the range from −1 to 1. Rows with a missing cell are left out and reported, and so are columns of texts that
    only name the rows.

    Args:
        data: the bytes of the file.
        name: the name of the file, for the document and for messages.
        leave_out: leave out rows with numbers that are not finite (`inf`, `NaN`), which are refused else.

    Raises:
        NnsimError: codes `csv.…`, place `name`: the line, the column, what was expected and what came.
    """
    text, used = decode(data, name, encoding)
    grid = read_grid(text, name, delimiter)
    default: Decimal = "." if grid.delimiter == "," else ","
    has_header = is_header(grid.rows, default) if header is None else header
    if has_header and len(grid.rows) < 2:
        refuse("csv.empty", message("'{file}' has a header but no rows. Add a row for each sample.", file=name), name)
    notes: list[Message] = []
    columns = read_columns(grid, has_header, default, name, notes)
    lines = grid.lines[has_header:]
    columns = finite_rows(columns, lines, name, notes, leave_out)
    columns, count = complete_rows(columns, lines, name, notes)
    source = _source(columns, name, notes)
    decimal: Decimal = "," if any(column.decimal == "," for column in columns) else "."
    return CsvImport(source, CsvReport(used, grid.delimiter, decimal, has_header, count, tuple(notes)))


def _source(columns: list[ReadColumn], file: str, notes: list[Message]) -> DataSource:
    """The table with the usual use of its columns."""
    cells = {str(index): column.values for index, column in enumerate(columns)}
    last = len(columns) - 1
    uses = (*(_input_use(column, notes) for column in columns[:last]), _output_use(columns[last]))
    source = check_source(DataSource(Table(file, cells=ArrayMap(cells)), uses, Split(OWN_TEST_SHARE)))
    return with_numbers_as_classes(source, last) if holds_class_numbers(columns[last].values) else source


def _input_use(column: ReadColumn, notes: list[Message]) -> Column:
    if not column.classes:
        return Column(column.name, standardize=bool(np.abs(column.values).max() > 1.0))
    count = len(column.values)
    if count < _NAMED_ROWS or len(np.unique(column.values)) < count:
        return class_column(column.name, column.classes, "input")
    notes.append(
        message("Column '{column}' has another text in every row and is not used. It can be made an input below.",
                column=column.name)
    )
    return class_column(column.name, column.classes, "ignore")


def _output_use(column: ReadColumn) -> Column:
    return class_column(column.name, column.classes, "output") if column.classes else Column(column.name, "output")
