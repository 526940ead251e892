"""Steps of a size of their own for each weight: by the usual size of its gradient, or by its sign alone."""

from typing import Any

from nnsim.ops.base import Array, Index, Scratch, Shape
from nnsim.ops.expression import Difference, Expression, Operand, Quotient, Sum, call, times
from nnsim.ops.update import UpdateOp


class ScaledStep(UpdateOp, frozen=True):
    """w′ = w − η · d / (√s + ε)   (inputs w, d, s, η, ε; in Adam d is m̂ and s is v̂)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, direction, squares, rate, epsilon = inputs
        xp.sqrt(squares, scratch[0])
        xp.add(scratch[0], epsilon, scratch[0])
        xp.divide(direction, scratch[0], scratch[0])
        xp.multiply(scratch[0], rate, scratch[0])
        xp.subtract(w, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        size = Sum((call("sqrt", Operand(2, index)), Operand(4, ())))
        return Difference(Operand(0, index), times(Operand(3, ()), Quotient(Operand(1, index), size)))


class Scaled(UpdateOp, frozen=True):
    """d = g / (√s + ε): the gradient beside its usual size   (inputs g, s, ε)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, squares, epsilon = inputs
        xp.sqrt(squares, scratch[0])
        xp.add(scratch[0], epsilon, scratch[0])
        xp.divide(gradient, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), Sum((call("sqrt", Operand(1, index)), Operand(2, ()))))


class Rescaled(UpdateOp, frozen=True):
    """d = √(u + ε) / √(s + ε) · g: the gradient at the scale of past steps   (inputs u, s, g, ε)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        steps, squares, gradient, epsilon = inputs
        xp.add(squares, epsilon, scratch[0])
        xp.add(steps, epsilon, out)
        xp.divide(out, scratch[0], out)
        xp.sqrt(out, out)  # one root of the quotient is what two roots give
        xp.multiply(out, gradient, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        epsilon = Operand(3, ())
        steps, squares = (call("sqrt", Sum((Operand(at, index), epsilon))) for at in (0, 1))
        return times(Quotient(steps, squares), Operand(2, index))


class SignStep(UpdateOp, frozen=True):
    """w′ = w − η · (sgn(c) + λ · w)   (inputs w, c, η, λ)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, ())

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        w, direction, rate, strength = inputs
        xp.sign(direction, scratch[0])
        xp.multiply(scratch[0], rate, scratch[0])
        xp.multiply(rate, strength, scratch[1])
        xp.subtract(1.0, scratch[1], scratch[1])
        xp.multiply(w, scratch[1], out)
        xp.subtract(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        w = Operand(0, index)
        pull = Sum((call("sgn", Operand(1, index)), times(Operand(3, ()), w)))
        return Difference(w, times(Operand(2, ()), pull))
