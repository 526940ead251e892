"""A program's executors: one for each size of a batch and each turn, bound when it is first needed."""

from functools import cached_property

from nnsim.program.executor import Executor
from nnsim.program.memory import Memory
from nnsim.program.program import Program
from nnsim.program.threads import library_threads


class Executors:
    """The executors of one program over one memory.

    Args:
        batch: samples in a whole batch, by which it is decided who shares the work of a step.
    """

    def __init__(self, program: Program, memory: Memory, batch: int) -> None:
        self._program, self._memory, self._batch = program, memory, batch
        self._training: dict[tuple[int, int], Executor] = {}
        self.measuring: dict[int, Executor] = {}
        """Those that only measure, by samples"""

    @cached_property
    def threads(self) -> int:
        """BLAS threads under which this training's bits are defined."""
        return library_threads(self._program, self._batch, self._memory.dtype.itemsize)

    @property
    def hands(self) -> bool:
        """Whether two hands may share the samples of a batch."""
        return self.threads == 1

    def to_train(self, samples: int, turn: int) -> Executor:
        """The one that takes a step with so many samples."""
        key = (samples, turn)
        if key not in self._training:
            self._training[key] = Executor(self._program, self._memory, samples, turn=turn, hands=self.hands)
        return self._training[key]

    def to_measure(self, samples: int) -> Executor:
        """The one that runs forward phase and loss on so many samples as in a test."""
        if samples not in self.measuring:
            self.measuring[samples] = Executor(
                self._program, self._memory, samples, ("forward", "loss"), False, kept="nodes", hands=self.hands)
        return self.measuring[samples]
