"""Losses of score ŷ and class y = ±1 that ask on which side of 0, and how far from it, the score lies."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.expression import (
    Choose,
    Comparison,
    Expression,
    Negative,
    Number,
    Operand,
    Power,
    Quotient,
    Sum,
    Terms,
    call,
    minus,
    terms_of,
    times,
)
from nnsim.ops.loss import LossGradient, LossOp, count_over


class MarginLoss(LossOp, frozen=True):
    """L: the base of losses that are a mean over y · ŷ, which is above 0 where the score is on the right side."""

    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0],)


def _mean(terms: tuple[Expression, ...] | Terms) -> Expression:
    return Quotient(Sum(terms), Number(float(len(terms))))


def _lack(cell: Index) -> Expression:
    """1 − y ŷ, not below 0"""
    return call("max", Number(0.0), minus(Number(1.0), times(Operand(1, cell), Operand(0, cell))))


class HingeLoss(MarginLoss, frozen=True):
    """L = 1/(N·m) Σ max(0, 1 − y ŷ) over N samples and m outputs: 0 only with a margin of 1"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _lacks(xp, scratch[0], *inputs[:2])
        xp.add.reduce(scratch[0], None, None, out)
        xp.divide(out, count_over("cells", inputs[0].shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _mean(terms_of(shapes[0], lambda *cell: _lack(cell)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(HingeLossGradient(), *inputs[:2]), None)


class HingeLossGradient(LossGradient, frozen=True):
    """∂L/∂ŷ = −y / (N·m) where y ŷ < 1, else 0   (inputs ŷ, y)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)
        xp.less(out, 1.0, out)
        xp.multiply(out, inputs[1], out)
        xp.divide(out, -count_over("cells", out.shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _pull(index, shapes[0], "<", 1.0)


class SquaredHingeLoss(MarginLoss, frozen=True):
    """L = 1/(N·m) Σ max(0, 1 − y ŷ)² over N samples and m outputs"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _lacks(xp, scratch[0], *inputs[:2])
        xp.multiply(scratch[0], scratch[0], scratch[0])
        xp.add.reduce(scratch[0], None, None, out)
        xp.divide(out, count_over("cells", inputs[0].shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _mean(terms_of(shapes[0], lambda *cell: Power(_lack(cell), 2)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(SquaredHingeLossGradient(), *inputs[:2]), None)


class SquaredHingeLossGradient(LossGradient, frozen=True):
    """∂L/∂ŷ = −2 y max(0, 1 − y ŷ) / (N·m)   (inputs ŷ, y)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _lacks(xp, out, *inputs[:2])
        xp.multiply(out, inputs[1], out)
        xp.multiply(out, -2.0 / count_over("cells", out.shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        pull = Negative(times(Number(2.0), Operand(1, index), _lack(index)))
        return Quotient(pull, Number(float(count_over("cells", shapes[0]))))


class PerceptronLoss(MarginLoss, frozen=True):
    """L = 1/(N·m) Σ max(0, −y ŷ) over N samples and m outputs: only what lies on the wrong side of 0 counts"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], scratch[0])
        xp.minimum(scratch[0], 0.0, out=scratch[0])
        xp.add.reduce(scratch[0], None, None, out)
        xp.divide(out, -count_over("cells", inputs[0].shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _mean(terms_of(
            shapes[0], lambda *cell: call("max", Number(0.0), Negative(times(Operand(1, cell), Operand(0, cell))))
        ))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(PerceptronLossGradient(), *inputs[:2]), None)


class PerceptronLossGradient(LossGradient, frozen=True):
    """∂L/∂ŷ = −y / (N·m) where y ŷ ≤ 0, else 0   (inputs ŷ, y)

    A score of exactly 0 counts as wrong, as in the perceptron rule: else weights that begin at 0 would never learn.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)
        xp.less_equal(out, 0.0, out)
        xp.multiply(out, inputs[1], out)
        xp.divide(out, -count_over("cells", out.shape), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return _pull(index, shapes[0], "≤", 0.0)


def _lacks(xp: Any, out: Array, scores: Array, sides: Array) -> None:
    """max(0, 1 − y ŷ) into `out`."""
    xp.multiply(scores, sides, out)
    xp.subtract(1.0, out, out)
    xp.maximum(out, 0.0, out=out)


def _pull(index: Index, shape: Shape, comparison: Comparison, margin: float) -> Expression:
    """−y / (N·m) where y ŷ is not beyond the margin."""
    y = Operand(1, index)
    count = Number(float(count_over("cells", shape)))
    return Choose(times(y, Operand(0, index)), comparison, Number(margin), Quotient(Negative(y), count), Number(0.0))
