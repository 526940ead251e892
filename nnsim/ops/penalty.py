"""Penalties on the size of weights, added to the loss, and what they add to the gradient."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand, Power, Sum, call, terms_of, times


class L2Penalty(Op, frozen=True):
    """R = ½ λ Σ w²   (inputs w, λ)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, strength = inputs
        xp.multiply(w, w, scratch[0])
        xp.add.reduce(scratch[0], None, None, out)
        xp.multiply(out, strength, out)
        xp.multiply(out, 0.5, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        squares = Sum(terms_of(shapes[0], lambda *cell: Power(Operand(0, cell), 2)))
        return times(Number(0.5), Operand(1, ()), squares)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(L2Gradient(), *inputs), None)


class L2Gradient(Op, frozen=True):
    """∂R/∂w = λ w   (inputs w, λ)"""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(1, ()), Operand(0, index))


class L1Penalty(Op, frozen=True):
    """R = λ Σ |w|   (inputs w, λ)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, strength = inputs
        xp.abs(w, scratch[0])
        xp.add.reduce(scratch[0], None, None, out)
        xp.multiply(out, strength, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        sizes = Sum(terms_of(shapes[0], lambda *cell: call("abs", Operand(0, cell))))
        return times(Operand(1, ()), sizes)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(L1Gradient(), *inputs), None)


class L1Gradient(Op, frozen=True):
    """∂R/∂w = λ sgn(w), and 0 at w = 0   (inputs w, λ)"""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.sign(inputs[0], out)
        xp.multiply(out, inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(1, ()), call("sgn", Operand(0, index)))
