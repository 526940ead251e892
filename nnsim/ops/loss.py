"""What losses share: one number for the batch, the error that they send back, and the total with its penalties."""

from math import prod
from typing import Any, ClassVar, Literal

from nnsim.ops.base import Array, Index, Op, Scratch, Shape
from nnsim.ops.expression import (
    Expression,
    Number,
    Operand,
    Quotient,
    Sum,
    minus,
    times,
)

Over = Literal["sum", "cells", "rows", "samples"]
Reduction = Literal["samples", "sum", "count"]


def count_over(over: Over, shape: Shape) -> int:
    """What a sum over an array is divided by: 1, or the number of cells, of rows (its last axis), or of samples."""
    return {"sum": 1, "cells": prod(shape), "rows": prod(shape[:-1]), "samples": shape[0]}[over]


def lent_cell(spare: Array) -> Array:
    """One cell of an array that is to spare: NumPy takes three times as long to change a single number in place."""
    return spare.reshape(-1)[:1].reshape(())


def divided_sum(xp: Any, terms: Array, divisor: float, spare: Array, out: Array) -> None:
    """out = Σ terms / divisor; `spare` lends a cell for the sum."""
    total = lent_cell(spare)
    xp.add.reduce(terms, None, None, total)
    xp.divide(total, divisor, out)


class LossOp(Op, frozen=True):
    """L: one number for the whole batch (inputs: what is compared, then the targets y)."""

    over: ClassVar[Reduction] = "samples"
    """What it is of a batch: a mean over its samples, a sum, or a mean over what the third input counts"""

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], shapes[0])


class ErrorGradient(Op, frozen=True):
    """∂L/∂ŷ = factor · (ŷ − y), divided by the cells, rows or samples when L is a mean over them   (inputs ŷ, y)

    Also ∂L/∂z of sigmoid or softmax followed by its cross-entropy, where the activation's slope cancels.
    """

    factor: int
    over: Over
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], out)
        count = count_over(self.over, inputs[0].shape)
        if self.factor != count:
            xp.multiply(out, self.factor / count, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        error = minus(Operand(0, index), Operand(1, index))
        count = count_over(self.over, shapes[0])
        scaled = error if self.factor == 1 else times(Number(float(self.factor)), error)
        return scaled if self.over == "sum" else Quotient(scaled, Number(float(count)))


class LossGradient(Op, frozen=True):
    """∂L/∂ŷ: the base of the gradients of losses (inputs ŷ, y)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)


class TotalLoss(Op, frozen=True):
    """L = data loss + penalties   (inputs: scalars)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add(inputs[0], inputs[1], out)
        for another in inputs[2:]:
            xp.add(out, another, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(position, ()) for position in range(len(shapes))))
