"""Cross-entropy of classes of which not all count, or not all alike: padding, class weights, smoothed labels."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading
from nnsim.ops.cross_entropy import log_of, surprise_of_sum, surprises
from nnsim.ops.expression import (
    Choose,
    Expression,
    Negative,
    Number,
    Operand,
    Quotient,
    Sum,
    call,
    minus,
    terms_of,
    times,
)
from nnsim.ops.loss import LossGradient, LossOp, Reduction


class CountedCrossEntropy(LossOp, frozen=True):
    """L = −1/N Σ y ln p over the cells with y > 0, logarithms not below −100   (inputs p, y, N)"""

    over: ClassVar[Reduction] = "count"
    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y, count = inputs
        (a,) = scratch
        xp.maximum(p, 1e-44, out=a)  # whose logarithm is below −100 already
        xp.log(a, a)
        xp.maximum(a, -100.0, out=a)
        xp.multiply(a, y, a)
        xp.add.reduce(a, None, None, out)
        xp.divide(out, count, out)
        xp.negative(out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        terms = terms_of(shapes[0], lambda *cell: _counted(Operand(1, cell), log_of(Operand(0, cell))))
        return Quotient(Negative(Sum(terms)), Operand(2, ()))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(CountedCrossEntropyGradient(), *inputs), None, None)


class CountedCrossEntropyGradient(LossGradient, frozen=True):
    """∂L/∂p = −y / p / N, p not below 10⁻¹²   (inputs p, y, N)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y, count = inputs
        xp.maximum(p, 1e-12, out=scratch[0])
        xp.multiply(scratch[0], count, scratch[0])
        xp.divide(y, scratch[0], out)
        xp.negative(out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        p = call("max", Operand(0, index), Number(1e-12))
        return Quotient(Negative(Operand(1, index)), times(Operand(2, ()), p))


class CountedCrossEntropyOfSum(LossOp, frozen=True):
    """L = 1/N Σₙ Σⱼ y[n, j] · (ln Σᵢ e^(z[n, i] − m) + m − z[n, j]) over the cells with y > 0, m = maxᵢ z[n, i]

    Softmax and cross-entropy in one. Inputs z, y, N and p = softmax(z), which the gradient is made of.
    """

    over: ClassVar[Reduction] = "count"
    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], (*shapes[0][:-1], 1), (*shapes[0][:-1], 1))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        z, y, count = inputs[:3]
        a, largest, total = scratch
        surprises(xp, z, a, largest, total)
        xp.multiply(a, y, a)
        xp.add.reduce(a, None, None, out)
        xp.divide(out, count, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        terms = terms_of(shapes[0], lambda *cell: _counted(Operand(1, cell), surprise_of_sum(cell, shapes[0][-1])))
        return Quotient(Sum(terms), Operand(2, ()))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        _, y, count, p = inputs
        return (emit(CountedErrorGradient(), p, y, count), None, None, None)


class CountedErrorGradient(Op, frozen=True):
    """∂L/∂z[n, j] = (p[n, j] Σᵢ y[n, i] − y[n, j]) / N   (inputs p, y, N)

    Where the row's targets add up to 1, that is p − y; where nothing counts, it is 0.
    """

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((*out[:-1], 1),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y, count = inputs
        xp.add.reduce(y, -1, None, scratch[0], True)
        xp.multiply(p, scratch[0], out)
        xp.subtract(out, y, out)
        xp.divide(out, count, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        whole = Sum(terms_of(shapes[0][-1], lambda i: Operand(1, leading(index, i))))
        return Quotient(minus(times(Operand(0, index), whole), Operand(1, index)), Operand(2, ()))


def _counted(y: Operand, surprise: Expression) -> Expression:
    """y times the surprise, left out where y = 0."""
    return Choose(y, ">", Number(0.0), times(y, surprise), Number(0.0))
