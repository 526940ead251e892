"""The columns of a table file: their names, and whether they hold numbers or classes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from nnsim.data.check import MOST_CLASSES
from nnsim.data.csv_grid import Grid
from nnsim.data.csv_numbers import MISSING_TEXTS, Decimal, Reading, decimal_marks, read_column
from nnsim.data.csv_text import refuse
from nnsim.text import Message, message

_MOSTLY = 0.8  # from this share of numbers on, another text in a column is a mistake and not a class
_LONGEST_NAME = 60
_HEADER_ROWS = 200  # enough to tell a header from a row


class ReadColumn(NamedTuple):
    """A column of numbers (float64) or of codes (int32) into its classes; which cells are missing; its decimal mark.

    `broken` has the text of each cell whose number is not finite, by its row.
    """

    name: str
    values: NDArray[Any]
    missing: NDArray[np.bool_]
    classes: tuple[str, ...]
    decimal: Decimal
    broken: Mapping[int, str] = MappingProxyType({})


def is_header(rows: Sequence[Sequence[str]], default: Decimal) -> bool:
    """Whether the first row names the columns: texts above numbers, else texts that never come again, or all texts."""
    first, rest = rows[0], rows[1 : 1 + _HEADER_ROWS]
    if not rest:
        return all(_best_reading([cell], default).failed is not None for cell in first)
    readings = [_best_reading([row[index] for row in rest], default) for index in range(len(first))]
    numeric = [reading.numbers > _MOSTLY * len(rest) for reading in readings]
    if any(numeric):
        named = [cell for cell, is_numeric in zip(first, numeric, strict=True) if is_numeric]
        return all(_best_reading([cell], default).failed is not None or not cell for cell in named) and any(named)
    return len(set(first)) == len(first) and all(
        cell not in {row[index] for row in rest} for index, cell in enumerate(first)
    )


def _best_reading(cells: Sequence[str], default: Decimal) -> Reading:
    """The column under its decimal mark; where none fits all cells, under the one that reads more of them."""
    reading = read_column(cells, decimal_marks([cells], default)[0])
    if reading.failed is None:
        return reading
    marks: tuple[Decimal, Decimal] = (".", ",")
    return max((read_column(cells, mark) for mark in marks), key=lambda read: read.numbers)


def read_columns(
    grid: Grid, has_header: bool, default: Decimal, file: str, notes: list[Message]
) -> list[ReadColumn]:
    """All usable columns as numbers or class codes."""
    body = grid.rows[has_header:]
    cells = [[row[index] for row in body] for index in range(len(grid.rows[0]))]
    names = _names(grid.rows[0] if has_header else [""] * len(cells))
    marks = decimal_marks(cells, default)
    columns: list[ReadColumn] = []
    for name, column, mark in zip(names, cells, marks, strict=True):
        reading = read_column(column, mark)
        if reading.failed is not None:
            reading = _best_reading(column, default)
        if reading.failed is None and reading.numbers > len(reading.broken):
            missing = np.isnan(reading.values)
            missing[list(reading.broken)] = False
            broken = {row: column[row] for row in reading.broken}
            columns.append(ReadColumn(name, reading.values, missing, (), mark, broken))
        elif reading.numbers >= _MOSTLY * len(column) and reading.failed is not None:
            _refuse_text(file, grid.lines[has_header + reading.failed], name, column[reading.failed])
        else:
            _add_texts(columns, name, column, notes)
    return columns


def _add_texts(columns: list[ReadColumn], name: str, cells: Sequence[str], notes: list[Message]) -> None:
    """A column of texts as codes of its classes in alphabetical order, unless it holds nothing or too many."""
    missing = np.array([cell.casefold() in MISSING_TEXTS for cell in cells])
    classes = tuple(sorted({cell for cell, absent in zip(cells, missing, strict=True) if not absent}))
    if not classes:
        if any(cells):
            notes.append(message("Column '{column}' has no values and is left out.", column=name))
        return
    if len(classes) > MOST_CLASSES:
        notes.append(
            message(
                "Column '{column}' has {got} different texts and is left out; classes may be up to {most}.",
                column=name, got=len(classes), most=MOST_CLASSES,
            )
        )
        return
    code = {text: index for index, text in enumerate(classes)}
    values = np.array([code.get(cell, 0) for cell in cells], dtype=np.int32)
    columns.append(ReadColumn(name, values, missing, classes, "."))


def finite_rows(
    columns: list[ReadColumn], lines: list[int], file: str, notes: list[Message], leave_out: bool
) -> list[ReadColumn]:
    """The columns with rows whose numbers are not finite counted as missing, when they may be left out.

    Raises:
        NnsimError: code `csv.not-finite`, with the first place and how many rows have such cells.
    """
    rows = sorted({row for column in columns for row in column.broken})
    if not rows:
        return columns
    if not leave_out:
        first = next(column for column in columns if rows[0] in column.broken)
        _refuse_broken(file, lines[rows[0]], first.name, first.broken[rows[0]], len(rows))
    notes.append(message("Rows left out for numbers that are not finite: {count} (line {lines}).",
                         count=len(rows), lines=_first_lines(rows, lines)))
    kept = np.ones(len(lines), bool)
    kept[rows] = False
    lines[:] = [line for line, stays in zip(lines, kept, strict=True) if stays]
    return [column._replace(values=column.values[kept], missing=column.missing[kept]) for column in columns]


def complete_rows(
    columns: list[ReadColumn], lines: list[int], file: str, notes: list[Message]
) -> tuple[list[ReadColumn], int]:
    """The columns without the rows in which any of them misses its cell, and how many rows are left."""
    if len(columns) < 2:
        refusal = message(
            "'{file}' has {got} usable columns; at least an input and an output are needed. Add columns of numbers.",
            file=file, got=len(columns),
        )
        refuse("csv.one-column", refusal, file)
    missing = np.any([column.missing for column in columns], axis=0)
    left_out = np.flatnonzero(missing)
    if len(left_out) == len(lines):
        worst = max(columns, key=lambda column: int(column.missing.sum()))
        refusal = message(
            "'{file}': every row misses a cell, most often in column '{column}'. Fill the cells or remove the column.",
            file=file, column=worst.name,
        )
        refuse("csv.all-missing", refusal, file)
    if len(left_out):
        told = _first_lines(left_out, lines)
        notes.append(
            message("Rows left out for missing cells: {count} (line {lines}).", count=len(left_out), lines=told)
        )
    kept = ~missing
    return [column._replace(values=column.values[kept]) for column in columns], int(kept.sum())


def _first_lines(rows: Sequence[int] | NDArray[np.intp], lines: list[int]) -> str:
    """On which lines of the file these rows are, the first five."""
    return ", ".join(str(lines[row]) for row in rows[:5]) + (" …" if len(rows) > 5 else "")


def _names(cells: Sequence[str]) -> list[str]:
    """A name for each column: what the header says, `c1`, `c2` … where it is silent, told apart where it repeats."""
    names: list[str] = []
    for index, cell in enumerate(cells):
        base = " ".join(cell.split())[:_LONGEST_NAME] or f"c{index + 1}"
        name, copy = base, 2
        while name in names:
            name, copy = f"{base} {copy}", copy + 1
        names.append(name)
    return names


def _refuse_text(file: str, line: int, column: str, cell: str) -> NoReturn:
    text = message(
        "'{file}', line {line}, column '{column}': expected a number like the other cells, got '{got}'. "
        "Correct the cell, or leave it empty to leave out its row.",
        file=file, line=line, column=column, got=cell[:_LONGEST_NAME],
    )
    refuse("csv.not-a-number", text, file)


def _refuse_broken(file: str, line: int, column: str, cell: str, count: int) -> NoReturn:
    given = {"file": file, "line": line, "column": column, "got": cell[:_LONGEST_NAME]}
    if count == 1:
        text = message("'{file}', line {line}, column '{column}': expected a finite number, got '{got}'. "
                       "Correct the cell, or leave out its row.", **given)
    else:
        text = message("'{file}', line {line}, column '{column}': expected a finite number, got '{got}'; {count} rows "
                       "have such cells. Correct them, or leave out these rows.", count=count, **given)
    refuse("csv.not-finite", text, file)
