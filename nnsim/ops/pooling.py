"""Pooling: a window slides over each channel and leaves its largest value, or the mean, of what it covers."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf, prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.channels import ChannelOp
from nnsim.ops.expression import Call, Choose, Expression, Number, Operand, Quotient, Sum
from nnsim.ops.sliding import Sliding

BLOCK = 2**17
"""Cells of images whose winners are sought at a time, so that they stay in the cache."""


@dataclass(frozen=True)
class PoolOp(ChannelOp):
    """The base of pooling: how the window slides over each channel of images, sequences, signals and volumes."""

    sliding: Sliding
    uneven: ClassVar[bool] = True

    def cells(self, index: Index, images: Shape) -> list[Index]:
        """The cells of x under the window that makes the output's cell, row by row; none in the padding."""
        n, channel, *place = self.first_shape(index)
        image = self.first_shape(images)[2:]
        found = (self.sliding.cell(tuple(place), offset, image) for offset in self.sliding.offsets())
        return [self.stored((n, channel, *cell)) for cell in found if cell is not None]

    def windows(self, index: Index, outputs: Shape) -> list[Index]:
        """The cells of the output whose windows cover a cell of x."""
        n, channel, *cell = self.first_shape(index)
        places = self.first_shape(outputs)[2:]
        return [self.stored((n, channel, *place)) for place, _ in self.sliding.covering(tuple(cell), places)]

    def moving(self) -> list[int]:
        """The axes along which the window does anything, the last one first."""
        plain = (1, 1, (0, 0))
        each = zip(self.sliding.size, self.sliding.stride, self.sliding.padding, strict=True)
        return [axis for axis, settings in enumerate(each) if settings != plain][::-1]

    def pairs(self, axis: int, length: int, places: int) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...]]]:
        """For each of the window's cells along an axis: at which places it lies on the image, and where."""
        ahead = (slice(None),) * (axis + 2)
        for offset in range(self.sliding.size[axis]):
            of_places, of_cells = self.sliding.meeting(axis, offset, length, places)
            yield (*ahead, of_places), (*ahead, of_cells)

    def between(self, start: Shape, end: Shape) -> list[Shape]:
        """Shapes on the way from images to places (or back), where one axis is worked on after the other."""
        start, end = self.first_shape(start), self.first_shape(end)
        shapes = [start]
        for axis in self.moving():
            shapes.append((*shapes[-1][:axis + 2], end[axis + 2], *shapes[-1][axis + 3:]))
        return shapes[1:-1]


@dataclass(frozen=True)
class Window(PoolOp):
    """The base of pooling forwards (input x)."""

    def shape(self, *shapes: Shape) -> Shape:
        samples, channels, *image = self.first_shape(shapes[0])
        return self.stored((samples, channels, *self.sliding.places(tuple(image))))

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return tuple(self.between(shapes[0], out))

    def gather(self, xp: Any, function: Any, empty: float, out: Array, scratch: tuple[Array, ...], x: Array) -> None:
        """Folds what each window covers by a function of two, axis by axis; `empty` changes nothing in it."""
        moving, out, x = self.moving(), self.first(out), self.first(x)
        if not moving:
            xp.copyto(out, x)
            return
        for axis, target in zip(moving, (*scratch, out), strict=True):
            self._gather_along(xp, function, empty, target, x, axis)
            x = target

    def _gather_along(self, xp: Any, function: Any, empty: float, out: Array, x: Array, axis: int) -> None:
        places = out.shape[axis + 2]
        pairs = list(self.pairs(axis, x.shape[axis + 2], places))
        everywhere = [pair for pair in pairs if pair[0][-1] == slice(0, places)][:2]
        if len(everywhere) == 2:
            function(x[everywhere[0][1]], x[everywhere[1][1]], out=out)
            pairs = [pair for pair in pairs if pair not in everywhere]
        else:
            xp.copyto(out, empty)
        for place, cell in pairs:
            function(out[place], x[cell], out=out[place])


