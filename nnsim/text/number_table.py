"""Tables of numbers as text, as spreadsheets exchange them over the clipboard."""

import re
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nnsim.text.errors import NnsimError
from nnsim.text.messages import message
from nnsim.text.number_entry import parse_number

MOST_CELLS: Final = 2**24
_GROUPED: Final = re.compile(r"[+\-−]?\d{1,3}(,\d{3})+")


def parse_table(text: str) -> NDArray[np.float64]:
    """The numbers of a rectangle of cells, [rows, columns]: one line for each row, tabs between the cells.

    Where there is no tab, cells may be set apart by semicolons or spaces, as other programs write them. A comma is a
    decimal comma, but between thousands where other cells of the table have a decimal point.

    Raises:
        NnsimError: code `table.empty`, `table.ragged`, or `table.unreadable` with the row and column.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    if not text.strip():
        raise NnsimError("table.empty", message(
            "There are no numbers on the clipboard. Copy cells of a spreadsheet or of a table here first."))
    rows = [line.split("\t") if "\t" in text else _cells(line, ";" in text) for line in lines]
    width = len(rows[0])
    for number, row in enumerate(rows):
        if len(row) != width:
            raise NnsimError("table.ragged", message(
                "Row {row} of the clipboard has {got} cells, but the first row has {expected}. Copy a rectangle.",
                row=number + 1, got=len(row), expected=width))
    if len(rows) * width > MOST_CELLS:
        raise NnsimError("table.large", message(
            "The clipboard has {count} cells; at most {most} can be pasted at once. Copy fewer.",
            count=len(rows) * width, most=MOST_CELLS))
    quick = _plain(rows, text)
    if quick is not None:
        return quick
    points = any("." in cell and "," not in cell for row in rows for cell in row)
    values = np.empty((len(rows), width))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            values[number, column] = _number(cell, points, number + 1, column + 1)
    return values


def written_table(values: NDArray[Any], decimal: str = ".") -> str:
    """Numbers [rows, columns] as lines of cells with tabs between, each with all its digits and this decimal sign."""
    lines = ("\t".join(repr(float(value)).removesuffix(".0") for value in row) for row in values)
    text = "\n".join(lines)
    return text if decimal == "." else text.replace(".", decimal)


def _cells(line: str, semicolons: bool) -> list[str]:
    return line.split(";") if semicolons else line.split()


def _plain(rows: list[list[str]], text: str) -> NDArray[np.float64] | None:
    """The numbers of a table in which all are written plainly; None where one is not, which has to be told."""
    if "," in text:
        if "." in text or any(cell.count(",") > 1 for row in rows for cell in row):
            return None
        rows = [[cell.replace(",", ".") for cell in row] for row in rows]
    if "_" in text:
        return None
    try:
        values = np.array([[float(cell) for cell in row] for row in rows])
    except ValueError:
        return None
    return values if np.isfinite(values).all() else None


def _number(cell: str, points: bool, row: int, column: int) -> float:
    if not cell.strip():
        raise NnsimError("table.unreadable", message(
            "Row {row}, column {column} of the clipboard is empty. Fill the cell, or copy a rectangle without it.",
            row=row, column=column))
    if points and _GROUPED.fullmatch(cell.strip()):
        cell = cell.replace(",", "")
    try:
        return parse_number(cell)
    except NnsimError:
        raise NnsimError("table.unreadable", message(
            "Row {row}, column {column} of the clipboard has '{text}', which is no number. Mend it there and copy "
            "again.", row=row, column=column, text=cell.strip()[:40])) from None
