"""The states that the samples of a batch hand on to the batch that follows, sample by sample, within an epoch."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nnsim.backend import Backend
from nnsim.ops.base import Array
from nnsim.program.executor import Executor
from nnsim.program.program import Program


class Carrying:
    """Where sample k of a batch ended, for sample k of the next: [samples, …] by path; 0 at the start of an epoch.

    As Keras does with `stateful=True`; a batch of another size (the last, smaller one of an epoch) begins at 0.
    """

    def __init__(self, program: Program, backend: Backend, precision: np.dtype[np.floating]) -> None:
        self._program, self._backend, self._precision = program, backend, precision
        self._kept: dict[str, Array] = {}

    def begin_anew(self) -> None:
        """Lets the next batch begin at 0."""
        self._kept.clear()

    def take_over(self, stored: Mapping[str, NDArray[np.floating]]) -> None:
        """Goes on from states that were stored; those that are not there begin at 0."""
        self._kept = {
            each.path: self._backend.to_device(stored[each.path].astype(self._precision))
            for each in self._program.carried if each.path in stored
        }

    def bring(self, executor: Executor) -> None:
        """Puts into an executor what its batch begins with."""
        for each in self._program.carried:
            array, kept = executor.value(each.begins), self._kept.get(each.path)
            array[...] = kept if kept is not None and kept.shape == array.shape else 0.0

    def take(self, executor: Executor) -> None:
        """Keeps what the samples of an executor's batch ended with."""
        for each in self._program.carried:
            self._kept[each.path] = self._backend.to_device(executor.value(each.ends))

    def stored(self, samples: int) -> dict[str, NDArray[np.floating]]:
        """What a batch of so many samples would begin with, by path."""
        found: dict[str, NDArray[np.floating]] = {}
        for each in self._program.carried:
            shape, kept = (samples, *self._program.slots[each.begins].shape[1:]), self._kept.get(each.path)
            fits = kept is not None and kept.shape == shape
            found[each.path] = self._backend.to_host(kept) if fits else np.zeros(shape, self._precision)
        return found
