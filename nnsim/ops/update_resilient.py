"""Resilient back-propagation (Rprop): steps that grow while a gradient keeps its sign and shrink when it turns."""

from dataclasses import dataclass
from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Shape
from nnsim.ops.expression import Choose, Difference, Expression, Number, Operand, call, times
from nnsim.ops.update import UpdateOp

_ZERO = Number(0.0)


@dataclass(frozen=True)
class Agreement(UpdateOp):
    """a = g · g₋: above 0 where the gradient points as it did before, below 0 where it turned   (inputs g, g₋)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Operand(1, index))


@dataclass(frozen=True)
class StepFactor(UpdateOp):
    """f = η⁺ where a > 0, η⁻ where a < 0, 1 where a = 0   (inputs a, η⁺, η⁻)"""

    straight: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        agreement, rise, fall = inputs
        xp.sign(agreement, out)
        xp.maximum(out, 0.0, out=scratch[0])
        xp.minimum(out, 0.0, out=out)
        xp.multiply(scratch[0], rise - 1.0, scratch[0])
        xp.multiply(out, 1.0 - fall, out)
        xp.add(out, scratch[0], out)
        xp.add(out, 1.0, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        agreement = Operand(0, index)
        not_above = Choose(agreement, "<", _ZERO, Operand(2, ()), Number(1.0))
        return Choose(agreement, ">", _ZERO, Operand(1, ()), not_above)


@dataclass(frozen=True)
class StepSize(UpdateOp):
    """Δ′ = min(max(f · Δ, Δmin), Δmax), with η in place of f · Δ in the first step   (inputs Δ, f, η, Δmin, Δmax)

    Δ is 0 before the first step and never again.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        size, factor, first, smallest, largest = inputs
        xp.multiply(size, factor, scratch[0])
        xp.sign(size, out)  # 1, or 0 before the first step
        xp.subtract(1.0, out, out)
        xp.multiply(out, first, out)
        xp.add(out, scratch[0], out)
        xp.maximum(out, smallest, out=out)
        xp.minimum(out, largest, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        size, first, smallest, largest = Operand(0, index), Operand(2, ()), Operand(3, ()), Operand(4, ())

        def within(wanted: Expression) -> Expression:
            return call("min", call("max", wanted, smallest), largest)

        return Choose(size, ">", _ZERO, within(times(Operand(1, index), size)), within(first))


@dataclass(frozen=True)
class UnlessTurned(UpdateOp):
    """g̃ = 0 where a < 0, g elsewhere: a weight that went too far waits for one step   (inputs g, a)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, agreement = inputs
        xp.sign(agreement, scratch[0])
        xp.add(scratch[0], 1.0, scratch[0])
        xp.minimum(scratch[0], 1.0, out=scratch[0])
        xp.multiply(gradient, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(1, index), "<", _ZERO, _ZERO, Operand(0, index))


@dataclass(frozen=True)
class ResilientStep(UpdateOp):
    """w′ = w − Δ · sgn(g̃)   (inputs w, Δ, g̃)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, size, gradient = inputs
        xp.sign(gradient, scratch[0])
        xp.multiply(scratch[0], size, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Difference(Operand(0, index), times(Operand(1, index), call("sgn", Operand(2, index))))
