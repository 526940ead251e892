"""From a data source to the arrays that a network learns from."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data.check import check_source
from nnsim.data.dataset import Dataset
from nnsim.data.encoding import EncodedColumn, encode
from nnsim.data.rows import Cells, raw_cells
from nnsim.data.sources import kind_of
from nnsim.data.split import split_rows
from nnsim.document import DataSource


@lru_cache(maxsize=16)
def prepare(source: DataSource) -> Dataset:
    """The samples of a source, split, standardized and encoded; the same object for equal sources.

    Raises:
        NnsimError: the source cannot be used (see `nnsim.data.check`).
    """
    check_source(source)
    cells = raw_cells(source.rows)
    class_index = class_output(source)
    training, tested = split_rows(source.split, len(cells[0]), _codes(cells, class_index))
    layout: list[EncodedColumn] = []
    blocks: dict[str, list[NDArray[np.float64]]] = {"input": [], "output": []}
    for index, column in enumerate(source.columns):
        encoded, values = encode(index, column, cells[index], training)
        layout += encoded
        if column.role != "ignore":
            blocks[column.role].append(values)
    x, y = (_joined(blocks[role], len(cells[0])) for role in ("input", "output"))
    labels = _labels(cells, class_index, y)
    return Dataset(
        x_train=_frozen(x[training]),
        y_train=_frozen(y[training]),
        x_test=_frozen(x[tested]),
        y_test=_frozen(y[tested]),
        columns=tuple(layout),
        classes=source.columns[class_index].categories if class_index is not None else (),
        labels_train=_frozen(labels[training]),
        labels_test=_frozen(labels[tested]),
        rows_train=_frozen(training),
        rows_test=_frozen(tested),
        original=tuple(
            (column.name, column.categories, cells[index])
            for index, column in enumerate(source.columns)
            if column.role != "ignore"
        ),
        picture=_picture(source, x.shape[1]),
    )


def class_output(source: DataSource) -> int | None:
    """The index of the output column when there is just one and it holds classes."""
    outputs = [index for index, column in enumerate(source.columns) if column.role == "output"]
    if len(outputs) != 1:
        return None
    column = source.columns[outputs[0]]
    return outputs[0] if column.categories else None


def _picture(source: DataSource, inputs: int) -> tuple[int, int] | None:
    """The height and width of the set's pictures, if all of their pixels are inputs."""
    picture = kind_of(source).picture
    return picture if picture is not None and picture[0] * picture[1] == inputs else None


def _codes(cells: Cells, index: int | None) -> NDArray[np.int32] | None:
    return None if index is None else cells[index].astype(np.int32)


def _labels(
    cells: Cells, class_index: int | None, y: NDArray[np.float64]
) -> NDArray[np.float64] | NDArray[np.int32]:
    if class_index is not None:
        return cells[class_index]
    return y[:, 0] if y.shape[1] else np.zeros(len(y))


def _joined(blocks: list[NDArray[np.float64]], rows: int) -> NDArray[np.float64]:
    return np.concatenate(blocks, axis=1) if blocks else np.empty((rows, 0))


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array = np.ascontiguousarray(array)
    array.setflags(write=False)
    return array
