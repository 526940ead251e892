"""Learning rules with a velocity: momentum, and Nesterov's look ahead along it."""

from typing import Any

from nnsim.ops.base import Array, Index, Shape
from nnsim.ops.expression import Expression, Operand, Sum, times
from nnsim.ops.update import UpdateOp


class Velocity(UpdateOp, frozen=True):
    """v′ = μ · v + g   (inputs v, g, μ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        velocity, gradient, momentum = inputs
        xp.multiply(velocity, momentum, out)
        xp.add(out, gradient, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((times(Operand(2, ()), Operand(0, index)), Operand(1, index)))


class LookAhead(UpdateOp, frozen=True):
    """d = g + μ · v′: the gradient, and the velocity that the next step will keep of it   (inputs g, v′, μ)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        gradient, velocity, momentum = inputs
        xp.multiply(velocity, momentum, scratch[0])
        xp.add(gradient, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), times(Operand(2, ()), Operand(1, index))))
