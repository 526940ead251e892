"""What is seen of a network in training: maps, values and gradients of its units, without a step being taken."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.data import Dataset
from nnsim.program.executor import Executor
from nnsim.program.memory import Memory
from nnsim.program.program import Program
from nnsim.program.unit_values import delta_slots, unit_deltas, unit_values

Array = NDArray[Any]
TOGETHER = 16
"""Samples with which one is looked at where they are normalized together"""


class Sight:
    """Looks at a program with the parameters that its memory holds.

    Args:
        executor: gives one that runs the forward phase on so many samples as in a test.
    """

    def __init__(self, program: Program, memory: Memory, data: Dataset, executor: Callable[[int], Executor]) -> None:
        self._program, self._memory, self._data, self._executor = program, memory, data, executor
        self._backend = memory.backend
        self._seeing: Executor | None = None
        self._feeling: Executor | None = None

    def gradient_norms(self, nodes: Collection[str] | None) -> dict[str, float]:
        """Euclidean norm of the gradient in memory over all parameters of each node, or of these and their parts."""
        squares: dict[str, float] = {}
        for update in self._program.updates:
            if update.gradient is None:
                continue
            members = self._program.slots[update.parameter].members
            if nodes is not None and not any(member.node.partition("/")[0] in nodes for member in members):
                continue
            gradient = self._backend.to_host(self._memory.arrays[update.gradient])
            for member in members:
                part = gradient[member.start:member.stop]
                squares[member.node] = squares.get(member.node, 0.0) + float(np.vdot(part, part))
        return {node: float(np.sqrt(square)) for node, square in squares.items()}

    def maps(
        self, resolution: int, x_range: tuple[float, float] | None, y_range: tuple[float, float] | None
    ) -> dict[str, NDArray[np.float32]]:
        """Each node's output over the plane of the two inputs, float32 [units, resolution, resolution], row 0 on top;
        empty when the data has not exactly two inputs."""
        bounds = self._data.bounds
        if bounds is None:
            return {}
        across, along = x_range or bounds[0], y_range or bounds[1]
        executor = self._executor(resolution * resolution)
        grid = _grid(across, along, resolution).astype(self._memory.dtype)
        executor.feed(self._backend.xp.asarray(grid))
        executor.run("forward")
        maps: dict[str, NDArray[np.float32]] = {}
        for node, slots in self._program.nodes.items():
            if self._program.slots[slots.output].per_sample and len(slots.shape) == 1:
                values = self._backend.to_host(executor.value(slots.output)[:, slots.start:slots.stop])
                maps[node] = np.ascontiguousarray(values.T, np.float32).reshape(-1, resolution, resolution)
        return maps

    def values(self, x: Array, row: int) -> dict[str, NDArray[np.float32]]:
        """What each node gives for one of these samples, as in a test, and where attention looks (`unit_values`)."""
        if self._seeing is None:
            self._seeing = Executor(self._program, self._memory, 1, ("forward",), False, kept="all", hands=False)
        executor = self._seeing
        executor.feed(x[row:row + 1])
        executor.run("forward")
        return unit_values(executor, 0)

    def deltas(
        self, x: Array, y: Array, row: int, hyper: Mapping[str, float], seed: int, step: int
    ) -> dict[str, NDArray[np.float32]]:
        """∂L/∂z of the units for one of these samples as the only one of a step, with gradients of its own."""
        if not delta_slots(self._program):
            return {}
        if self._feeling is None:
            together = any(update.gradient is None for update in self._program.updates)
            self._feeling = Executor(
                self._program, self._memory.aside(), min(TOGETHER, len(x)) if together else 1,
                ("forward", "loss", "backward"), kept="all", hands=False)
        executor = self._feeling
        executor.feed_rows(x, y, (row + np.arange(executor.batch)) % len(x))
        executor.set_hyper(dict(hyper))
        executor.fill_noise(seed, step)
        executor.run()
        return unit_deltas(executor, 0)


def _grid(across: tuple[float, float], along: tuple[float, float], resolution: int) -> Array:
    """The centers of a square picture's pixels as samples [resolution², 2], the top row first."""
    offsets = (np.arange(resolution) + 0.5) / resolution
    x = across[0] + (across[1] - across[0]) * offsets
    y = along[1] - (along[1] - along[0]) * offsets
    return np.stack([np.tile(x, resolution), np.repeat(y, resolution)], axis=1)
