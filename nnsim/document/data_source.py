"""Where the samples come from: a seeded generator, a shipped table or the student's own, and how columns are used."""

from typing import Literal

from msgspec import Struct, field

from nnsim.document.arrays import ArrayMap

Role = Literal["input", "output", "ignore"]
Encoding = Literal["number", "one_hot", "binary", "signed"]


class Generated(Struct, frozen=True, tag="generated"):
    """Samples made by a named generator (`xor`, `circles`, `spirals`, `gaussians`, gates …) from a seed.

    `noise` is the standard deviation added to each coordinate; `count` the number of samples over all classes;
    `turns` is used by spirals alone.
    """

    name: str
    count: int = 200
    noise: float = 0.0
    seed: int = 0
    turns: float = 1.75


class Table(Struct, frozen=True, tag="table"):
    """Samples of a shipped table (`name` = `iris`) or of the student's own (`name` = the file's name).

    `cells` keeps an own table in the document: `cells["<column index>"]` is float64 of one value per row for a numeric
    column, or int32 class codes into `Column.categories`. It is empty for a shipped table, whose cells are assets.
    """

    name: str
    shipped: bool = False
    cells: ArrayMap = field(default_factory=ArrayMap)


class Column(Struct, frozen=True):
    """How one column is used. A column with `categories` holds class codes; `encoding` says how they become numbers.

    `one_hot` makes one column of 0 and 1 per class; two classes may also be one column, `binary` (0 and 1, for sigmoid
    and step units) or `signed` (−1 and 1, for sign and tanh units). `number` takes the values, or codes, as they are.

    `standardize` subtracts the training set's mean and divides by its standard deviation (inputs; or numeric outputs).
    """

    name: str
    role: Role = "input"
    encoding: Encoding = "number"
    standardize: bool = False
    categories: tuple[str, ...] = ()


class Split(Struct, frozen=True):
    """Share of the samples that is kept for testing (0–0.9), drawn from `seed`, by class when outputs are classes."""

    test_share: float = 0.0
    seed: int = 0


class DataSource(Struct, frozen=True):
    """Rows, the use of each column, and the split into training and test set."""

    rows: Generated | Table
    columns: tuple[Column, ...]
    split: Split = Split()
