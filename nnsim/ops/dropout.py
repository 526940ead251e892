"""Noise that training adds on purpose: dropout, which silences units at random, and Gaussian noise."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.combining import CellProduct, PassedOn
from nnsim.ops.expression import Choose, Expression, Number, Operand, Sum, times


class KeepMask(Op, frozen=True):
    """k = 1 / (1 − p) if u ≥ p, else 0   (input u, drawn evenly from 0 to 1; `rate` is p, the share that is dropped)

    Each is kept with probability 1 − p and made larger by as much, so that sums keep their size on average (inverted
    dropout). With p = 1 all are 0.
    """

    rate: float
    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    @property
    def scale(self) -> float:
        """What a kept unit is multiplied by."""
        return 1.0 / (1.0 - self.rate) if self.rate < 1.0 else 0.0

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.greater_equal(inputs[0], self.rate, out)
        xp.multiply(out, self.scale, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(0, index), "≥", Number(self.rate), Number(self.scale), Number(0.0))


class Drop(CellProduct, frozen=True):
    """h′ = h · k   (inputs h and k, which is 0 for what is dropped)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(DropGradient(), upstream, inputs[1]), None)


class DropGradient(CellProduct, frozen=True):
    """∂L/∂h = ∂L/∂h′ · k: what was dropped learns nothing   (inputs ∂L/∂h′, k)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]


class AddNoise(Op, frozen=True):
    """h′ = h + σ · ε   (inputs h, and ε drawn from a normal distribution; `deviation` is σ)"""

    deviation: float
    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[1], self.deviation, scratch[0])
        xp.add(inputs[0], scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), times(Number(self.deviation), Operand(1, index))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(PassedOn(), upstream), None)