@dataclass(frozen=True)
class MaxPool(Window):
    """y[n, c, y, x] = the largest x[n, c, s y + d i − p, s x + d j − p] over the window's cells (i, j)   (input x)

    s is the stride, d the dilation, p the padding, whose cells do not count.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.gather(xp, xp.maximum, -inf, out, scratch, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return largest_of([Operand(0, cell) for cell in self.cells(index, shapes[0])])

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        of_x = MaxPoolGradient(self.sliding, channels_last=self.channels_last)
        return (emit(of_x, upstream, inputs[0], output),)


@dataclass(frozen=True)
class MaxPoolGradient(PoolOp):
    """∂L/∂x = the sum of ∂L/∂y over the windows in which x is the largest, the first of several   (inputs ∂L/∂y, x, y)

    "First" is row by row, as PyTorch has it; what is not the largest in any window gets 0.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        block = (self._block(out), *self.first_shape(shapes[0])[1:])
        return Scratch(block, "truth"), Scratch(block, "truth"), (0,) if self.sliding.apart else block

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        block = self._block(out.shape)
        for start in range(0, out.shape[0], block):
            cut = slice(start, start + block)
            self._run_block(xp, self.first(out[cut]), scratch, *(self.first(array[cut]) for array in inputs))

    def _run_block(self, xp: Any, out: Array, scratch: tuple[Array, ...], up: Array, x: Array, y: Array) -> None:
        open_, won, share = (array[:out.shape[0]] for array in scratch)
        apart, ahead = self.sliding.apart, (slice(None), slice(None))
        xp.copyto(open_, True)
        if not (apart and prod(self.sliding.size) * up[0, 0].size == out[0, 0].size):
            xp.copyto(out, 0.0)
        for offset in self.sliding.offsets():
            meetings = [
                self.sliding.meeting(axis, offset[axis], out.shape[axis + 2], up.shape[axis + 2])
                for axis in range(self.sliding.axes)
            ]
            place, cell = (*ahead, *(pair[0] for pair in meetings)), (*ahead, *(pair[1] for pair in meetings))
            if won[place].size < won.size:
                xp.copyto(won, False)
            xp.equal(x[cell], y[place], won[place])
            xp.logical_and(won, open_, won)  # whole arrays: short rows cost more than the cells in them
            xp.greater(open_, won, open_)
            if apart:
                xp.multiply(won[place], up[place], out[cell])
            else:
                xp.multiply(won, up, share)
                xp.add(out[cell], share[place], out[cell])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        windows = self.windows(index, shapes[0])
        parts = [won_by(index, self.cells(window, shapes[1]), Operand(0, window)) for window in windows]
        return parts[0] if len(parts) == 1 else Sum(tuple(parts))

    @staticmethod
    def _block(images: Shape) -> int:
        return max(1, min(images[0], BLOCK // max(prod(images[1:]), 1)))


@dataclass(frozen=True)
class AveragePool(Window):
    """y[n, c, y, x] = 1/m Σ x[n, c, s y + i − p, s x + j − p] over the window's cells (i, j)   (input x)

    m is the number of those cells that lie on the image; with `counts_padding` the padding counts too, as zeros.
    """

    counts_padding: bool = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.gather(xp, xp.add, 0.0, out, scratch, inputs[0])
        images = self.first_shape(inputs[0].shape)
        divide_by_counts(xp, self.sliding, self.counts_padding, self.first(out), self.first(out), images)

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


@dataclass(frozen=True)
class AveragePoolGradient(PoolOp):
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
        size, stride = self.sliding.size[axis], self.sliding.stride[axis]
        once = size == stride == 1 or (stride >= size and self.sliding.dilation[axis] == 1)
        length, places = out.shape[axis + 2], shares.shape[axis + 2]
        if not (once and size * places == length and self.sliding.padding[axis] == (0, 0)):
            xp.copyto(out, 0.0)
        for place, cell in self.pairs(axis, length, places):
            if once:
                xp.copyto(out[cell], shares[place])
            else:
                xp.add(out[cell], shares[place], out[cell])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        whole = float(prod(self.sliding.size))
        counts = {
            window: whole if self.counts_padding else float(len(self.cells(window, shapes[1])))
            for window in self.windows(index, shapes[0])
        }
        if len(set(counts.values())) == 1:
            return Quotient(Sum(tuple(Operand(0, window) for window in counts)), Number(next(iter(counts.values()))))
        return Sum(tuple(Quotient(Operand(0, window), Number(count)) for window, count in counts.items()))


def largest_of(cells: list[Operand]) -> Expression:
    """The largest of these cells, or the only one."""
    return Call("largest", tuple(cells)) if len(cells) > 1 else cells[0]


def won_by(index: Index, cells: list[Index], error: Operand) -> Expression:
    """The error if the cell `index` of input 1 is the first largest of these, else 0."""
    if len(cells) == 1:
        return error
    winner = Call("argmax", tuple(Operand(1, cell) for cell in cells))
    return Choose(winner, "=", Number(1.0 + cells.index(index)), error, Number(0.0))


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
