"""The weighted sum and its gradients."""

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

from numpy import ndindex

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading, rows
from nnsim.ops.expression import Expression, Operand, Product, Sum


@dataclass(frozen=True)
class WeightedSum(Op):
    """z[n, j] = Σₖ w[j, k] · x[n, k] + b[j]   (inputs x, w and, if the layer has one, b)

    n is a sample, or a sample and a step of its sequence.
    """

    straight: ClassVar[bool] = True
    by_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][0])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,) if len(shapes) == 3 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        product(xp, inputs[0], inputs[1].T, out)
        if len(inputs) == 3:
            xp.copyto(scratch[0], inputs[2])  # NumPy adds arrays of one shape faster than it spreads one over the other
            xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j = index[-1]
        terms: list[Expression] = [
            Product((Operand(1, (j, k)), Operand(0, leading(index, k)))) for k in range(shapes[1][1])
        ]
        if len(shapes) == 3:
            terms.append(Operand(2, (j,)))
        return Sum(tuple(terms))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w = inputs[:2]
        of_weight = emit(WeightGradient(), upstream, x)
        of_bias = (emit(BiasGradient(), upstream),) if len(inputs) == 3 else ()
        return (emit(InputGradient(), upstream, w), of_weight, *of_bias)


@dataclass(frozen=True)
class InputGradient(Op):
    """∂L/∂x[n, k] = Σⱼ δ[n, j] · w[j, k]   (inputs δ, w)"""

    straight: ClassVar[bool] = True
    by_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        product(xp, inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        k = index[-1]
        return Sum(tuple(
            Product((Operand(0, leading(index, j)), Operand(1, (j, k)))) for j in range(shapes[1][0])
        ))


@dataclass(frozen=True)
class WeightGradient(Op):
    """∂L/∂w[j, k] = Σₙ δ[n, j] · x[n, k]   (inputs δ, x; n runs over samples, and over the steps of sequences)"""

    straight: ClassVar[bool] = True
    unit_by_unit: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1], shapes[1][-1])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return tuple(shapes) if len(shapes[0]) > 2 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, x = (packed(xp, array, scratch, at) for at, array in enumerate(inputs))
        (xp.dot if delta.flags.forc else xp.matmul)(delta.T, x, out)  # `dot` would copy some of the units first

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j, k = index
        return Sum(tuple(
            Product((Operand(0, (*n, j)), Operand(1, (*n, k)))) for n in ndindex(*shapes[0][:-1])
        ))


@dataclass(frozen=True)
class BiasGradient(Op):
    """∂L/∂b[j] = Σₙ δ[n, j]   (input δ; n runs over samples, and over the steps of sequences)"""

    straight: ClassVar[bool] = True
    sums_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1],)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (Scratch((prod(shapes[0][:-1]),), "ones"),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if inputs[0].flags.c_contiguous:  # a product with ones adds up twice as fast as a reduction
            xp.dot(scratch[0], rows(inputs[0]), out)
        else:
            xp.add.reduce(inputs[0], tuple(range(inputs[0].ndim - 1)), None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(0, (*n, index[0])) for n in ndindex(*shapes[0][:-1])))


def product(xp: Any, a: Array, b: Array, out: Array) -> None:
    """a · b over a's last axis; one product over all rows where they lie in a row, else one for each sample."""
    flat, whole = rows(a), rows(out)
    if flat.ndim == 2 and whole.ndim == 2:
        xp.dot(flat, b, whole)
    else:
        xp.matmul(a, b, out)


def packed(xp: Any, array: Array, scratch: tuple[Array, ...], at: int) -> Array:
    """The rows of an array, copied together first where they lie apart."""
    flat = rows(array)
    if flat.ndim == 2:
        return flat
    xp.copyto(scratch[at], array)
    return rows(scratch[at])
