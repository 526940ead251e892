"""What losses share: one number for the batch, the error that they send back, and the total with its penalties."""

from dataclasses import dataclass
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

Over = Literal["sum", "cells", "samples"]


def cells(shape: Shape) -> list[Index]:
    """Every cell of a matrix, row by row."""
    return [(n, j) for n in range(shape[0]) for j in range(shape[1])]


@dataclass(frozen=True)
class LossOp(Op):
    """L: one number for the whole batch (inputs: what is compared, then the targets y)."""

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], shapes[0])


@dataclass(frozen=True)
class ErrorGradient(Op):
    """∂L/∂ŷ = factor · (ŷ − y), divided by the number of cells or samples when L is a mean over them   (inputs ŷ, y)

    Also ∂L/∂z of sigmoid or softmax followed by its cross-entropy, where the activation's slope cancels.
    """

    factor: int
    over: Over
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.subtract(inputs[0], inputs[1], out)
        count = self._count(inputs[0].shape)
        if self.factor != count:
            xp.multiply(out, self.factor / count, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        error = minus(Operand(0, index), Operand(1, index))
        count = self._count(shapes[0])
        scaled = error if self.factor == 1 else times(Number(float(self.factor)), error)
        return scaled if self.over == "sum" else Quotient(scaled, Number(float(count)))

    def _count(self, shape: Shape) -> int:
        return {"sum": 1, "cells": shape[0] * shape[1], "samples": shape[0]}[self.over]


@dataclass(frozen=True)
class TotalLoss(Op):
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
