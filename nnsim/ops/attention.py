"""Scaled dot-product attention: how well queries fit keys, and which values are brought; weights lie in between.

Queries are q[n, i, d], keys k[n, j, d] and values v[n, j, d] of sample n at places i and j; several heads are one more
axis behind n, and each works by itself. Attention may be `causal` (place i looks at places j ≤ i only) and may leave
out padding: then `present`[n, j] comes as one more input, 1 where there is a token and 0 where there is none
(Vaswani et al. 2017, section 3.2.1).
"""

from math import sqrt
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Shape, Slots
from nnsim.ops.expression import (
    Choose,
    Expression,
    Number,
    Operand,
    Product,
    Quotient,
    Sum,
    call,
    terms_among,
    terms_of,
    times,
)


class AttentionOp(Op, frozen=True):
    """The base: which places are looked at. The inputs are one or two arrays and, where there is padding, `present`."""

    causal: bool = False
    straight: ClassVar[bool] = True

    def seen(self, i: int, places: int) -> range:
        """The places that place i looks at, as far as the order of places says."""
        return range(min(i + 1, places)) if self.causal else range(places)

    def seeing(self, j: int, places: int) -> range:
        """The places that look at place j."""
        return range(j, places) if self.causal else range(places)


class AttentionScores(AttentionOp, frozen=True):
    """s[n, i, j] = Σ_d q[n, i, d] · k[n, j, d] / √D   (inputs q, k, present; D is the number of features of a head)

    Places that are not looked at get a score too, but nothing reads it.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][-2])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        q, k = inputs[:2]
        xp.matmul(q, k.swapaxes(-1, -2), out)
        xp.multiply(out, 1.0 / sqrt(q.shape[-1]), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, j = index
        fits = terms_of(shapes[0][-1], lambda d: times(Operand(0, (*head, i, d)), Operand(1, (*head, j, d))))
        return _scaled(Sum(fits), shapes[0])

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        q, k, *present = inputs
        of_query = emit(QueryGradient(self.causal), upstream, k, *present)
        of_key = emit(KeyGradient(self.causal), upstream, q, *present)
        return (of_query, of_key, *(None for _ in present))


class QueryGradient(AttentionOp, frozen=True):
    """∂L/∂q[n, i, d] = Σⱼ δ[n, i, j] · k[n, j, d] / √D over the places j that i looks at   (inputs δ, k, present)"""

    uneven: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][-1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, k = inputs[:2]
        xp.matmul(delta, k, out)
        xp.multiply(out, 1.0 / sqrt(k.shape[-1]), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, d = index
        terms = terms_among(
            self.seen(i, shapes[0][-1]),
            lambda j: if_present(times(Operand(0, (*head, i, j)), Operand(1, (*head, j, d))), j, index, shapes),
        )
        return _scaled(Sum(terms), shapes[1])


class KeyGradient(AttentionOp, frozen=True):
    """∂L/∂k[n, j, d] = Σᵢ δ[n, i, j] · q[n, i, d] / √D over the places i that look at j   (inputs δ, q, present)"""

    uneven: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-2], shapes[0][-1], shapes[1][-1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, q = inputs[:2]
        xp.matmul(delta.swapaxes(-1, -2), q, out)
        xp.multiply(out, 1.0 / sqrt(q.shape[-1]), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, j, d = index
        terms = terms_among(
            self.seeing(j, shapes[0][-2]),
            lambda i: if_present(times(Operand(0, (*head, i, j)), Operand(1, (*head, i, d))), j, index, shapes),
        )
        return _scaled(Sum(terms), shapes[1])


class WeightedValues(AttentionOp, frozen=True):
    """h[n, i, d] = Σⱼ a[n, i, j] · v[n, j, d] over the places j that i looks at   (inputs a, v, present)"""

    uneven: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][-1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.matmul(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, d = index
        return Sum(terms_among(
            self.seen(i, shapes[0][-1]),
            lambda j: if_present(times(Operand(0, (*head, i, j)), Operand(1, (*head, j, d))), j, index, shapes),
        ))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        a, v, *present = inputs
        of_weights = emit(AttentionGradient(self.causal), upstream, v, *present)
        of_values = emit(ValueGradient(self.causal), upstream, a, *present)
        return (of_weights, of_values, *(None for _ in present))


class AttentionGradient(AttentionOp, frozen=True):
    """∂L/∂a[n, i, j] = Σ_d δ[n, i, d] · v[n, j, d]   (inputs δ, v, present)

    Places that are not looked at get one too, but nothing reads it.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][-2])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.matmul(inputs[0], inputs[1].swapaxes(-1, -2), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, j = index
        return Sum(terms_of(
            shapes[0][-1], lambda d: Product((Operand(0, (*head, i, d)), Operand(1, (*head, j, d))))))


class ValueGradient(AttentionOp, frozen=True):
    """∂L/∂v[n, j, d] = Σᵢ δ[n, i, d] · a[n, i, j] over the places i that look at j   (inputs δ, a, present)"""

    uneven: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-2], shapes[1][-1], shapes[0][-1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, a = inputs[:2]
        xp.matmul(a.swapaxes(-1, -2), delta, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, j, d = index
        return Sum(terms_among(
            self.seeing(j, shapes[1][-2]),
            lambda i: if_present(times(Operand(0, (*head, i, d)), Operand(1, (*head, i, j))), j, index, shapes),
        ))


def _scaled(whole: Sum, features: Shape) -> Expression:
    """A sum over √D, with D from an array that has the features on its last axis."""
    return Quotient(whole, call("sqrt", Number(float(features[-1]))))


def if_present(
    term: Expression, j: int, index: Index, shapes: tuple[Shape, ...], otherwise: float = 0.0,
) -> Expression:
    """The term where place j of the sample holds a token; without padding it always does."""
    position = len(shapes) - 1
    if len(shapes[position]) > 2:  # only `present` has no features
        return term
    return Choose(Operand(position, (index[0], j)), ">", Number(0.0), term, Number(otherwise))
