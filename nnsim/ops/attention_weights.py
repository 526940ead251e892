"""Attention shared out: softmax over the places that are looked at, and its gradient."""

from typing import Any

from nnsim.ops.attention import AttentionOp, if_present
from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots, rows
from nnsim.ops.expression import Call, Difference, Expression, Number, Operand, Quotient, Sum, call, terms_among, times

NOT_AT_ALL = float("-inf")


class AttentionWeights(AttentionOp, frozen=True):
    """a[n, i, j] = e^(s[n, i, j] − m) / Σⱼ e^(s[n, i, j] − m) over the places j that i looks at, 0 elsewhere

    Inputs s and present; m, the largest score that counts in the row, changes nothing, but cannot overflow.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        arrays: tuple[Shape | Scratch, ...] = ((*out[:-1], 1), (out[-1], 1), out)
        if self.causal:
            longer = (max(out[-2:]),)
            arrays += (longer, longer, Scratch(out[-2:], "truth"))
        if len(shapes) == 2:
            arrays += (Scratch(shapes[1], "truth"),)
        if self.causal and len(shapes) == 2:
            arrays += (Scratch((out[0], *out[-2:]), "truth"),)
        return arrays

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        row, ones, spread = scratch[:3]
        scores = inputs[0]
        if self.causal or len(inputs) == 2:
            looked_at = self._looked_at(xp, out, scratch[3:], inputs[1:])
            xp.copyto(out, NOT_AT_ALL)
            xp.copyto(out, scores, "same_kind", looked_at)
            scores = out
        xp.maximum.reduce(scores, -1, None, row, True)
        if len(inputs) == 2:  # a row in which nothing is left: ∞ − ∞ would be no number
            xp.maximum(row, -1e308 if out.itemsize == 8 else -1e38, out=row)
        xp.copyto(spread, row)  # NumPy takes a buffer to spread one array over another while it computes
        xp.subtract(scores, spread, out)
        xp.exp(out, out)
        xp.copyto(ones, 1.0)
        xp.matmul(rows(out), ones, rows(row))  # adding up short rows takes four times as long
        if len(inputs) == 2:  # the largest adds 1, so a sum below 1 is an empty one
            xp.maximum(row, 1.0, out=row)
        xp.copyto(spread, row)
        xp.divide(out, spread, out)

    def _looked_at(self, xp: Any, out: Array, scratch: tuple[Array, ...], present: tuple[Array, ...]) -> Array:
        """Yes or no for each pair of places, in a shape that goes with the scores'."""
        between = (None,) * (out.ndim - 3)
        if self.causal:
            ones, places, earlier = scratch[:3]
            xp.copyto(ones, 1.0)
            xp.cumsum(ones, 0, None, places)
            xp.less_equal(places[None, :out.shape[-1]], places[:out.shape[-2], None], earlier)
        if not present:
            return earlier
        there = scratch[3 if self.causal else 0]
        xp.greater(present[0], 0.0, there)
        if not self.causal:
            return there[(slice(None), *between, None)]
        xp.logical_and(there[:, None], earlier, scratch[4])
        return scratch[4][(slice(None), *between)]

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, j = index
        seen = self.seen(i, shapes[0][-1])
        if j not in seen:
            return Number(0.0)

        def score(place: int) -> Operand:
            return Operand(0, (*head, i, place))

        def share(place: int) -> Expression:
            return call("exp", Difference(score(place), largest))

        largest = Call("max", terms_among(
            seen, lambda place: if_present(score(place), place, index, shapes, NOT_AT_ALL)))
        whole = Sum(terms_among(seen, lambda place: if_present(share(place), place, index, shapes)))
        return _left_out_or(Quotient(share(j), whole), j, index, shapes)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        _, *present = inputs
        return (emit(AttentionWeightsGradient(self.causal), upstream, output, *present), *(None for _ in present))


class AttentionWeightsGradient(AttentionOp, frozen=True):
    """δ[n, i, j] = a[n, i, j] · (∂L/∂a[n, i, j] − Σⱼ ∂L/∂a[n, i, j] · a[n, i, j])   (inputs ∂L/∂a, a, present)

    Over the places j that i looks at; 0 elsewhere.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((*out[:-1], 1), (out[-1], 1))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, a = inputs[:2]
        row, ones = scratch
        xp.multiply(upstream, a, out)
        xp.copyto(ones, 1.0)
        xp.matmul(rows(out), ones, rows(row))
        xp.copyto(out, row)
        xp.subtract(upstream, out, out)
        xp.multiply(out, a, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        *head, i, j = index
        seen = self.seen(i, shapes[0][-1])
        if j not in seen:
            return Number(0.0)
        average = Sum(terms_among(
            seen,
            lambda place: if_present(
                times(Operand(0, (*head, i, place)), Operand(1, (*head, i, place))), place, index, shapes),
        ))
        gain = times(Operand(1, index), Difference(Operand(0, index), average))
        return _left_out_or(gain, j, index, shapes)


def _left_out_or(cell: Expression, j: int, index: Index, shapes: tuple[Shape, ...]) -> Expression:
    """A cell that is there if place j holds a token: a sum of one term, which is left out where it does not."""
    whole = if_present(cell, j, index, shapes)
    return cell if whole is cell else Sum((whole,))
