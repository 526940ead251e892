"""The tables that ship with nnsim, read once from assets."""

import gzip
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nnsim.assets import asset_path
from nnsim.text.messages import GivenName, message

Cells = tuple[NDArray[np.float64] | NDArray[np.int32], ...]

IRIS_COLUMNS = tuple(map(GivenName, (
    message("sepal length"), message("sepal width"), message("petal length"), message("petal width"),
    message("species"),
)))  # fmt: skip
CLASS = GivenName(message("class"))
SPECIES = ("setosa", "versicolor", "virginica")
# the species that each shipped table keeps
IRIS_TABLES: dict[str, tuple[str, ...]] = {
    "iris": SPECIES,
    "iris_setosa_versicolor": SPECIES[:2],
    "iris_versicolor_virginica": SPECIES[1:],
}
DIGIT_SIDE, DIGIT_INK = 8, 16
DIGITS = tuple("0123456789")
# pixels are named by row and column, counted from 1
PIXELS = tuple(f"{row}·{column}" for row in range(1, DIGIT_SIDE + 1) for column in range(1, DIGIT_SIDE + 1))
DIGIT = GivenName(message("digit"))
# how many columns each shipped table has
SHIPPED_WIDTHS: dict[str, int] = {**dict.fromkeys(IRIS_TABLES, len(IRIS_COLUMNS)), "digits": len(PIXELS) + 1}


def as_given_column(name: str) -> str:
    """The name of a column of a table that nnsim brings, as it is shown in every language; any other as it is."""
    return next((given for given in (*IRIS_COLUMNS, CLASS, DIGIT) if given == name), name)


@cache
def shipped_cells(name: str) -> Cells:
    """The columns of a shipped table, read-only: four lengths in cm, then the codes of the species; or 64 pixels from
    0 (paper) to 1 (ink), then the digit.

    Raises:
        KeyError: there is no such table.
    """
    columns = _digits() if name == "digits" else _flowers(name)
    for column in columns:
        column.setflags(write=False)
    return columns


def _digits() -> Cells:
    text = gzip.decompress(asset_path("data", "digits.csv.gz").read_bytes()).decode("ascii")
    table = np.array([line.split(",") for line in text.splitlines()[1:]], dtype=np.int32)
    return (*(table[:, :-1].T / DIGIT_INK).copy(), table[:, -1].copy())


def _flowers(name: str) -> Cells:
    kept = IRIS_TABLES[name]
    numbers: list[list[float]] = []
    codes: list[int] = []
    for line in asset_path("data", "iris.csv").read_text(encoding="utf-8").splitlines()[1:]:
        *lengths, species = line.split(",")
        if species in kept:
            numbers.append([float(length) for length in lengths])
            codes.append(kept.index(species))
    return (*np.array(numbers).T.copy(), np.array(codes, dtype=np.int32))
