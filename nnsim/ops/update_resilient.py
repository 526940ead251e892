"""Resilient back-propagation (Rprop): steps that grow while a gradient keeps its sign and shrink when it turns."""

from typing import Any

from nnsim.ops.base import Array, Index, Scratch, Shape
from nnsim.ops.expression import Choose, Difference, Expression, Number, Operand, call, times
from nnsim.ops.update import UpdateOp

_ZERO = Number(0.0)


class Agreement(UpdateOp, frozen=True):
    """a = g · g₋: above 0 where the gradient points as it did before, below 0 where it turned   (inputs g, g₋)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Operand(1, index))


class StepFactor(UpdateOp, frozen=True):
    """f = η⁺ where a > 0, η⁻ where a < 0, 1 where a = 0   (inputs a, η⁺, η⁻)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (Scratch(out, "truth"), Scratch(out, "truth"))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        agreement, rise, fall = inputs
        stayed, turned = scratch
        xp.greater(agreement, 0.0, stayed)
        xp.less(agreement, 0.0, turned)
        xp.copyto(out, 1.0)
        xp.copyto(out, rise, "same_kind", stayed)
        xp.copyto(out, fall, "same_kind", turned)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        agreement = Operand(0, index)
        not_above = Choose(agreement, "<", _ZERO, Operand(2, ()), Number(1.0))
        return Choose(agreement, ">", _ZERO, Operand(1, ()), not_above)


class StepSize(UpdateOp, frozen=True):
    """Δ′ = min(max(f · Δ, Δmin), Δmax), with η in place of f · Δ in the first step   (inputs Δ, f, η, Δmin, Δmax)

    Δ is 0 before the first step and never again.
    """

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, Scratch(out, "truth"))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        size, factor, first, smallest, largest = inputs
        grown, begun = scratch
        xp.greater(size, 0.0, begun)
        xp.multiply(size, factor, grown)
        xp.copyto(out, first)
        xp.copyto(out, grown, "same_kind", begun)
        xp.maximum(out, smallest, out=out)
        xp.minimum(out, largest, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        size, first, smallest, largest = Operand(0, index), Operand(2, ()), Operand(3, ()), Operand(4, ())

        def within(wanted: Expression) -> Expression:
            return call("min", call("max", wanted, smallest), largest)

        return Choose(size, ">", _ZERO, within(times(Operand(1, index), size)), within(first))


class UnlessTurned(UpdateOp, frozen=True):
    """g̃ = 0 where a < 0, g elsewhere: a weight that went too far waits for one step   (inputs g, a)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (Scratch(out, "truth"),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, agreement = inputs
        xp.less(agreement, 0.0, scratch[0])
        xp.copyto(out, gradient)
        xp.copyto(out, 0.0, "same_kind", scratch[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(1, index), "<", _ZERO, _ZERO, Operand(0, index))


class ResilientStep(UpdateOp, frozen=True):
    """w′ = w − Δ · sgn(g̃)   (inputs w, Δ, g̃)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, size, gradient = inputs
        xp.sign(gradient, scratch[0])
        xp.multiply(scratch[0], size, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Difference(Operand(0, index), times(Operand(1, index), call("sgn", Operand(2, index))))
