"""Cells of a table of numbers on the system's clipboard, as spreadsheets have them there."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication

from nnsim.text import NnsimError, message
from nnsim.text.number_table import parse_table, written_table

Mask = NDArray[np.bool_]


def copy_cells(values: NDArray[Any], chosen: Mask) -> None:
    """Put the chosen rectangle of numbers on the clipboard, with the decimal sign that spreadsheets here expect.

    Raises:
        NnsimError: the chosen cells are no rectangle.
    """
    rows, columns = box(chosen)
    if not chosen[rows, columns].all():
        raise NnsimError("table.rectangle", message("Cells are copied as a rectangle. Choose cells that form one."))
    QGuiApplication.clipboard().setText(written_table(values[rows, columns], QLocale.system().decimalPoint()))


def pasted(chosen: Mask) -> tuple[Mask, NDArray[np.float64]]:
    """The cells into which what is on the clipboard goes, and the numbers there, both [rows, columns].

    It begins at the first chosen cell; a chosen rectangle that it fills several times over is filled.

    Raises:
        NnsimError: no table of numbers is on the clipboard, or it reaches beyond the cells.
    """
    block = parse_table(QGuiApplication.clipboard().text())
    rows, columns = box(chosen)
    tall, wide = rows.stop - rows.start, columns.stop - columns.start
    if tall % len(block) == 0 and wide % block.shape[1] == 0 and chosen[rows, columns].all():
        block = np.tile(block, (tall // len(block), wide // block.shape[1]))
    below, beside = chosen.shape[0] - rows.start, chosen.shape[1] - columns.start
    if len(block) > below or block.shape[1] > beside:
        raise NnsimError("table.room", message(
            "The clipboard has {rows} × {columns} cells, but from row {row}, column {column} on there is room for "
            "{below} × {beside}. Choose the cell where its first number belongs, or copy fewer.",
            rows=len(block), columns=block.shape[1], row=rows.start + 1, column=columns.start + 1, below=below,
            beside=beside))
    place, values = np.zeros_like(chosen), np.zeros(chosen.shape)
    here = (slice(rows.start, rows.start + len(block)), slice(columns.start, columns.start + block.shape[1]))
    place[here], values[here] = True, block
    return place, values


def box(chosen: Mask) -> tuple[slice, slice]:
    """The rows and columns of the smallest rectangle around the chosen cells, of which there are some."""
    rows, columns = np.flatnonzero(chosen.any(axis=1)), np.flatnonzero(chosen.any(axis=0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
