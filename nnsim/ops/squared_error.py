"""Losses of prediction ŷ and target y that square the error."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand, Power, Quotient, Sum, minus, terms_of, times
from nnsim.ops.loss import ErrorGradient, LossOp, Reduction, lent_cell


class SumOfSquaredErrors(LossOp, frozen=True):
    """L = ½ Σ (ŷ − y)² over samples and outputs"""

    over: ClassVar[Reduction] = "sum"
    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], scratch[0])
        error, total = scratch[0].reshape(-1), lent_cell(scratch[1])
        xp.dot(error, error, total)
        xp.multiply(total, 0.5, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Number(0.5), Sum(terms_of(
            shapes[0], lambda *cell: Power(minus(Operand(0, cell), Operand(1, cell)), 2)
        )))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(ErrorGradient(1, "sum"), *inputs[:2]), None)


class MeanSquaredError(LossOp, frozen=True):
    """L = 1/(N·m) Σ (ŷ − y)² over N samples and m outputs"""

    straight: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], scratch[0])
        error, total = scratch[0].reshape(-1), lent_cell(scratch[1])
        xp.dot(error, error, total)
        xp.divide(total, error.size, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        squares = terms_of(shapes[0], lambda *cell: Power(minus(Operand(0, cell), Operand(1, cell)), 2))
        return Quotient(Sum(squares), Number(float(len(squares))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(ErrorGradient(2, "cells"), *inputs[:2]), None)
