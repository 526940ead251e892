"""How columns of numbers and classes become the columns that a network sees."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Column

# a column whose spread is this small beside its mean is constant but for rounding
_CONSTANT = 1e-12


@dataclass(frozen=True, slots=True)
class EncodedColumn:
    """One number that the network sees per sample, and where it comes from.

    `origin` is the index of the original column and `category` the class whose 0/1 it holds (None: not one-hot). The
    value is (original − `mean`) / `std`; 0 and 1 where nothing is standardized.
    """

    name: str
    role: Literal["input", "output"]
    origin: int
    category: str | None = None
    mean: float = 0.0
    std: float = 1.0


def standardizes(column: Column) -> bool:
    """Whether a column is standardized: classes never are."""
    return column.standardize and not column.categories


def encode(
    index: int, column: Column, cells: NDArray[np.float64] | NDArray[np.int32], training: NDArray[np.intp]
) -> tuple[tuple[EncodedColumn, ...], NDArray[np.float64]]:
    """The encoded columns of one original column, with their values, float64 of shape (rows, columns).

    The mean and the standard deviation (of the population: divided by n) are those of the `training` rows.
    """
    if column.role == "ignore":
        return (), np.empty((len(cells), 0))
    if column.encoding == "one_hot":
        codes = np.arange(len(column.categories))
        layout = tuple(EncodedColumn(category, column.role, index, category) for category in column.categories)
        return layout, (cells[:, None] == codes).astype(np.float64)
    values = cells.astype(np.float64)
    if column.encoding == "signed":
        values = 2.0 * values - 1.0
    mean, std = mean_and_std(values[training]) if standardizes(column) else (0.0, 1.0)
    return (EncodedColumn(column.name, column.role, index, None, mean, std),), ((values - mean) / std)[:, None]


def mean_and_std(values: NDArray[np.float64]) -> tuple[float, float]:
    """The mean and the standard deviation to divide by, which is 1 for a constant column."""
    mean, std = float(values.mean()), float(values.std())
    return mean, std if std > _CONSTANT * max(abs(mean), 1e-300) else 1.0
