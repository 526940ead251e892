"""What learning rules do with a gradient: gradient descent, momentum, Adam, and keeping what is frozen."""

from dataclasses import dataclass
from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Op, Scratch, Shape
from nnsim.ops.expression import (
    Choose,
    Difference,
    Expression,
    Number,
    Operand,
    Power,
    Quotient,
    Sum,
    call,
    minus,
    times,
)


@dataclass(frozen=True)
class UpdateOp(Op):
    """The base: cell by cell on a parameter, its gradient or the rule's memory of it; scalars are hyper-parameters."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)


@dataclass(frozen=True)
class Descend(UpdateOp):
    """w′ = w − η · d   (inputs w, d, η; d is the gradient, or the velocity)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, direction, rate = inputs
        xp.multiply(direction, rate, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Difference(Operand(0, index), times(Operand(2, ()), Operand(1, index)))


@dataclass(frozen=True)
class Velocity(UpdateOp):
    """v′ = μ · v + g   (inputs v, g, μ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        velocity, gradient, momentum = inputs
        xp.multiply(velocity, momentum, out)
        xp.add(out, gradient, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((times(Operand(2, ()), Operand(0, index)), Operand(1, index)))


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
class Unbiased(UpdateOp):
    """m̂ = m / (1 − βᵗ): early moments are too small, having started from 0   (inputs m, 1 − βᵗ)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], 1.0 / inputs[1], out)  # dividing every cell would take five times as long

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), Operand(1, ()))


@dataclass(frozen=True)
class AdamStep(UpdateOp):
    """w′ = w − η · m̂ / (√v̂ + ε)   (inputs w, m̂, v̂, η, ε)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, first, second, rate, epsilon = inputs
        xp.sqrt(second, scratch[0])
        xp.add(scratch[0], epsilon, scratch[0])
        xp.divide(first, scratch[0], scratch[0])
        xp.multiply(scratch[0], rate, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        size = Sum((call("sqrt", Operand(2, index)), Operand(4, ())))
        return Difference(Operand(0, index), times(Operand(3, ()), Quotient(Operand(1, index), size)))


@dataclass(frozen=True)
class KeepFixed(UpdateOp):
    """w″ = w where it is frozen or pruned, w′ elsewhere   (inputs w′, w, fixed: 1 or 0)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        updated, kept, fixed = inputs
        xp.copyto(scratch[0], updated)
        xp.copyto(scratch[0], kept, where=fixed)
        xp.copyto(out, scratch[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(2, index), ">", Number(0.0), Operand(1, index), Operand(0, index))
