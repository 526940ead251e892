"""What every learning rule shares: the step down a direction, the decay of weights, and keeping what is frozen."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Op, Scratch, Shape
from nnsim.ops.expression import Choose, Difference, Expression, Number, Operand, times


class UpdateOp(Op, frozen=True):
    """The base: cell by cell on a parameter, its gradient or the rule's memory of it, with scalars for all cells."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)


class Descend(UpdateOp, frozen=True):
    """w′ = w − η · d   (inputs w, d, η; d is the gradient, or the velocity)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, direction, rate = inputs
        xp.multiply(direction, rate, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Difference(Operand(0, index), times(Operand(2, ()), Operand(1, index)))


class Decay(UpdateOp, frozen=True):
    """w̃ = w − η · λ · w: a weight shrinks by itself, whatever its gradient   (inputs w, η, λ)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, ())

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, rate, strength = inputs
        xp.multiply(rate, strength, scratch[1])
        xp.multiply(w, scratch[1], scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        w = Operand(0, index)
        return Difference(w, times(Operand(1, ()), Operand(2, ()), w))


class KeepFixed(UpdateOp, frozen=True):
    """w″ = w where it is frozen or pruned, w′ elsewhere   (inputs w′, w, fixed: 1 or 0)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        updated, kept, fixed = inputs
        xp.copyto(scratch[0], updated)
        xp.copyto(scratch[0], kept, "same_kind", fixed)
        xp.copyto(out, scratch[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(2, index), ">", Number(0.0), Operand(1, index), Operand(0, index))


class TakeOver(UpdateOp, frozen=True):
    """s″ = s′: a running statistic takes the value that the forward phase made of it   (inputs s, s′)"""

    wiring: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[1])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(1, index)
