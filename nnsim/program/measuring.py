"""Measuring a network on many samples, piece by piece, so that memory is needed for one piece alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import nan, prod
from typing import Any

from numpy.typing import NDArray

from nnsim.backend import Backend
from nnsim.data import Dataset
from nnsim.document import Document
from nnsim.ops.base import Scratch
from nnsim.ops.loss import LossOp, TotalLoss
from nnsim.program.batching import whole_batch
from nnsim.program.carrying import Carrying
from nnsim.program.executor import Executor
from nnsim.program.measures import Measures, Tallying
from nnsim.program.program import BATCH, Program

Array = Any
LARGEST_PIECE = 2**20
"""Numbers that a piece may hold on the way from its inputs to its loss: 8 MiB in double precision, as a cache holds."""


@dataclass(eq=False)
class Measuring:
    """Measures a program's loss and metrics with the parameters of the moment; `bound` gives an executor for a size.

    Pieces are of one size, which depends on the program and the plan alone, so that whoever asks gets the same bits.
    States that are carried on go from batch to batch as in an epoch without shuffling, beginning at 0.
    """

    program: Program
    data: Dataset
    backend: Backend
    precision: Any
    bound: Callable[[int], Executor]
    piece: int = field(init=False)

    def __post_init__(self) -> None:
        self.piece = max(LARGEST_PIECE // max(cells_of_sample(self.program), 1), 1)

    def appraise(self, document: Document, x: NDArray[Any], y: NDArray[Any]) -> tuple[float, Measures | None]:
        """Data loss and metrics over samples x, y of the data; NaN and None when there are none, or there is no loss.

        The document is the program's, for the decision threshold and the names of classes.
        """
        program = self.program
        if not len(x) or program.loss is None or program.prediction is None:
            return nan, None
        size = whole_batch(document.plan, len(self.data.x_train)) if program.carried else self.piece
        loss, tallying = LossOfPieces(program), Tallying(document, self.data, y, self._shape)
        carrying = Carrying(program, self.backend, self.precision)
        for start in range(0, len(x), size):
            executor = self.bound(min(size, len(x) - start))
            executor.feed(*(self._given(part[start:start + size]) for part in (x, y)))
            carrying.bring(executor)
            executor.run()
            carrying.take(executor)
            loss.add(executor)
            tallying.add(self.backend.to_host(executor.value(program.prediction)))
        return loss.value, tallying.measures()

    @property
    def _shape(self) -> tuple[int, ...]:
        assert self.program.prediction is not None
        return self.program.slots[self.program.prediction].shape[1:]

    def _given(self, samples: NDArray[Any]) -> Array:
        return self.backend.xp.asarray(samples.astype(self.precision, copy=False))


class LossOfPieces:
    """The data loss of all samples from the losses of its pieces: means weigh by what they are the mean over."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._producers = program.producers(training=False)
        self._losses = self._parts(program.data_loss)
        self._sums, self._weights = [0.0] * len(self._losses), [0.0] * len(self._losses)

    def add(self, executor: Executor) -> None:
        """Takes in the piece that an executor last ran."""
        for number, slot in enumerate(self._losses):
            weight, loss = self._weight(slot, executor), float(executor.value(slot))
            self._sums[number] += weight * loss
            self._weights[number] += weight

    @property
    def value(self) -> float:
        """The loss so far."""
        return sum(
            total if self._is_sum(slot) else total / weight
            for slot, total, weight in zip(self._losses, self._sums, self._weights, strict=True)
        )

    def _parts(self, slot: int | None) -> tuple[int, ...]:
        """The losses that are added up in a slot, in order."""
        if slot is None:
            return ()
        each = self._program.instructions[self._producers[slot]]
        return tuple(part for one in each.inputs for part in self._parts(one)) if isinstance(each.op, TotalLoss) else (
            slot,)

    def _is_sum(self, slot: int) -> bool:
        op = self._program.instructions[self._producers[slot]].op
        return isinstance(op, LossOp) and op.over == "sum"

    def _weight(self, slot: int, executor: Executor) -> float:
        each = self._program.instructions[self._producers[slot]]
        over = each.op.over if isinstance(each.op, LossOp) else "samples"
        if over == "count":
            return float(executor.value(each.inputs[2]))
        return 1.0 if over == "sum" else float(executor.batch)


def cells_of_sample(program: Program) -> int:
    """Numbers that one sample needs on its way from the inputs to the loss, if none of them shared memory."""
    cells = 0
    for number, each in enumerate(program.instructions):
        if each.phase not in ("forward", "loss") or not program.runs(number, training=False):
            continue
        shapes = [_of_one(program.slots[slot].shape) for slot in (each.output, *each.inputs)]
        scratch = (one.shape if isinstance(one, Scratch) else one for one in each.op.scratch_shapes(*shapes))
        own = [shapes[0]] if program.slots[each.output].per_sample else []
        cells += sum(map(prod, (*own, *scratch)))
    return cells


def _of_one(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(1 if size == BATCH else size for size in shape)
