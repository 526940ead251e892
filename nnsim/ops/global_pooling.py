"""Global pooling: of each channel, the mean or the largest of all its cells."""

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

from numpy import ndindex

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Call, Choose, Expression, Number, Operand, Quotient, Sum


@dataclass(frozen=True)
class GlobalPool(Op):
    """The base of global pooling: one number y[n, c] of each channel of x[n, c, …]."""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0][:2]

    def channel(self, index: Index, shapes: tuple[Shape, ...]) -> tuple[Operand, ...]:
        """All cells of one channel of one sample."""
        return tuple(Operand(0, (*index, *cell)) for cell in ndindex(*shapes[0][2:]))


@dataclass(frozen=True)
class GlobalAverage(GlobalPool):
    """y[n, c] = 1/m Σ x[n, c, y, x] over the channel's m cells   (input x)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((prod(shapes[0][2:]),),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        (x,), (shares,) = inputs, scratch
        if x.flags.c_contiguous:  # adding up by a product is twice as fast
            xp.copyto(shares, 1.0 / shares.size)
            xp.dot(x.reshape(-1, shares.size), shares, out.reshape(-1))
        else:
            xp.add.reduce(x, tuple(range(2, x.ndim)), None, out)
            xp.divide(out, shares.size, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Sum(self.channel(index, shapes)), Number(float(prod(shapes[0][2:]))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GlobalAverageGradient(), upstream, inputs[0]),)


@dataclass(frozen=True)
class GlobalAverageGradient(Op):
    """∂L/∂x[n, c, y, x] = 1/m ∂L/∂y[n, c], m the channel's cells   (inputs ∂L/∂y, and x for its shape)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.divide(_wide(inputs[0], out.ndim), prod(out.shape[2:]), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index[:2]), Number(float(prod(shapes[1][2:]))))


@dataclass(frozen=True)
class GlobalMax(GlobalPool):
    """y[n, c] = the largest x[n, c, y, x] of the channel   (input x)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.amax(inputs[0], tuple(range(2, inputs[0].ndim)), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Call("max", self.channel(index, shapes))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GlobalMaxGradient(), upstream, inputs[0], output),)


@dataclass(frozen=True)
class GlobalMaxGradient(Op):
    """∂L/∂x = ∂L/∂y where x is the channel's largest, the first of several, else 0   (inputs ∂L/∂y, x, y)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        cells = prod(out[2:])
        return (
            (*out[:2], cells), Scratch((cells,), "indices"), Scratch((cells,), "indices"), Scratch(out[:2], "indices"),
            Scratch((*out[:2], cells), "truth"),
        )

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        up, x, _ = inputs
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
        xp.multiply(winner, _wide(up, 3), out.reshape(flat.shape))

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        here = Operand(1, index)
        earlier = tuple(
            Operand(1, (*index[:2], *cell)) for cell in ndindex(*shapes[1][2:]) if cell < tuple(index[2:]))
        part: Expression = Operand(0, index[:2])
        if earlier:
            part = Choose(here, ">", Call("max", earlier), part, Number(0.0))
        return Choose(here, "≥", Operand(2, index[:2]), part, Number(0.0))


def _wide(array: Array, axes: int) -> Array:
    """An array [n, c] with further axes, to stand beside images."""
    return array[(..., *(None,) * (axes - 2))]
