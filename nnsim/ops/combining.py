"""Adding and multiplying values of one shape, cell by cell; what joins and parts them is in `arranging`."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Shape, Slots
from nnsim.ops.expression import Expression, Operand, Product, Sum


class Add(Op, frozen=True):
    """h = a + b + …, cell by cell   (inputs of one shape, such as a residual connection and what it passes by)"""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add(inputs[0], inputs[1], out)
        for another in inputs[2:]:
            xp.add(out, another, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(position, index) for position in range(len(shapes))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return tuple(emit(PassedOn(), upstream) for _ in inputs)


class PassedOn(Op, frozen=True):
    """∂L/∂a = ∂L/∂h: what is added to something counts as much as the sum does   (input ∂L/∂h)"""

    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(0, index)


class CellProduct(Op, frozen=True):
    """a · b · …, cell by cell: the base of what multiplies values of one shape."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)
        for another in inputs[2:]:
            xp.multiply(out, another, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Product(tuple(Operand(position, index) for position in range(len(shapes))))


class Multiply(CellProduct, frozen=True):
    """h = a · b · …, cell by cell   (inputs of one shape, such as a gate and what it lets through)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return tuple(
            emit(FactorGradient(), upstream, *inputs[:position], *inputs[position + 1:])
            for position in range(len(inputs))
        )


class FactorGradient(CellProduct, frozen=True):
    """∂L/∂a = ∂L/∂h · b · …: a factor counts as much as the others let it   (inputs ∂L/∂h, then the other factors)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]
