"""Activations that let positive sums pass and bend the others; hard sigmoid, with two bends; their gradients."""

from typing import Any, ClassVar

from nnsim.ops.activation import Activation, ActivationGradient
from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.expression import Choose, Expression, Number, Operand, Quotient, call, minus, plus, times

SELU_SCALE = 1.0507009873554805
"""λ of Klambauer et al., "Self-normalizing neural networks" (2017), chosen so that mean 0 and variance 1 stay so."""
SELU_ALPHA = 1.6732632423543772
"""α of the same paper."""


class LeakyRelu(Activation, frozen=True):
    """h = z if z > 0, else a · z   (a: the slope of the leak, above 0 and below 1)"""

    slope: float = 0.01

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], self.slope, scratch[0])
        xp.maximum(inputs[0], scratch[0], out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(0, index)
        return Choose(z, ">", Number(0.0), z, times(Number(self.slope), z))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(LeakyReluGradient(self.slope), upstream, output),)


class LeakyReluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h if h > 0, else ∂L/∂h · a   (inputs ∂L/∂h, h)"""

    slope: float = 0.01

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, h = inputs
        xp.greater(h, 0.0, scratch[0])
        xp.maximum(scratch[0], self.slope, out=scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        slope = Choose(Operand(1, index), ">", Number(0.0), Number(1.0), Number(self.slope))
        return times(Operand(0, index), slope)


class Elu(Activation, frozen=True):
    """h = z if z > 0, else eᶻ − 1"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.minimum(inputs[0], 0.0, out=scratch[0])
        xp.expm1(scratch[0], scratch[0])
        xp.maximum(inputs[0], scratch[0], out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(0, index)
        return Choose(z, ">", Number(0.0), z, minus(call("exp", z), Number(1.0)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(EluGradient(), upstream, output),)


class EluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h if h > 0, else ∂L/∂h · (h + 1), since h + 1 = eᶻ there   (inputs ∂L/∂h, h)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, h = inputs
        xp.minimum(h, 0.0, out=scratch[0])
        xp.add(scratch[0], 1.0, scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        h = Operand(1, index)
        return times(Operand(0, index), Choose(h, ">", Number(0.0), Number(1.0), plus(h, Number(1.0))))


class Selu(Activation, frozen=True):
    """h = λ z if z > 0, else λ α (eᶻ − 1), with λ = 1.0507 and α = 1.6733"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.minimum(inputs[0], 0.0, out=scratch[0])
        xp.expm1(scratch[0], scratch[0])
        xp.multiply(scratch[0], SELU_SCALE * SELU_ALPHA, scratch[0])
        xp.multiply(inputs[0], SELU_SCALE, out)
        xp.maximum(out, 0.0, out=out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(0, index)
        bent = times(Number(SELU_ALPHA), minus(call("exp", z), Number(1.0)))
        return times(Number(SELU_SCALE), Choose(z, ">", Number(0.0), z, bent))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SeluGradient(), upstream, output),)


class SeluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · λ if h > 0, else ∂L/∂h · (h + λ α), since h + λ α = λ α eᶻ there   (inputs ∂L/∂h, h)"""

    elementwise: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, h = inputs
        steep = SELU_SCALE * SELU_ALPHA
        xp.greater(h, 0.0, scratch[0])
        xp.multiply(scratch[0], SELU_SCALE - steep, scratch[0])
        xp.add(scratch[0], steep, scratch[0])
        xp.minimum(h, 0.0, out=out)
        xp.add(out, scratch[0], out)
        xp.multiply(upstream, out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        h = Operand(1, index)
        bent = plus(h, Number(SELU_SCALE * SELU_ALPHA))
        return times(Operand(0, index), Choose(h, ">", Number(0.0), Number(SELU_SCALE), bent))


class HardSigmoid(Activation, frozen=True):
    """h = min(max(z + 3, 0), 6) / 6: 0 up to −3, 1 from 3 on, a straight line between"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add(inputs[0], 3.0, out)
        xp.maximum(out, 0.0, out=out)
        xp.minimum(out, 6.0, out=out)
        xp.divide(out, 6.0, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        raised = plus(Operand(0, index), Number(3.0))
        return Quotient(call("min", call("max", raised, Number(0.0)), Number(6.0)), Number(6.0))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(HardSigmoidGradient(), upstream, inputs[0]),)


class HardSigmoidGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h / 6 if |z| < 3, else 0   (inputs ∂L/∂h, z)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, z = inputs
        xp.abs(z, scratch[0])
        xp.less(scratch[0], 3.0, scratch[0])
        xp.divide(scratch[0], 6.0, scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        inside = Quotient(Number(1.0), Number(6.0))
        slope = Choose(call("abs", Operand(1, index)), "<", Number(3.0), inside, Number(0.0))
        return times(Operand(0, index), slope)
