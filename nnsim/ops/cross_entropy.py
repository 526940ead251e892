"""Cross-entropies of prediction ŷ (as textbooks have it) or of weighted sum z (stable), each with its gradient."""

from math import prod
from typing import Any, ClassVar

import numpy

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading
from nnsim.ops.expression import (
    Call,
    Difference,
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
from nnsim.ops.loss import ErrorGradient, LossOp, count_over, divided_sum


class BinaryCrossEntropy(LossOp, frozen=True):
    """L = −1/(N·m) Σ [y ln ŷ + (1 − y) ln(1 − ŷ)], logarithms not below −100 (as PyTorch has it)   (inputs ŷ, y)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        a, b = scratch
        with numpy.errstate(divide="ignore", invalid="ignore"):  # ln 0 is meant: it is clamped right after
            xp.subtract(1.0, p, a)
            xp.log(a, a)
            xp.maximum(a, -100.0, out=a)
            xp.subtract(1.0, y, b)
            xp.multiply(a, b, a)
            xp.log(p, b)
            xp.maximum(b, -100.0, out=b)
            xp.multiply(b, y, b)
        xp.add(a, b, a)
        divided_sum(xp, a, -p.size, b, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def surprise(*cell: int) -> Expression:
            p, y = Operand(0, cell), Operand(1, cell)
            return plus(times(y, log_of(p)), times(minus(Number(1.0), y), log_of(minus(Number(1.0), p))))

        return Quotient(Negative(Sum(terms_of(shapes[0], surprise))), Number(float(prod(shapes[0]))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(BinaryCrossEntropyGradient(), *inputs), None)


class BinaryCrossEntropyGradient(Op, frozen=True):
    """∂L/∂ŷ = (ŷ − y) / (ŷ (1 − ŷ)) / (N·m), the divisor not below 10⁻¹² (as PyTorch has it)   (inputs ŷ, y)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        (divisor,) = scratch
        xp.subtract(1.0, p, divisor)
        xp.multiply(divisor, p, divisor)
        xp.maximum(divisor, 1e-12, out=divisor)
        xp.multiply(divisor, p.size, divisor)
        xp.subtract(p, y, out)
        xp.divide(out, divisor, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        p, y = Operand(0, index), Operand(1, index)
        slope = call("max", times(p, minus(Number(1.0), p)), Number(1e-12))
        return Quotient(minus(p, y), times(Number(float(count_over("cells", shapes[0]))), slope))


class BinaryCrossEntropyOfSum(LossOp, frozen=True):
    """L = 1/(N·m) Σ [max(z, 0) − z y + ln(1 + e^−|z|)]: sigmoid and cross-entropy in one, stable for any z

    Inputs z, y and ŷ = σ(z), which the gradient ŷ − y is made of.
    """

    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        z, y = inputs[:2]
        a, b = scratch
        xp.abs(z, a)
        xp.negative(a, a)
        xp.exp(a, a)
        xp.log1p(a, a)
        xp.maximum(z, 0.0, out=b)
        xp.add(a, b, a)
        xp.multiply(z, y, b)
        xp.subtract(a, b, a)
        divided_sum(xp, a, z.size, b, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def surprise(*cell: int) -> Expression:
            z, y = Operand(0, cell), Operand(1, cell)
            soft = call("log", plus(Number(1.0), call("exp", Negative(call("abs", z)))))
            return plus(minus(call("max", z, Number(0.0)), times(z, y)), soft)

        return Quotient(Sum(terms_of(shapes[0], surprise)), Number(float(prod(shapes[0]))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        _, y, p = inputs
        return (emit(ErrorGradient(1, "cells"), p, y), None, None)


class CategoricalCrossEntropy(LossOp, frozen=True):
    """L = −1/N Σ y ln p over N rows (samples, or steps of sequences) and the classes   (inputs p, y)

    Logarithms are not below −100.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        with numpy.errstate(divide="ignore", invalid="ignore"):  # ln 0 is meant: it is clamped right after
            xp.log(p, scratch[0])
        xp.maximum(scratch[0], -100.0, out=scratch[0])
        xp.multiply(scratch[0], y, scratch[0])
        divided_sum(xp, scratch[0], -count_over("rows", p.shape), scratch[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        terms = terms_of(shapes[0], lambda *cell: times(Operand(1, cell), log_of(Operand(0, cell))))
        return Quotient(Negative(Sum(terms)), Number(float(count_over("rows", shapes[0]))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(CategoricalCrossEntropyGradient(), *inputs), None)


class CategoricalCrossEntropyGradient(Op, frozen=True):
    """∂L/∂p = −y / p / N, p not below 10⁻¹²   (inputs p, y)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        p, y = inputs
        xp.maximum(p, 1e-12, out=scratch[0])
        xp.multiply(scratch[0], -count_over("rows", p.shape), scratch[0])
        xp.divide(y, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        p = call("max", Operand(0, index), Number(1e-12))
        return Quotient(Negative(Operand(1, index)), times(Number(float(count_over("rows", shapes[0]))), p))


class CategoricalCrossEntropyOfSum(LossOp, frozen=True):
    """L = 1/N Σₙ Σⱼ y[n, j] · (ln Σᵢ e^(z[n, i] − m) + m − z[n, j]), m = maxᵢ z[n, i]: softmax and cross-entropy in one

    n is a sample, or a sample and a step of its sequence. Inputs z, y and p = softmax(z), which the gradient p − y is
    made of (targets of a row add up to 1).
    """

    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], (*shapes[0][:-1], 1), (*shapes[0][:-1], 1))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        z, y = inputs[:2]
        a, largest, total = scratch
        surprises(xp, z, a, largest, total)
        xp.multiply(a, y, a)
        divided_sum(xp, a, count_over("rows", z.shape), total, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        terms = terms_of(shapes[0], lambda *cell: times(Operand(1, cell), surprise_of_sum(cell, shapes[0][-1])))
        return Quotient(Sum(terms), Number(float(count_over("rows", shapes[0]))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        _, y, p = inputs
        return (emit(ErrorGradient(1, "rows"), p, y), None, None)


def log_of(x: Expression) -> Expression:
    """ln x, not below −100."""
    return call("max", call("log", x), Number(-100.0))


def surprises(xp: Any, z: Array, out: Array, largest: Array, total: Array) -> None:
    """−ln softmax(z) = ln Σᵢ e^(zᵢ − m) + m − z into `out`; `largest` and `total` have one cell for each row."""
    xp.maximum.reduce(z, -1, None, largest, True)
    xp.subtract(z, largest, out)
    xp.exp(out, out)
    xp.add.reduce(out, -1, None, total, True)
    xp.log(total, total)
    xp.add(total, largest, total)
    xp.subtract(total, z, out)


def surprise_of_sum(cell: Index, classes: int) -> Expression:
    """−ln softmax of a cell in a row of sums (input 0)."""
    largest = Call("max", terms_of(classes, lambda i: Operand(0, leading(cell, i))))
    powers = terms_of(classes, lambda i: call("exp", minus(Operand(0, leading(cell, i)), largest)))
    return Difference(plus(call("log", Sum(powers)), largest), Operand(0, cell))
