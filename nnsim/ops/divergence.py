"""The Kullback–Leibler divergence of a target distribution from the predicted one, with its gradients."""

from collections.abc import Callable
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
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
    plus,
    terms_of,
    times,
)
from nnsim.ops.loss import ErrorGradient, LossGradient, LossOp

_LEAST = 1e-37
"""A probability that float32 still holds: ln y is taken of no less, and then counts y times."""


class KullbackLeibler(LossOp, frozen=True):
    """L = 1/N Σ y (ln y − ln p) over N samples and their cells; where y = 0 nothing is added   (inputs p, y)

    ln p is not below −100. A sequence counts as one sample, however many steps it has (PyTorch's batchmean).
    """

    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        a, b = scratch
        _logarithms(xp, y, a)
        xp.maximum(p, 1e-44, out=b)  # whose logarithm is below −100 already
        xp.log(b, b)
        xp.maximum(b, -100.0, out=b)
        xp.subtract(a, b, a)
        xp.multiply(a, y, a)
        xp.add.reduce(a, None, None, out)
        xp.divide(out, p.shape[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _mean(shapes[0], lambda *cell: minus(call("log", Operand(1, cell)), log_of(Operand(0, cell))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(KullbackLeiblerGradient(), *inputs), None)


class KullbackLeiblerGradient(LossGradient, frozen=True):
    """∂L/∂p = −y / p / N over N samples, p not below 10⁻¹²   (inputs p, y)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        xp.maximum(p, 1e-12, out=scratch[0])
        xp.multiply(scratch[0], -p.shape[0], scratch[0])
        xp.divide(y, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        p = call("max", Operand(0, index), Number(1e-12))
        return Quotient(Negative(Operand(1, index)), times(Number(float(shapes[0][0])), p))


class KullbackLeiblerOfSum(LossOp, frozen=True):
    """L = 1/N Σₙ Σⱼ y[n, j] · (ln y[n, j] + ln Σᵢ e^(z[n, i] − m) + m − z[n, j]), m = maxᵢ z[n, i]

    Softmax and divergence in one. Inputs z, y and p = softmax(z), which the gradient p − y is made of (targets of a row
    add up to 1). N counts samples: a sequence counts as one.
    """

    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], shapes[0], (*shapes[0][:-1], 1), (*shapes[0][:-1], 1))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        z, y = inputs[:2]
        a, b, largest, total = scratch
        _logarithms(xp, y, b)
        surprises(xp, z, a, largest, total)
        xp.add(a, b, a)
        xp.multiply(a, y, a)
        xp.add.reduce(a, None, None, out)
        xp.divide(out, z.shape[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _mean(
            shapes[0],
            lambda *cell: plus(call("log", Operand(1, cell)), surprise_of_sum(cell, shapes[0][-1])),
        )

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        _, y, p = inputs
        return (emit(ErrorGradient(1, "samples"), p, y), None, None)


def _logarithms(xp: Any, y: Array, out: Array) -> None:
    xp.maximum(y, _LEAST, out=out)
    xp.log(out, out)


def _mean(shape: Shape, difference: Callable[..., Expression]) -> Expression:
    """The mean over samples of y times the difference of each cell, which is left out where y = 0."""

    def term(*cell: int) -> Expression:
        y = Operand(1, cell)
        return Choose(y, ">", Number(0.0), times(y, difference(*cell)), Number(0.0))

    return Quotient(Sum(terms_of(shape, term)), Number(float(shape[0])))
