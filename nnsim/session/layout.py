"""What lies where in a block of shared memory: the shapes of everything that a snapshot holds."""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nnsim.document import TrainingState
from nnsim.program.measures import MeasureForm
from nnsim.session.curves import MOST_ROWS, SERIES

MAP_RESOLUTION = 64
ALIGNMENT = 64
INTEGERS = ("step", "epoch", "position", "seed", "generation", "history_rows", "has_maps", "sample", "has_activations")
LOWS = ("best", "waited", "low", "stalled", "rate_factor")
FLOATS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "rate", "steps_per_second")
PARTS = ("train", "test")
SUMS = ("count", "right", "right_in_k", "doubt", "squares", "distances", "spread")


class ArrayShape(Struct, frozen=True):
    """Shape and type of one array."""

    shape: tuple[int, ...]
    dtype: str

    @property
    def nbytes(self) -> int:
        """Size in bytes."""
        return prod(self.shape) * np.dtype(self.dtype).itemsize


class Layout(Struct, frozen=True):
    """The arrays of a snapshot: parameters and slots by path, and per node its gradient norm and its units' maps.

    `measures` says what is measured; None where nothing is. `activations` has the number of units by node.
    """

    parameters: dict[str, ArrayShape]
    slots: dict[str, ArrayShape]
    norms: tuple[str, ...]
    maps: dict[str, int]
    measures: MeasureForm | None = None
    activations: dict[str, int] = {}

    def arrays(self) -> dict[str, ArrayShape]:
        """Every array of one buffer by a key such as `parameters/hidden/weight`, in the order in which they lie."""
        found = {
            "integers": ArrayShape((len(INTEGERS),), "int64"),
            "floats": ArrayShape((len(FLOATS),), "float64"),
            "lows": ArrayShape((len(LOWS),), "float64"),
            "history": ArrayShape((MOST_ROWS, len(SERIES)), "float64"),
            "norms": ArrayShape((len(self.norms),), "float64"),
        }
        found |= {f"parameters/{path}": shape for path, shape in self.parameters.items()}
        found |= {f"slots/{path}": shape for path, shape in self.slots.items()}
        found |= {f"maps/{node}": ArrayShape((units, MAP_RESOLUTION, MAP_RESOLUTION), "float32")
                  for node, units in self.maps.items()}
        found |= {f"activations/{node}": ArrayShape((units,), "float32") for node, units in self.activations.items()}
        if self.measures is not None:
            for part in PARTS:
                found |= _measured(part, self.measures)
        return found

    def nbytes(self) -> int:
        """Size of one buffer in bytes."""
        return sum(_aligned(shape.nbytes) for shape in self.arrays().values())

    def views(self, buffer: memoryview, start: int) -> dict[str, NDArray[Any]]:
        """The arrays of the buffer that begins at byte `start`, without copying."""
        found: dict[str, NDArray[Any]] = {}
        for key, shape in self.arrays().items():
            found[key] = np.ndarray(shape.shape, shape.dtype, buffer, start)
            start += _aligned(shape.nbytes)
        return found


def layout_of(
    state: TrainingState, norms: tuple[str, ...], maps: Mapping[str, int], measures: MeasureForm | None = None,
    activations: Mapping[str, int] | None = None,
) -> Layout:
    """The layout that holds such a state, figures of these nodes, and what is measured."""
    return Layout(_shapes(state.parameters), _shapes(state.slots), norms, dict(maps), measures, dict(activations or {}))


def _measured(part: str, form: MeasureForm) -> dict[str, ArrayShape]:
    """Metrics and sums of a set, NaN where there is none, and the answers of each class."""
    found = {f"measures/{part}/values": ArrayShape((len(form.metrics),), "float64"),
             f"measures/{part}/sums": ArrayShape((len(SUMS),), "float64")}
    if form.classes:
        found[f"measures/{part}/tally"] = ArrayShape((3, len(form.classes)), "int64")
    if form.has_matrix:
        found[f"measures/{part}/confusion"] = ArrayShape((len(form.classes),) * 2, "int64")
    return found


def _shapes(arrays: Mapping[str, NDArray[Any]]) -> dict[str, ArrayShape]:
    return {path: ArrayShape(array.shape, array.dtype.str) for path, array in arrays.items()}


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
