"""The running mean and variance that batch normalization keeps for use, when there is no batch to take them from."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Op, Scratch, Shape
from nnsim.ops.expression import Expression, Number, Operand, Quotient, Sum, minus, times
from nnsim.ops.groups import Kept, group_size


class RunningMean(Op, frozen=True):
    """μ̄′ = (1 − α) μ̄ + α μ   (inputs μ̄ and the batch's mean μ; `momentum` is α, the share of what is new)"""

    momentum: float
    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[1], self.momentum, scratch[0])
        xp.multiply(inputs[0], 1.0 - self.momentum, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        new = times(Number(self.momentum), Operand(1, index))
        return Sum((times(minus(Number(1.0), Number(self.momentum)), Operand(0, index)), new))


class RunningVariance(Op, frozen=True):
    """σ̄²′ = (1 − α) σ̄² + α · m / (m − 1) · σ²   (inputs σ̄², the batch's σ², and x, whose groups have m cells)

    m / (m − 1) makes the variance of a sample that of what it was drawn from. One cell alone has none: σ̄² stays as
    it is (PyTorch refuses such a batch).
    """

    momentum: float
    kept: Kept
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        before, variance, x = inputs
        size = group_size(x.shape, self.kept)
        if size == 1:
            xp.copyto(out, before)
            return
        xp.multiply(variance, self.momentum * size / (size - 1), scratch[0])
        xp.multiply(before, 1.0 - self.momentum, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        size = group_size(shapes[2], self.kept)
        if size == 1:
            return Operand(0, index)
        share = Quotient(times(Number(self.momentum), Number(float(size))), Number(float(size - 1)))
        kept = times(minus(Number(1.0), Number(self.momentum)), Operand(0, index))
        return Sum((kept, times(share, Operand(1, index))))
