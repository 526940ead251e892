"""What adaptive learning rules remember of past gradients: running means of them and of their squares."""

from typing import Any

from nnsim.ops.base import Array, Index, Scratch, Shape
from nnsim.ops.expression import Expression, Number, Operand, Power, Quotient, Sum, call, minus, times
from nnsim.ops.update import UpdateOp


class MomentOp(UpdateOp, frozen=True):
    """The base: what is computed from hyper-parameters alone, once for all cells, has a place of its own."""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, ())


class FirstMoment(MomentOp, frozen=True):
    """m′ = β₁ m + (1 − β₁) g   (inputs m, g, β₁)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, beta = inputs
        xp.subtract(1.0, beta, scratch[1])
        xp.multiply(gradient, scratch[1], scratch[0])
        xp.multiply(moment, beta, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        beta = Operand(2, ())
        return Sum((times(beta, Operand(0, index)), times(minus(Number(1.0), beta), Operand(1, index))))


class SecondMoment(MomentOp, frozen=True):
    """v′ = β₂ v + (1 − β₂) g²   (inputs v, g, β₂)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, beta = inputs
        xp.subtract(1.0, beta, scratch[1])
        xp.multiply(gradient, gradient, scratch[0])
        xp.multiply(scratch[0], scratch[1], scratch[0])
        xp.multiply(moment, beta, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        beta = Operand(2, ())
        return Sum((times(beta, Operand(0, index)), times(minus(Number(1.0), beta), Power(Operand(1, index), 2))))


class SumOfSquares(UpdateOp, frozen=True):
    """s′ = s + g²   (inputs s, g)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        total, gradient = inputs
        xp.multiply(gradient, gradient, scratch[0])
        xp.add(total, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), Power(Operand(1, index), 2)))


class Variance(UpdateOp, frozen=True):
    """n = max(s − ḡ², 0): how far gradients spread around their mean   (inputs s, ḡ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squares, mean = inputs
        xp.multiply(mean, mean, scratch[0])
        xp.subtract(squares, scratch[0], out)
        xp.maximum(out, 0.0, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("max", minus(Operand(0, index), Power(Operand(1, index), 2)), Number(0.0))


class Unbiased(MomentOp, frozen=True):
    """m̂ = m / (1 − βᵗ): early moments are too small, having started from 0   (inputs m, 1 − βᵗ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.divide(1.0, inputs[1], scratch[1])  # dividing every cell would take five times as long
        xp.multiply(inputs[0], scratch[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), Operand(1, ()))


class NesterovMoment(MomentOp, frozen=True):
    """m̄ = μₜ₊₁ · m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) · g / (1 − μ₁ ⋯ μₜ): the mean as it will be after one more step

    Inputs m, g, μₜ₊₁, 1 − μ₁ ⋯ μₜ₊₁, μₜ, 1 − μ₁ ⋯ μₜ.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, upcoming, correction_upcoming, present, correction_present = inputs
        xp.subtract(1.0, present, scratch[1])
        xp.divide(scratch[1], correction_present, scratch[1])
        xp.multiply(gradient, scratch[1], scratch[0])
        xp.divide(upcoming, correction_upcoming, scratch[1])
        xp.multiply(moment, scratch[1], out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        upcoming, correction_upcoming, present, correction_present = (Operand(at, ()) for at in range(2, 6))
        return Sum((
            Quotient(times(upcoming, Operand(0, index)), correction_upcoming),
            Quotient(times(minus(Number(1.0), present), Operand(1, index)), correction_present),
        ))
