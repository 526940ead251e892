"""What can happen to a gradient before a rule uses it: averaging over batches, clipping, a decay of weights in it."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Op, Scratch, Shape
from nnsim.ops.expression import Expression, Negative, Number, Operand, Power, Quotient, Sum, call, terms_of, times
from nnsim.ops.update import UpdateOp

SAFE = 1e-6
"""What PyTorch adds to a length before it divides by it"""


class FirstShare(UpdateOp, frozen=True):
    """G′ = g / count: the first of several batches whose gradients are averaged   (input g)"""

    count: int

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], 1.0 / self.count, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), Number(float(self.count)))


class NextShare(UpdateOp, frozen=True):
    """G′ = G + g / count: one batch more of those whose gradients are averaged   (inputs G, g)"""

    count: int

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[1], 1.0 / self.count, scratch[0])
        xp.add(inputs[0], scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), Quotient(Operand(1, index), Number(float(self.count)))))


class ClippedCells(UpdateOp, frozen=True):
    """g̃ = min(max(g, −c), c)   (inputs g, c)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, most = inputs
        xp.negative(most, scratch[0])
        xp.maximum(gradient, scratch[0], out=out)
        xp.minimum(out, most, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        most = Operand(1, ())
        return call("min", call("max", Operand(0, index), Negative(most)), most)


class SquaredLength(Op, frozen=True):
    """q = Σ g² over all cells of a parameter   (input g)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[0], scratch[0])
        xp.add.reduce(scratch[0], None, None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(terms_of(shapes[0], lambda *cell: Power(Operand(0, cell), 2)))


class Length(Op, frozen=True):
    """n = √(q₁ + q₂ + …): the length of all gradients together   (inputs: scalars)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])
        for another in inputs[1:]:
            xp.add(out, another, out)
        xp.sqrt(out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("sqrt", Sum(tuple(Operand(position, ()) for position in range(len(shapes)))))


class ClipFactor(Op, frozen=True):
    """f = min(c / (n + 10⁻⁶), 1)   (inputs n, c)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add(inputs[0], SAFE, out)
        xp.divide(inputs[1], out, out)
        xp.minimum(out, 1.0, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        length = Sum((Operand(0, ()), Number(SAFE)))
        return call("min", Quotient(Operand(1, ()), length), Number(1.0))


class Shortened(UpdateOp, frozen=True):
    """ĝ = f · g   (inputs g, f)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(1, ()), Operand(0, index))


class WithDecay(UpdateOp, frozen=True):
    """d = g + λ · w: a pull towards 0 is a part of the gradient   (inputs g, w, λ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, w, strength = inputs
        xp.multiply(w, strength, scratch[0])
        xp.add(gradient, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), times(Operand(2, ()), Operand(1, index))))
