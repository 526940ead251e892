"""Global pooling: of each channel, the mean or the largest of all its cells."""

from math import prod
from typing import Any

from numpy import ndindex

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.channels import ChannelOp
from nnsim.ops.expression import Expression, Number, Operand, Quotient, Sum
from nnsim.ops.max_pooling import largest_of, won_by


class GlobalPool(ChannelOp, frozen=True):
    """The base of global pooling: one number y[n, c] of each channel of x[n, c, …], or of x[n, …, c]."""

    def channel(self, index: Index, images: Shape) -> list[Index]:
        """All cells of one channel of one sample, row by row."""
        return [self.stored((*index, *cell)) for cell in ndindex(*self.first_shape(images)[2:])]

    def size(self, images: Shape) -> int:
        """Cells of a channel."""
        return prod(self.first_shape(images)[2:])


class GlobalAverage(GlobalPool, frozen=True):
    """y[n, c] = 1/m Σ x[n, c, y, x] over the channel's m cells   (input x)"""

    def shape(self, *shapes: Shape) -> Shape:
        return self.first_shape(shapes[0])[:2]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((self.size(shapes[0]),),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x, (shares,) = self.first(inputs[0]), scratch
        if x.flags.c_contiguous:  # adding up by a product is twice as fast
            xp.copyto(shares, 1.0 / shares.size)
            xp.dot(x.reshape(-1, shares.size), shares, out.reshape(-1))
        else:
            xp.add.reduce(x, tuple(range(2, x.ndim)), None, out)
            xp.divide(out, shares.size, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        cells = tuple(Operand(0, cell) for cell in self.channel(index, shapes[0]))
        return Quotient(Sum(cells), Number(float(len(cells))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GlobalAverageGradient(channels_last=self.channels_last), upstream, inputs[0]),)


class GlobalAverageGradient(GlobalPool, frozen=True):
    """∂L/∂x[n, c, y, x] = 1/m ∂L/∂y[n, c], m the channel's cells   (inputs ∂L/∂y, and x for its shape)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.divide(_wide(inputs[0], out.ndim), self.size(out.shape), self.first(out))

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, self.first_shape(index)[:2]), Number(float(self.size(shapes[1]))))


class GlobalMax(GlobalPool, frozen=True):
    """y[n, c] = the largest x[n, c, y, x] of the channel   (input x)"""

    def shape(self, *shapes: Shape) -> Shape:
        return self.first_shape(shapes[0])[:2]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x = self.first(inputs[0])
        xp.amax(x, tuple(range(2, x.ndim)), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return largest_of([Operand(0, cell) for cell in self.channel(index, shapes[0])])

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GlobalMaxGradient(channels_last=self.channels_last), upstream, inputs[0], output),)


class GlobalMaxGradient(GlobalPool, frozen=True):
    """∂L/∂x = ∂L/∂y where x is the channel's largest, the first of several, else 0   (inputs ∂L/∂y, x, y)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        cells, channels = self.size(out), self.first_shape(out)[:2]
        numbers, first = Scratch((cells,), "indices"), Scratch(channels, "indices")
        return (*channels, cells), numbers, numbers, first, Scratch((*channels, cells), "truth")

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        up, x, out = inputs[0], self.first(inputs[1]), self.first(out)
        flat, steps, numbers, first, winner = scratch
        if x.flags.c_contiguous:
            flat = x.reshape(flat.shape)
        else:
            xp.copyto(flat.reshape(x.shape), x)
        xp.argmax(flat, -1, out=first)  # CuPy has a dtype in the third place
        xp.copyto(steps, 1)
        xp.copyto(steps[:1], 0)
        xp.cumsum(steps, 0, None, numbers)
        xp.equal(_wide(first, 3), numbers, winner)
        xp.multiply(winner.reshape(out.shape), _wide(up, out.ndim), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        of = self.first_shape(index)[:2]
        return won_by(index, self.channel(of, shapes[1]), Operand(0, of))


def _wide(array: Array, axes: int) -> Array:
    """An array [n, c] with further axes, to stand beside images."""
    return array[(..., *(None,) * (axes - 2))]
