"""A sample in words: its number, its inputs and its outputs, as the data card and its points say them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnsim.data import Dataset
from nnsim.text import format_count, format_number

_MOST_VALUES = 3


def tuple_text(values: Sequence[float], whole: bool) -> str:
    """Values as a person writes a vector: `(1, 0)`; a bare number for one; of many the first, and how many more."""
    texts = [format_count(round(value)) if whole else format_number(value) for value in values]
    if len(texts) == 1:
        return texts[0]
    shown = texts if len(texts) <= _MOST_VALUES else [*texts[: _MOST_VALUES - 1], f"… +{len(texts) - _MOST_VALUES + 1}"]
    return f"({', '.join(shown)})"


def point_text(values: Sequence[float], whole: bool) -> str:
    """The label of a point: `1, 0`."""
    return ", ".join(format_count(round(value)) if whole else format_number(value) for value in values)


def is_whole(values: NDArray[np.float64]) -> bool:
    """Whether all values are whole numbers small enough to be read as such."""
    return bool((values == np.round(values)).all() and np.abs(values).max(initial=0.0) < 1e6)


def input_text(data: Dataset, row: int) -> str:
    """`x = (1, 0)`: what the network sees of training sample `row` (from 0); it does not break into lines."""
    return _unbroken(f"x = {tuple_text(data.x_train[row].tolist(), is_whole(data.x_train))}")


def output_text(data: Dataset, row: int) -> str:
    """`y = 1`: the class by its name, or the targets."""
    if data.classes:
        return _unbroken(f"y = {data.classes[int(data.labels_train[row])]}")
    return _unbroken(f"y = {tuple_text(data.y_train[row].tolist(), is_whole(data.y_train))}")


def original_text(data: Dataset, row: int) -> str:
    """All cells of a training sample as they stand in the table, one per line."""
    cells = data.describe_row(row).original
    return "\n".join(
        f"{name}: {cell if isinstance(cell, str) else format_number(cell)}" for name, cell in cells
    )


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")
