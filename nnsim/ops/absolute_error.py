"""Losses of prediction ŷ and target y that do not square large errors, so that outliers count less."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Shape, Slots
from nnsim.ops.expression import Choose, Expression, Number, Operand, Power, Quotient, Sum, call, minus, terms_of, times
from nnsim.ops.loss import LossGradient, LossOp, count_over


class MeanAbsoluteError(LossOp, frozen=True):
    """L = 1/(N·m) Σ |ŷ − y| over N samples and m outputs"""

    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], scratch[0])
        xp.abs(scratch[0], scratch[0])
        xp.add.reduce(scratch[0], None, None, out)
        xp.divide(out, count_over("cells", inputs[0].shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        sizes = terms_of(shapes[0], lambda *cell: call("abs", minus(Operand(0, cell), Operand(1, cell))))
        return Quotient(Sum(sizes), Number(float(len(sizes))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(MeanAbsoluteErrorGradient(), *inputs[:2]), None)


class MeanAbsoluteErrorGradient(LossGradient, frozen=True):
    """∂L/∂ŷ = sgn(ŷ − y) / (N·m), and 0 where ŷ = y   (inputs ŷ, y)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], out)
        xp.sign(out, out)
        xp.divide(out, count_over("cells", out.shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        direction = call("sgn", minus(Operand(0, index), Operand(1, index)))
        return Quotient(direction, Number(float(count_over("cells", shapes[0]))))


class HuberLoss(LossOp, frozen=True):
    """L = 1/(N·m) Σ ½ e² where |e| ≤ d, d (|e| − ½ d) elsewhere, with e = ŷ − y   (d: the bend; Huber 1964)"""

    bend: float = 1.0
    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        size, near = scratch
        xp.subtract(inputs[0], inputs[1], size)
        xp.abs(size, size)
        xp.minimum(size, self.bend, out=near)
        xp.multiply(near, -0.5, out=near)  # with n = min(|e|, d), both cases are n (|e| − ½ n)
        xp.add(size, near, size)
        xp.multiply(near, -2.0, near)
        xp.multiply(size, near, size)
        xp.add.reduce(size, None, None, out)
        xp.divide(out, count_over("cells", inputs[0].shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        d = Number(self.bend)

        def term(*cell: int) -> Expression:
            error = minus(Operand(0, cell), Operand(1, cell))
            size = call("abs", error)
            far = times(d, minus(size, Number(0.5 * self.bend)))
            return Choose(size, "≤", d, times(Number(0.5), Power(error, 2)), far)

        terms = terms_of(shapes[0], term)
        return Quotient(Sum(terms), Number(float(len(terms))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(HuberLossGradient(self.bend), *inputs[:2]), None)


class HuberLossGradient(LossGradient, frozen=True):
    """∂L/∂ŷ = min(max(ŷ − y, −d), d) / (N·m)   (inputs ŷ, y)"""

    bend: float = 1.0

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], out)
        xp.maximum(out, -self.bend, out=out)
        xp.minimum(out, self.bend, out=out)
        xp.divide(out, count_over("cells", out.shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        error = minus(Operand(0, index), Operand(1, index))
        held = call("min", call("max", error, Number(-self.bend)), Number(self.bend))
        return Quotient(held, Number(float(count_over("cells", shapes[0]))))
