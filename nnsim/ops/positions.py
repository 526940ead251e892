"""What tells a token its place in the sequence: waves of many lengths, or a vector learned for each place."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.combining import PassedOn
from nnsim.ops.expression import Expression, Number, Operand, Quotient, Sum, call

LONGEST = 10_000.0
"""The slowest wave turns once in 2π · 10 000 places (Vaswani et al. 2017, section 3.5)."""


class WavePosition(Op, frozen=True):
    """h[n, t, d] = x[n, t, d] + sin(t / 10000^(d/D)) for even d, + cos(t / 10000^((d−1)/D)) for odd d   (input x)

    Places t and features d count from 0; D is the number of features (Vaswani et al. 2017, section 3.5).
    """

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        steps, size = out[1:]
        longer = (max(steps, size),)
        return (longer, longer, ((size + 1) // 2,), (steps, (size + 1) // 2), (steps, size))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        ones, numbers, lengths, angles, waves = scratch
        steps, size = waves.shape
        xp.copyto(ones, 1.0)
        xp.cumsum(ones, 0, None, numbers)
        xp.subtract(numbers, 1.0, numbers)
        xp.multiply(numbers[:lengths.size], 2.0 / size, lengths)
        xp.power(LONGEST, lengths, lengths)
        xp.divide(numbers[:steps, None], lengths, angles)
        xp.sin(angles, waves[:, 0::2])
        xp.cos(angles[:, :size // 2], waves[:, 1::2])
        xp.copyto(out, waves)  # NumPy adds arrays of one shape faster than it spreads one over the other
        xp.add(inputs[0], out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        _, t, d = index
        length = LONGEST ** ((d - d % 2) / shapes[0][2])
        angle = Quotient(Number(float(t)), Number(length))
        return Sum((Operand(0, index), call("cos" if d % 2 else "sin", angle)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(PassedOn(), upstream),)


class LearnedPosition(Op, frozen=True):
    """h[n, t, d] = x[n, t, d] + p[t, d]   (inputs x, p: a vector for each place)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[1])
        xp.add(inputs[0], out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum((Operand(0, index), Operand(1, index[1:])))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(PassedOn(), upstream), emit(PositionGradient(), upstream))


class PositionGradient(Op, frozen=True):
    """∂L/∂p[t, d] = Σₙ δ[n, t, d]   (input δ; n runs over the samples)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0][1:]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add.reduce(inputs[0], 0, None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(tuple(Operand(0, (n, *index)) for n in range(shapes[0][0])))
