"""Operations that only move cells: gathering units of several nodes, giving gradients back to them, adding those up."""

from typing import Any, ClassVar

from msgspec import Struct

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Shape, Slots
from nnsim.ops.expression import Expression, Operand, Sum


class Run(Struct, frozen=True):
    """Units `start` to `stop` (exclusive) of input number `position`."""

    position: int
    start: int
    stop: int

    @property
    def length(self) -> int:
        """How many units the run covers."""
        return self.stop - self.start


class Gather(Op, frozen=True):
    """out[n, :] = the chosen units of the inputs, side by side   (inputs of shape [n, units])"""

    runs: tuple[Run, ...]
    wiring: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], sum(run.length for run in self.runs))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        at = 0
        for run in self.runs:
            out[:, at:at + run.length] = inputs[run.position][:, run.start:run.stop]
            at += run.length

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, column = index
        for run in self.runs:
            if column < run.length:
                return Operand(run.position, (n, run.start + column))
            column -= run.length
        raise IndexError(index)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return tuple(emit(GiveBack(self.runs, position), upstream, slot) for position, slot in enumerate(inputs))


class GiveBack(Op, frozen=True):
    """∂L/∂x[n, k] = Σ of the upstream cells into which unit k was gathered   (inputs: upstream, x for its shape)"""

    runs: tuple[Run, ...]
    position: int
    wiring: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        out[...] = 0.0
        at = 0
        for run in self.runs:
            if run.position == self.position:
                out[:, run.start:run.stop] += inputs[0][:, at:at + run.length]
            at += run.length

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, k = index
        cells: list[Expression] = []
        at = 0
        for run in self.runs:
            if run.position == self.position and run.start <= k < run.stop:
                cells.append(Operand(0, (n, at + k - run.start)))
            at += run.length
        return cells[0] if len(cells) == 1 else Sum(tuple(cells))


class AddUp(Op, frozen=True):
    """out = a + b + …, cell by cell: gradients that reach one value along several paths are added"""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add(inputs[0], inputs[1], out)
        for another in inputs[2:]:
            xp.add(out, another, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(position, index) for position in range(len(shapes))))
