"""The weighted sum and its gradients, dense and with absent links."""

from dataclasses import dataclass
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

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][0])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,) if len(shapes) == 3 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _product(xp, inputs[0], inputs[1].T, out)
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

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _product(xp, inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        k = index[-1]
        return Sum(tuple(
            Product((Operand(0, leading(index, j)), Operand(1, (j, k)))) for j in range(shapes[1][0])
        ))


@dataclass(frozen=True)
class WeightGradient(Op):
    """∂L/∂w[j, k] = Σₙ δ[n, j] · x[n, k]   (inputs δ, x; n runs over samples, and over the steps of sequences)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1], shapes[1][-1])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return tuple(shapes) if len(shapes[0]) > 2 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, x = (_packed(xp, array, scratch, at) for at, array in enumerate(inputs))
        xp.dot(delta.T, x, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j, k = index
        return Sum(tuple(
            Product((Operand(0, (*n, j)), Operand(1, (*n, k)))) for n in ndindex(*shapes[0][:-1])
        ))


@dataclass(frozen=True)
class BiasGradient(Op):
    """∂L/∂b[j] = Σₙ δ[n, j]   (input δ; n runs over samples, and over the steps of sequences)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        axes = tuple(range(inputs[0].ndim - 1))
        xp.add.reduce(inputs[0], axes if len(axes) > 1 else 0, None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(0, (*n, index[0])) for n in ndindex(*shapes[0][:-1])))


def _product(xp: Any, a: Array, b: Array, out: Array) -> None:
    """a · b over a's last axis; one product over all rows where they lie in a row, else one for each sample."""
    flat, whole = rows(a), rows(out)
    if flat.ndim == 2 and whole.ndim == 2:
        xp.dot(flat, b, whole)
    else:
        xp.matmul(a, b, out)


def _packed(xp: Any, array: Array, scratch: tuple[Array, ...], at: int) -> Array:
    """The rows of an array, copied together first where they lie apart."""
    flat = rows(array)
    if flat.ndim == 2:
        return flat
    xp.copyto(scratch[at], array)
    return rows(scratch[at])


@dataclass(frozen=True)
class LinkedSum(Op):
    """z[n, j] = Σ w[j, k] · x[n, k] over the links k → j that exist, + b[j]   (inputs x, w, absent and, if any, b)

    `absent` is True where a link is missing, and `links[j]` the k that link to unit j. Absent weights are stored as 0,
    so that one dense product serves; only when that gives something not finite are absent links (0 · ∞) left out one by
    one, since they never compute.
    """

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], shapes[1][0])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,) if len(shapes) == 4 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x, w = inputs[:2]
        xp.dot(x, w.T, out)
        if not bool(xp.isfinite(xp.add.reduce(out, None))):
            for j, present in enumerate(self.links):
                columns = list(present)
                xp.matmul(x[:, columns], w[j, columns], out[:, j])
        if len(inputs) == 4:
            xp.copyto(scratch[0], inputs[3])
            xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, j = index
        terms: list[Expression] = [Product((Operand(1, (j, k)), Operand(0, (n, k)))) for k in self.links[j]]
        if len(shapes) == 4:
            terms.append(Operand(3, (j,)))
        return Sum(tuple(terms))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w, absent = inputs[:3]
        of_weight = emit(LinkedWeightGradient(self.links), upstream, x, absent)
        of_bias = (emit(BiasGradient(), upstream),) if len(inputs) == 4 else ()
        return (emit(LinkedInputGradient(self.links), upstream, w), of_weight, None, *of_bias)


@dataclass(frozen=True)
class LinkedInputGradient(Op):
    """∂L/∂x[n, k] = Σ δ[n, j] · w[j, k] over the links k → j that exist   (inputs δ, w)"""

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], shapes[1][1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, w = inputs
        xp.dot(delta, w, out)
        if not bool(xp.isfinite(xp.add.reduce(out, None))):
            for k in range(w.shape[1]):
                rows = [j for j, present in enumerate(self.links) if k in present]
                xp.matmul(delta[:, rows], w[rows, k], out[:, k])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, k = index
        return Sum(tuple(
            Product((Operand(0, (n, j)), Operand(1, (j, k)))) for j, present in enumerate(self.links) if k in present
        ))


@dataclass(frozen=True)
class LinkedWeightGradient(Op):
    """∂L/∂w[j, k] = Σₙ δ[n, j] · x[n, k] where the link k → j exists, 0 elsewhere   (inputs δ, x, absent)"""

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][1], shapes[1][1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.dot(inputs[0].T, inputs[1], out)
        out[inputs[2]] = 0.0

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j, k = index
        if k not in self.links[j]:
            return Sum(())
        return Sum(tuple(Product((Operand(0, (n, j)), Operand(1, (n, k)))) for n in range(shapes[0][0])))
