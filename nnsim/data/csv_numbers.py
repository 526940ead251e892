"""Reading columns of texts as numbers: decimal points and commas, thousands, missing cells."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Decimal = Literal[".", ","]

MISSING_TEXTS = frozenset({"", "?", "na", "n/a", "#n/a", "nan", "null"})
MISSING_NUMBERS = MISSING_TEXTS | {"-", "none"}
_PLAIN = {
    ".": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII),
    ",": re.compile(r"[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII),
}
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?", re.ASCII),
}
_NOT_FINITE = re.compile(
    r"[+-]?(inf|infinity|∞|s?nan(\(ind\))?|1[.,]#(inf|ind|qnan|snan)\d*)|#(div/0|num|value|ref)!", re.IGNORECASE)
_SIMPLE = re.compile(r"[0-9.eE+\-\n]+")  # what float() reads as we do


@dataclass(frozen=True, slots=True)
class Reading:
    """A column under one decimal mark: NaN where a cell is no number; the first row that is not missing either.

    `broken` are the rows whose cell stands for a number that is not finite: `inf`, `NaN`, 1e999, `#DIV/0!`. They are
    among `numbers`, since such a column is meant to hold numbers, but have no value.
    """

    values: NDArray[np.float64]
    numbers: int
    failed: int | None
    broken: tuple[int, ...] = ()


def read_column(cells: Sequence[str], decimal: Decimal) -> Reading:
    """The cells as numbers under a decimal mark; `failed` is the first row (from 0) that holds something else."""
    simple = _simple_numbers(cells) if decimal == "." else None
    if simple is not None:
        return Reading(simple, len(cells), None)
    values = np.full(len(cells), np.nan)
    failed: int | None = None
    broken: list[int] = []
    numbers = 0
    for row, cell in enumerate(cells):
        value = _number(cell, decimal)
        if value is not None:
            numbers += 1
            if math.isfinite(value):
                values[row] = value
            else:
                broken.append(row)
        elif failed is None and cell.casefold() not in MISSING_NUMBERS:
            failed = row
    return Reading(values, numbers, failed, tuple(broken))


def decimal_marks(columns: Sequence[Sequence[str]], default: Decimal) -> list[Decimal]:
    """The decimal mark of each column.

    A column that can be read in one way only decides for itself, and votes for those whose cells are all like 1,234 and
    can be read in both. Without votes a lone separator is the decimal mark, but for commas where `default` is a point.
    """
    fits = [_marks_that_fit(cells) for cells in columns]
    points, commas = (sum(marks == {mark} for marks in fits) for mark in ".,")
    chosen: list[Decimal] = []
    for cells, marks in zip(columns, fits, strict=True):
        if len(marks) == 1:
            chosen.append(next(iter(marks)))
        elif points == commas and any("," in cell for cell in cells):
            chosen.append(default)
        else:
            chosen.append("," if commas > points else ".")
    return chosen


def _marks_that_fit(cells: Sequence[str]) -> set[Decimal]:
    """The decimal marks under which all cells that are not missing are numbers, where there is at least one."""
    if _simple_numbers(cells) is not None and not any("." in cell for cell in cells):
        return {".", ","}
    marks: tuple[Decimal, Decimal] = (".", ",")
    return {mark for mark in marks if _fits(cells, mark)}


def _fits(cells: Sequence[str], decimal: Decimal) -> bool:
    some = False
    for cell in cells:
        if _number(cell, decimal) is not None:
            some = True
        elif cell.casefold() not in MISSING_NUMBERS:
            return False
    return some


def _number(cell: str, decimal: Decimal) -> float | None:
    """One cell as a number, which may be infinite or NaN; None when it is not one."""
    cell = cell.replace("−", "-")
    if _NOT_FINITE.fullmatch(cell):
        return math.nan
    if _PLAIN[decimal].fullmatch(cell):
        text = cell.replace(",", ".")
    elif _GROUPED[decimal].fullmatch(cell):
        text = cell.replace(",", "") if decimal == "." else cell.replace(".", "").replace(",", ".")
    else:
        return None
    return float(text)


def _simple_numbers(cells: Sequence[str]) -> NDArray[np.float64] | None:
    """The cells as numbers when all are written plainly with a point: the quick way for most columns."""
    if not cells or not _SIMPLE.fullmatch("\n".join(cells)):
        return None
    try:
        values = np.array([float(cell) for cell in cells])
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None
