"""The rows of a data source as columns of numbers and class codes, before any encoding."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnsim.data.generators import GENERATORS
from nnsim.data.shipped import shipped_cells
from nnsim.data.small_tables import small_cells
from nnsim.document import Generated, Table

Cells = tuple[NDArray[np.float64] | NDArray[np.int32], ...]


@lru_cache(maxsize=16)
def generated_cells(rows: Generated) -> Cells:
    """The columns of a generated set, read-only: coordinates (or inputs), then class codes or targets."""
    if rows.name in GENERATORS:
        points, classes = GENERATORS[rows.name](rows)
        columns: Cells = (points[:, 0].copy(), points[:, 1].copy(), classes)
    else:
        columns = small_cells(rows.name)
    for column in columns:
        column.setflags(write=False)
    return columns


def raw_cells(rows: Generated | Table) -> Cells:
    """The columns of any rows: float64 numbers or int32 class codes, each of shape (rows,), read-only.

    The rows must have passed `nnsim.data.check`.
    """
    if isinstance(rows, Generated):
        return generated_cells(rows)
    if rows.shipped:
        return shipped_cells(rows.name)
    return tuple(rows.cells[str(index)] for index in range(len(rows.cells)))
