"""The data as a network sees it: arrays of training and test samples, with the names and classes behind them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.data.encoding import EncodedColumn

Array = NDArray[np.float64]
Bounds = tuple[tuple[float, float], tuple[float, float]]
Part = Literal["train", "test"]

# how far maps of the plane reach beyond the points, as a share of their span: few points sit well inside
_WIDE_MARGIN, _NARROW_MARGIN, _FEW = 0.35, 0.1, 16


@dataclass(frozen=True, slots=True)
class Row:
    """One sample in full: its row in the table (from 0), what the network sees, and the cells that it was made from."""

    row: int
    inputs: tuple[float, ...]
    outputs: tuple[float, ...]
    label: str | None
    original: tuple[tuple[str, float | str], ...]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test samples as float64 arrays of shape (samples, columns), C-contiguous and read-only.

    `classes` holds the class names in order when there is one output column of classes, else nothing;
    `kind` says which.
    `x_mean`, `x_std`, `y_mean`, `y_std` have one value per encoded column: 0 and 1 where nothing is standardized.
    `rows_train` and `rows_test` are row numbers of the table. `labels_…` are class codes (int) or, without classes, the
    values of the first output. `columns` tells for every input and output column where it comes from. `picture` is the
    height and width in pixels where the inputs of a sample are a picture, row by row.
    """

    x_train: Array
    y_train: Array
    x_test: Array
    y_test: Array
    columns: tuple[EncodedColumn, ...]
    classes: tuple[str, ...]
    labels_train: NDArray[np.int32] | Array
    labels_test: NDArray[np.int32] | Array
    rows_train: NDArray[np.intp]
    rows_test: NDArray[np.intp]
    original: tuple[tuple[str, tuple[str, ...], NDArray[np.float64] | NDArray[np.int32]], ...]
    picture: tuple[int, int] | None = None

    @cached_property
    def inputs(self) -> tuple[EncodedColumn, ...]:
        """The encoded input columns, in the order of `x_train`."""
        return tuple(column for column in self.columns if column.role == "input")

    @cached_property
    def outputs(self) -> tuple[EncodedColumn, ...]:
        """The encoded output columns, in the order of `y_train`."""
        return tuple(column for column in self.columns if column.role == "output")

    @cached_property
    def input_names(self) -> tuple[str, ...]:
        """The name of each input column."""
        return tuple(column.name for column in self.inputs)

    @cached_property
    def output_names(self) -> tuple[str, ...]:
        """The name of each output column: the class for one-hot columns."""
        return tuple(column.name for column in self.outputs)

    @property
    def kind(self) -> Literal["classes", "numbers"]:
        """Whether the outputs are classes to tell apart or numbers to predict."""
        return "classes" if self.classes else "numbers"

    @cached_property
    def x_mean(self) -> Array:
        """What is subtracted from each input."""
        return np.array([column.mean for column in self.inputs])

    @cached_property
    def x_std(self) -> Array:
        """What each input is divided by."""
        return np.array([column.std for column in self.inputs])

    @cached_property
    def y_mean(self) -> Array:
        """What is subtracted from each output."""
        return np.array([column.mean for column in self.outputs])

    @cached_property
    def y_std(self) -> Array:
        """What each output is divided by."""
        return np.array([column.std for column in self.outputs])

    @cached_property
    def bounds(self) -> Bounds | None:
        """The ranges of two inputs that pictures of the plane show, with a margin; None for other numbers of inputs."""
        if len(self.inputs) != 2:
            return None
        points = np.concatenate([self.x_train, self.x_test])
        margin = _WIDE_MARGIN if len(points) <= _FEW else _NARROW_MARGIN
        low, high = points.min(axis=0), points.max(axis=0)
        reach = np.where(high > low, margin * (high - low), 1.0)
        first, second = zip((low - reach).tolist(), (high + reach).tolist(), strict=True)
        return first, second

    def describe_row(self, k: int, part: Part = "train") -> Row:
        """Sample k (from 0) of the training or test set. Raises IndexError when there is none."""
        training = part == "train"
        x, y = (self.x_train, self.y_train) if training else (self.x_test, self.y_test)
        labels = self.labels_train if training else self.labels_test
        row = int((self.rows_train if training else self.rows_test)[k])
        cells: list[tuple[str, float | str]] = [
            (name, categories[int(column[row])] if categories else float(column[row]))
            for name, categories, column in self.original
        ]
        label = self.classes[int(labels[k])] if self.classes else None
        return Row(row, tuple(x[k].tolist()), tuple(y[k].tolist()), label, tuple(cells))
