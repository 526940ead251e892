"""Data sets of a few fixed rows: truth tables, and the one sample of the worked example of back-propagation."""

import numpy as np
from numpy.typing import NDArray

_FIRST, _SECOND = (0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 0.0, 1.0)
# inputs, then the truth value or the targets; the sample is of Mazur, "A Step by Step Backpropagation Example" (2015)
SMALL_TABLES: dict[str, tuple[tuple[float, ...], ...]] = {
    "and": (_FIRST, _SECOND, (0, 0, 0, 1)),
    "or": (_FIRST, _SECOND, (0, 1, 1, 1)),
    "nand": (_FIRST, _SECOND, (1, 1, 1, 0)),
    "not": ((0.0, 1.0), (1, 0)),
    "one_sample": ((0.05,), (0.10,), (0.01,), (0.99,)),
}


def small_cells(name: str) -> tuple[NDArray[np.float64] | NDArray[np.int32], ...]:
    """The columns of a small table: float64 inputs, then int32 truth values, or float64 targets for `one_sample`.

    Raises:
        KeyError: there is no such table.
    """
    columns = SMALL_TABLES[name]
    if name == "one_sample":
        return tuple(np.array(column, dtype=np.float64) for column in columns)
    *inputs, truth = columns
    return (*(np.array(column, dtype=np.float64) for column in inputs), np.array(truth, dtype=np.int32))
