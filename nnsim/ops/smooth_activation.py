"""Smooth activations whose slope is nowhere cut off: softplus, SiLU and GELU in both forms, with their gradients."""

import math
from typing import Any, ClassVar

from nnsim.ops.activation import Activation, ActivationGradient, squeeze
from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.expression import (
    Choose,
    Expression,
    Negative,
    Number,
    Operand,
    Power,
    Quotient,
    call,
    minus,
    plus,
    times,
)
from nnsim.ops.normal import BELL_HEIGHT, normal_share

_CUBIC = 0.044715
_ROOT = math.sqrt(2.0 / math.pi)
_FAR = 100.0
"""|z| counts as no more than this in tanh's argument, where tanh is ±1 already, so that z³ does not overflow."""


class Softplus(Activation, frozen=True):
    """h = ln(1 + eᶻ), for z > 0 as z + ln(1 + e⁻ᶻ), which cannot overflow"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.abs(inputs[0], scratch[0])
        xp.negative(scratch[0], scratch[0])
        xp.exp(scratch[0], scratch[0])
        xp.log1p(scratch[0], scratch[0])
        xp.maximum(inputs[0], 0.0, out=out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(0, index)
        above = plus(z, call("log1p", call("exp", Negative(z))))
        return Choose(z, ">", Number(0.0), above, call("log1p", call("exp", z)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SoftplusGradient(), upstream, inputs[0]),)


class SoftplusGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · σ(z)   (inputs ∂L/∂h, z)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squeeze(xp, inputs[1], scratch[0])
        xp.multiply(inputs[0], scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), call("sigmoid", Operand(1, index)))


class Silu(Activation, frozen=True):
    """h = z · σ(z)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squeeze(xp, inputs[0], scratch[0])
        xp.multiply(inputs[0], scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), call("sigmoid", Operand(0, index)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SiluGradient(), upstream, inputs[0]),)


class SiluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · σ(z) (1 + z (1 − σ(z)))   (inputs ∂L/∂h, z)"""

    elementwise: ClassVar[bool] = False

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, z = inputs
        squeeze(xp, z, scratch[0])
        xp.subtract(1.0, scratch[0], out)
        xp.multiply(out, z, out)
        xp.add(out, 1.0, out)
        xp.multiply(out, scratch[0], out)
        xp.multiply(out, upstream, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(1, index)
        share = call("sigmoid", z)
        return times(Operand(0, index), share, plus(Number(1.0), times(z, minus(Number(1.0), share))))


class Gelu(Activation, frozen=True):
    """h = z · Φ(z)   (Φ(z) = ½ (1 + erf(z/√2)): the share of a bell curve below z; Hendrycks and Gimpel 2016)"""

    elementwise: ClassVar[bool] = False

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        normal_share(xp, inputs[0], out, *scratch)
        xp.multiply(out, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), call("Phi", Operand(0, index)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GeluGradient(), upstream, inputs[0]),)


class GeluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · (Φ(z) + z · e^(−z²/2) / √(2π))   (inputs ∂L/∂h, z)"""

    elementwise: ClassVar[bool] = False

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, z = inputs
        bell = scratch[0]
        normal_share(xp, z, out, *scratch)
        xp.multiply(bell, z, bell)
        xp.multiply(bell, BELL_HEIGHT, bell)
        xp.add(out, bell, out)
        xp.multiply(out, upstream, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(1, index)
        bell = call("exp", Negative(Quotient(Power(z, 2), Number(2.0))))
        grows = times(z, Quotient(bell, call("sqrt", times(Number(2.0), Number(math.pi)))))
        return times(Operand(0, index), plus(call("Phi", z), grows))


class GeluTanh(Activation, frozen=True):
    """h = z/2 · (1 + tanh u), u = √(2/π) (z + 0.044715 z³): Φ by its best-known shortcut, run as z · σ(2u)"""

    elementwise: ClassVar[bool] = False

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _double_argument(xp, inputs[0], out, scratch[0])
        squeeze(xp, out, out)
        xp.multiply(out, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(0, index)
        return times(Quotient(z, Number(2.0)), plus(Number(1.0), call("tanh", _argument(z))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(GeluTanhGradient(), upstream, inputs[0]),)


class GeluTanhGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · (½ (1 + tanh u) + z/2 · (1 − tanh² u) · √(2/π) (1 + 0.134145 z²))   (inputs ∂L/∂h, z)"""

    elementwise: ClassVar[bool] = False

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out, out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, z = inputs
        share, steepness = scratch
        _double_argument(xp, z, share, steepness)
        squeeze(xp, share, share)
        xp.multiply(steepness, 3.0, steepness)  # the slope of 2u by z is three times 2u/z, less 4√(2/π)
        xp.subtract(steepness, 4.0 * _ROOT, steepness)
        xp.multiply(steepness, z, steepness)
        xp.subtract(1.0, share, out)
        xp.multiply(out, steepness, out)
        xp.add(out, 1.0, out)
        xp.multiply(out, share, out)
        xp.multiply(out, upstream, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        z = Operand(1, index)
        bent = call("tanh", _argument(z))
        steepness = times(_root(), plus(Number(1.0), times(Number(0.134145), Power(z, 2))))
        flat = minus(Number(1.0), Power(bent, 2))
        grows = times(Quotient(z, Number(2.0)), flat, steepness)
        return times(Operand(0, index), plus(Quotient(plus(Number(1.0), bent), Number(2.0)), grows))


def _double_argument(xp: Any, z: Array, doubled: Array, ratio: Array) -> None:
    """2u into `doubled` and 2u/z = 2√(2/π) (1 + 0.044715 z²) into `ratio`; z as far as it matters."""
    xp.minimum(z, _FAR, out=doubled)
    xp.maximum(doubled, -_FAR, out=doubled)
    xp.multiply(doubled, doubled, ratio)
    xp.multiply(ratio, 2.0 * _ROOT * _CUBIC, ratio)
    xp.add(ratio, 2.0 * _ROOT, ratio)
    xp.multiply(doubled, ratio, doubled)


def _root() -> Expression:
    return call("sqrt", Quotient(Number(2.0), Number(math.pi)))


def _argument(z: Expression) -> Expression:
    """u = √(2/π) (z + 0.044715 z³)"""
    return times(_root(), plus(z, times(Number(_CUBIC), Power(z, 3))))
