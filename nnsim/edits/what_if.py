"""Trying numbers out: a document in which some weights, biases and inputs are others, and what is other in it."""

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnsim.catalog import InputSettings
from nnsim.data import prepare
from nnsim.data.rows import raw_cells
from nnsim.document import ArrayMap, DataSource, Document, Table
from nnsim.edits.difference import difference
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message

_replace = msgspec.structs.replace


@dataclass(frozen=True, slots=True)
class Tried:
    """A weight or bias that is tried out: its parameter's path and cell, and what it was and is. Of an input the path
    is empty, the cell is the training sample and the input column, and the numbers are in the units of the data."""

    path: str
    index: tuple[int, ...]
    old: float
    new: float


def trial(base: Document, before: Document, edited: Document) -> Document | None:
    """What is tried after an edit of `base` is tried too, where `before` is what was tried until then.

    None where the edit is of something else than weights, biases and samples, and so is no trial.
    """
    change = difference(base, edited)
    if change.structure or change.plan or change.state or change.history or not (change.parameters or change.data):
        return None
    if change.data and not _alike(base.data, edited.data):
        return None
    arrays: dict[str, NDArray[np.floating]] = {}
    for path in change.parameters:
        old, new = base.state.parameters.get(path), edited.state.parameters.get(path)
        if old is None or new is None or old.shape != new.shape:
            return None
        arrays[path] = np.where(new != old, new, before.state.parameters[path]).astype(old.dtype)
    state = _replace(before.state, parameters=before.state.parameters.with_(arrays)) if arrays else before.state
    return _replace(before, state=state, data=edited.data if change.data else before.data)


def tried(base: Document, now: Document) -> tuple[Tried, ...]:
    """The numbers in which a trial differs from what it is tried on."""
    found: list[Tried] = []
    for path, new in now.state.parameters.items():
        old = base.state.parameters[path]
        if new is not old:
            for index in map(tuple, np.argwhere(new != old).tolist()):
                found.append(Tried(path, index, float(old[index]), float(new[index])))
    if base.data is not None and now.data is not None and base.data is not now.data:
        for column in range(len(prepare(base.data).inputs)):
            before, after = _cells(base.data, column), _cells(now.data, column)
            for row in np.flatnonzero(before != after).tolist():
                found.append(Tried("", (row, column), float(before[row]), float(after[row])))
    return tuple(found)


def input_column(document: Document, node: str, unit: int) -> int | None:
    """The column of the data that a unit of an Input passes on, if it is a number; a class is not."""
    settings = document.network.node(node).settings
    if document.data is None or not isinstance(settings, InputSettings) or unit >= len(settings.columns):
        return None
    at = settings.columns[unit]
    seen = prepare(document.data).inputs
    if at >= len(seen) or seen[at].category is not None:
        return None
    column = document.data.columns[seen[at].origin]
    return None if column.categories else at


def sample_cell(document: Document, sample: int, column: int) -> float:
    """The number in an input column of a training sample, from 0, in the units of the data."""
    assert document.data is not None
    return float(_cells(document.data, column)[sample])


def set_sample(document: Document, sample: int, column: int, value: float) -> Document:
    """With another number, in the units of the data, in an input column of a training sample, from 0; the data become
    the document's own. A standardized column is standardized anew, so that all its samples move a little.

    Raises:
        NnsimError: the number is not finite.
    """
    if not np.isfinite(value):
        raise NnsimError("data.finite", message(
            "An input is a finite number, got {value}. Enter another.", value=value))
    source = document.data
    assert source is not None
    data = prepare(source)
    origin, row = data.inputs[column].origin, int(data.rows_train[sample])
    cells = {str(number): np.array(each) for number, each in enumerate(raw_cells(source.rows))}
    cells[str(origin)][row] = value
    return _replace(document, data=_replace(source, rows=Table(source.rows.name, cells=ArrayMap(cells))))


def _cells(source: DataSource, column: int) -> NDArray[np.generic]:
    """An input column of the training samples, in the units of the data."""
    data = prepare(source)
    cells: NDArray[np.generic] = raw_cells(source.rows)[data.inputs[column].origin][data.rows_train]
    return cells


def _alike(one: DataSource | None, other: DataSource | None) -> bool:
    """Whether two sources have the same columns, used alike."""
    return one is not None and other is not None and (one.columns, one.split) == (other.columns, other.split)
