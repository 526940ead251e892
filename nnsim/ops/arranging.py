"""Other looks at the same cells: reshaped, transposed, a part of them, several side by side. Axis 0 is the sample's."""

from math import prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand


class Reshape(Op, frozen=True):
    """out[n, …] = the sample's cells in the same order, in another shape   (input x; `sample` is one sample's shape)"""

    sample: Shape
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], *self.sample)

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0].reshape(self.shape(inputs[0].shape)) if inputs[0].flags.c_contiguous else None

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out.reshape(inputs[0].shape), inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        number = 0
        for at, size in zip(index[1:], self.sample, strict=True):
            number = number * size + at
        cell: list[int] = []
        for size in reversed(shapes[0][1:]):
            cell.append(number % size)
            number //= size
        return Operand(0, (index[0], *reversed(cell)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(ShapedLike(), upstream, inputs[0]),)


class ShapedLike(Op, frozen=True):
    """∂L/∂x[n, …] = the upstream cells in the same order, in the shape of x   (inputs: upstream, x for its shape)"""

    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def read(self, inputs: Slots) -> Slots:
        return inputs[:1]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0].reshape(inputs[1].shape) if inputs[0].flags.c_contiguous else None

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out.reshape(inputs[0].shape), inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Reshape(shapes[1][1:]).element(index, (shapes[0],))


class Transpose(Op, frozen=True):
    """out[n, i₁, i₂ …] = x with its axes in another order   (input x; `axes` as NumPy's transpose, beginning with 0)"""

    axes: tuple[int, ...]
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return tuple(shapes[0][axis] for axis in self.axes)

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0].transpose(self.axes)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0].transpose(self.axes))

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        cell = [0] * len(index)
        for at, axis in zip(index, self.axes, strict=True):
            cell[axis] = at
        return Operand(0, tuple(cell))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        back = tuple(sorted(range(len(self.axes)), key=self.axes.__getitem__))
        return (emit(Transpose(back), upstream),)


class Part(Op, frozen=True):
    """out = the cells `start` to `stop` (exclusive) of x along an axis   (input x; `single` drops the axis)"""

    axis: int
    start: int
    stop: int
    single: bool = False
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    @classmethod
    def at(cls, axis: int, place: int) -> "Part":
        """One place along an axis, such as a time step, without that axis."""
        return cls(axis, place, place + 1, True)

    def shape(self, *shapes: Shape) -> Shape:
        kept = () if self.single else (self.stop - self.start,)
        return (*shapes[0][:self.axis], *kept, *shapes[0][self.axis + 1:])

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0][self.cells]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0][self.cells])

    @property
    def cells(self) -> tuple[Any, ...]:
        """The part as an index into x."""
        return (slice(None),) * self.axis + (self.start if self.single else slice(self.start, self.stop),)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        if self.single:
            return Operand(0, (*index[:self.axis], self.start, *index[self.axis:]))
        return Operand(0, (*index[:self.axis], index[self.axis] + self.start, *index[self.axis + 1:]))

    def inverse(self, index: Index) -> Index | None:
        """The cell of the part that a cell of x is, or None where it is not in it."""
        place = index[self.axis]
        if not self.start <= place < self.stop:
            return None
        kept = () if self.single else (place - self.start,)
        return (*index[:self.axis], *kept, *index[self.axis + 1:])

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(Placed((self,)), upstream, inputs[0]),)


class Placed(Op, frozen=True):
    """∂L/∂x = each upstream in the part of x that it came from, 0 elsewhere   (inputs: one per part, x for its shape)

    The parts do not overlap: the compiler joins the gradients of disjoint parts in one such operation.
    """

    parts: tuple[Part, ...]
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[-1]

    def read(self, inputs: Slots) -> Slots:
        return inputs[:-1]

    def filled(self, *shapes: Shape) -> tuple[tuple[Any, ...] | None, ...] | None:
        whole = sum(map(prod, shapes[:-1])) == prod(shapes[-1])
        return (*(part.cells for part in self.parts), None) if whole else None

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if sum(array.size for array in inputs[:-1]) < out.size:
            xp.copyto(out, 0.0)
        for part, array in zip(self.parts, inputs[:-1], strict=True):
            xp.copyto(out[part.cells], array)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        for position, part in enumerate(self.parts):
            cell = part.inverse(index)
            if cell is not None:
                return Operand(position, cell)
        return Number(0.0)


class Concatenate(Op, frozen=True):
    """out = the inputs one behind the other along an axis   (inputs a, b, … alike along the other axes)"""

    axis: int
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        whole = sum(shape[self.axis] for shape in shapes)
        return (*shapes[0][:self.axis], whole, *shapes[0][self.axis + 1:])

    def filled(self, *shapes: Shape) -> tuple[tuple[Any, ...] | None, ...] | None:
        return tuple(part.cells for part in self._parts(shapes))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        for part, array in zip(self._parts(tuple(array.shape for array in inputs)), inputs, strict=True):
            xp.copyto(out[part.cells], array)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        for position, part in enumerate(self._parts(shapes)):
            cell = part.inverse(index)
            if cell is not None:
                return Operand(position, cell)
        raise IndexError(index)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return tuple(emit(ConcatenatedPart(self.axis, at), upstream, *inputs) for at in range(len(inputs)))

    def _parts(self, shapes: tuple[Shape, ...]) -> list[Part]:
        parts, start = [], 0
        for shape in shapes:
            parts.append(Part(self.axis, start, start + shape[self.axis]))
            start += shape[self.axis]
        return parts


class ConcatenatedPart(Op, frozen=True):
    """∂L/∂input = its part of the upstream gradient   (inputs: upstream, then all that was concatenated)"""

    axis: int
    position: int
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1 + self.position]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0][self._part(tuple(array.shape for array in inputs)).cells]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0][self._part(tuple(array.shape for array in inputs)).cells])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return self._part(shapes).element(index, shapes)

    def _part(self, shapes: tuple[Shape, ...]) -> Part:
        start = sum(shape[self.axis] for shape in shapes[1:1 + self.position])
        return Part(self.axis, start, start + shapes[1 + self.position][self.axis])


class Stack(Op, frozen=True):
    """out[…, t, …] = input number t, along a new axis   (inputs a, b, … of one shape, such as a sequence's steps)"""

    axis: int
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:self.axis], len(shapes), *shapes[0][self.axis:])

    def filled(self, *shapes: Shape) -> tuple[tuple[Any, ...] | None, ...] | None:
        return tuple(Part.at(self.axis, place).cells for place in range(len(shapes)))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        for place, array in enumerate(inputs):
            xp.copyto(out[Part.at(self.axis, place).cells], array)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(index[self.axis], (*index[:self.axis], *index[self.axis + 1:]))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return tuple(emit(Part.at(self.axis, place), upstream) for place in range(len(inputs)))

