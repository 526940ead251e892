"""What adaptive learning rules remember of past gradients: running means of them and of their squares."""

from dataclasses import dataclass
from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Shape
from nnsim.ops.expression import Expression, Number, Operand, Power, Quotient, Sum, minus, times
from nnsim.ops.update import UpdateOp


@dataclass(frozen=True)
class FirstMoment(UpdateOp):
    """m′ = β₁ m + (1 − β₁) g   (inputs m, g, β₁)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, beta = inputs
        xp.multiply(gradient, 1.0 - beta, scratch[0])
        xp.multiply(moment, beta, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        beta = Operand(2, ())
        return Sum((times(beta, Operand(0, index)), times(minus(Number(1.0), beta), Operand(1, index))))


@dataclass(frozen=True)
class SecondMoment(UpdateOp):
    """v′ = β₂ v + (1 − β₂) g²   (inputs v, g, β₂)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, beta = inputs
        xp.multiply(gradient, gradient, scratch[0])
        xp.multiply(scratch[0], 1.0 - beta, scratch[0])
        xp.multiply(moment, beta, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        beta = Operand(2, ())
        return Sum((times(beta, Operand(0, index)), times(minus(Number(1.0), beta), Power(Operand(1, index), 2))))


@dataclass(frozen=True)
class SumOfSquares(UpdateOp):
    """s′ = s + g²   (inputs s, g)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        total, gradient = inputs
        xp.multiply(gradient, gradient, scratch[0])
        xp.add(total, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), Power(Operand(1, index), 2)))


@dataclass(frozen=True)
class Unbiased(UpdateOp):
    """m̂ = m / (1 − βᵗ): early moments are too small, having started from 0   (inputs m, 1 − βᵗ)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], 1.0 / inputs[1], out)  # dividing every cell would take five times as long

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), Operand(1, ()))


@dataclass(frozen=True)
class NesterovMoment(UpdateOp):
    """m̄ = μₜ₊₁ · m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) · g / (1 − μ₁ ⋯ μₜ): the mean as it will be after one more step

    Inputs m, g, μₜ₊₁, 1 − μ₁ ⋯ μₜ₊₁, μₜ, 1 − μ₁ ⋯ μₜ.
    """

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moment, gradient, upcoming, correction_upcoming, present, correction_present = inputs
        xp.multiply(gradient, (1.0 - present) / correction_present, scratch[0])
        xp.multiply(moment, upcoming / correction_upcoming, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        upcoming, correction_upcoming, present, correction_present = (Operand(at, ()) for at in range(2, 6))
        return Sum((
            Quotient(times(upcoming, Operand(0, index)), correction_upcoming),
            Quotient(times(minus(Number(1.0), present), Operand(1, index)), correction_present),
        ))
