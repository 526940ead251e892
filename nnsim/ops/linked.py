"""The weighted sum over the links that exist, where others are absent or pruned, and its gradients."""

from typing import Any

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading
from nnsim.ops.expression import Expression, Operand, Product, Sum, terms_among, terms_of
from nnsim.ops.linear import BiasGradient, packed, product


class LinkedSum(Op, frozen=True):
    """z[n, j] = Σ w[j, k] · x[n, k] over the links k → j that exist, + b[j]   (inputs x, w, absent and, if any, b)

    `absent` is True where a link is missing, and `links[j]` the k that link to unit j. Absent weights are stored as 0,
    so that one dense product serves; only when that gives something not finite are absent links (0 · ∞) left out one by
    one, since they never compute.
    """

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][0])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,) if len(shapes) == 4 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x, w = inputs[:2]
        product(xp, x, w.T, out)
        if not bool(xp.isfinite(xp.add.reduce(out, None))):
            for j, present in enumerate(self.links):
                columns = list(present)
                xp.matmul(x[..., columns], w[j, columns], out[..., j])
        if len(inputs) == 4:
            xp.copyto(scratch[0], inputs[3])
            xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j = index[-1]
        bias = (Operand(3, (j,)),) if len(shapes) == 4 else ()

        def product(k: Any) -> Expression:
            return Product((Operand(1, (j, k)), Operand(0, leading(index, k))))

        return Sum(terms_among(self.links[j], product, *bias))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w, absent = inputs[:3]
        of_weight = emit(LinkedWeightGradient(self.links), upstream, x, absent)
        of_bias = (emit(BiasGradient(), upstream),) if len(inputs) == 4 else ()
        return (emit(LinkedInputGradient(self.links), upstream, w), of_weight, None, *of_bias)


class LinkedInputGradient(Op, frozen=True):
    """∂L/∂x[n, k] = Σ δ[n, j] · w[j, k] over the links k → j that exist   (inputs δ, w)"""

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, w = inputs
        product(xp, delta, w, out)
        if not bool(xp.isfinite(xp.add.reduce(out, None))):
            for k in range(w.shape[1]):
                units = [j for j, present in enumerate(self.links) if k in present]
                xp.matmul(delta[..., units], w[units, k], out[..., k])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        k = index[-1]
        linked = tuple(j for j, present in enumerate(self.links) if k in present)
        return Sum(terms_among(linked, lambda j: Product((Operand(0, leading(index, j)), Operand(1, (j, k))))))


class LinkedWeightGradient(Op, frozen=True):
    """∂L/∂w[j, k] = Σₙ δ[n, j] · x[n, k] where the link k → j exists, 0 elsewhere   (inputs δ, x, absent)"""

    links: tuple[tuple[int, ...], ...]

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1], shapes[1][-1])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return tuple(shapes[:2]) if len(shapes[0]) > 2 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        delta, x = (packed(xp, array, scratch, at) for at, array in enumerate(inputs[:2]))
        xp.dot(delta.T, x, out)
        out[inputs[2]] = 0.0

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j, k = index
        if k not in self.links[j]:
            return Sum(())
        return Sum(terms_of(shapes[0][:-1], lambda *n: Product((Operand(0, (*n, j)), Operand(1, (*n, k))))))
