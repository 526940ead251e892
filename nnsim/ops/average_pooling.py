"""Average pooling: the mean of each window, and its equal shares on the way back."""

from collections.abc import Iterator
from math import prod
from typing import Any

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand, Quotient, Sum
from nnsim.ops.pooling import PoolOp, Window
from nnsim.ops.sliding import Sliding


class AveragePool(Window, frozen=True):
    """y[n, c, y, x] = 1/m Σ x[n, c, s y + i − p, s x + j − p] over the window's cells (i, j)   (input x)

    m is the number of those cells that lie on the image; with `counts_padding` the padding counts too, as zeros.
    """

    counts_padding: bool = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.gather(xp, xp.add, 0.0, out, scratch, inputs[0])
        images = self.first_shape(inputs[0].shape)
        divide_by_counts(xp, self.sliding, self.counts_padding, self.first(out), self.first(out), images)

    def terms(self, *shapes: Shape) -> Array:
        places, image = (self.first_shape(shape)[2:] for shape in (self.shape(*shapes), shapes[0]))
        return self.term_counts(self.sliding.counts("places", image, places))

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        cells = self.cells(index, shapes[0])
        count = prod(self.sliding.size) if self.counts_padding else len(cells)
        if count == 1 == len(cells):
            return Operand(0, cells[0])
        return Quotient(Sum(tuple(Operand(0, cell) for cell in cells)), Number(float(count)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        of_x = AveragePoolGradient(self.sliding, self.counts_padding, channels_last=self.channels_last)
        return (emit(of_x, upstream, inputs[0]),)


class AveragePoolGradient(PoolOp, frozen=True):
    """∂L/∂x = Σ 1/m ∂L/∂y over the windows that cover the cell, m as in the forward phase   (inputs ∂L/∂y, x)

    x is there for its shape alone.
    """

    counts_padding: bool = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (self.first_shape(shapes[0]), *self.between(shapes[0], out))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        moving, out = self.moving(), self.first(out)
        shares = scratch[0] if moving else out
        divide_by_counts(xp, self.sliding, self.counts_padding, self.first(inputs[0]), shares, out.shape)
        for axis, target in zip(moving, (*scratch[1:], out)[:len(moving)], strict=True):
            self._spread_along(xp, target, shares, axis)
            shares = target

    def _spread_along(self, xp: Any, out: Array, shares: Array, axis: int) -> None:
        length, places, once = out.shape[axis + 2], shares.shape[axis + 2], self.sliding.apart_along(axis)
        if not self.tiles(axis, length, places):
            xp.copyto(out, 0.0)
        for place, cell in self.pairs(axis, length, places):
            if once:
                xp.copyto(out[cell], shares[place])
            else:
                xp.add(out[cell], shares[place], out[cell])

    def terms(self, *shapes: Shape) -> Array:
        return self.covering_counts(shapes[0], shapes[1])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        whole = float(prod(self.sliding.size))
        counts = {
            window: whole if self.counts_padding else float(len(self.cells(window, shapes[1])))
            for window in self.windows(index, shapes[0])
        }
        if len(set(counts.values())) == 1:
            return Quotient(Sum(tuple(Operand(0, window) for window in counts)), Number(next(iter(counts.values()))))
        return Sum(tuple(Quotient(Operand(0, window), Number(count)) for window, count in counts.items()))


def divide_by_counts(
    xp: Any, sliding: Sliding, counts_padding: bool, sums: Array, out: Array, images: Shape,
) -> None:
    """Divides what belongs to each window by the number of cells that count in it (`out` may be `sums`)."""
    if counts_padding or not sliding.padded:
        xp.divide(sums, prod(sliding.size), out)
        return
    for axis in range(sliding.axes):
        for places, count in _counts(sliding, axis, images[axis + 2], out.shape[axis + 2]):
            cut = (slice(None),) * (axis + 2) + (places,)
            xp.divide(sums[cut] if axis == 0 else out[cut], count, out[cut])


def _counts(sliding: Sliding, axis: int, length: int, places: int) -> Iterator[tuple[slice, int]]:
    """Along an axis: runs of places, and how many of the window's cells lie on the image there."""
    counts = [0] * places
    for offset in range(sliding.size[axis]):
        for place in range(places)[sliding.meeting(axis, offset, length, places)[0]]:
            counts[place] += 1
    start = 0
    for place in range(1, places + 1):
        if place == places or counts[place] != counts[start]:
            yield slice(start, place), counts[start]
            start = place
