"""Designed features: powers, products, waves and sizes of inputs, chosen by hand instead of learned."""

from typing import Any, ClassVar, Literal

from msgspec import Struct

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Negative, Number, Operand, Power, Sum, call, times

Wave = Literal["sin", "cos", "abs"]


class Monomial(Struct, frozen=True):
    """x_i^a · x_j^b · …: inputs (from 0) in rising order, each with a whole power of 1 or more; none: the number 1."""

    powers: tuple[tuple[int, int], ...]


class Shaped(Struct, frozen=True):
    """sin x, cos x or |x| of input number `input` (from 0)."""

    function: Wave
    input: int


Feature = Monomial | Shaped


class Features(Op, frozen=True):
    """f[n, k] = feature k of x[n]: x₁², x₁ x₂, sin x₁, cos x₁, |x₁| …   (input x)"""

    features: tuple[Feature, ...]
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], len(self.features))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x = inputs[0]
        for k, feature in enumerate(self.features):
            if isinstance(feature, Shaped):
                getattr(xp, feature.function)(x[:, feature.input], out[:, k])
            else:
                _monomial(xp, out[:, k], x, 1.0, feature.powers)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, k = index
        feature = self.features[k]
        if isinstance(feature, Shaped):
            return call(feature.function, Operand(0, (n, feature.input)))
        return _written(0, n, feature.powers)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(FeaturesGradient(self.features), upstream, inputs[0]),)


class FeaturesGradient(Op, frozen=True):
    """∂L/∂x[n, i] = Σ ∂L/∂f[n, k] · ∂f[n, k]/∂x[n, i] over the features of xᵢ   (inputs ∂L/∂f, x)

    The slope of x^a is a x^(a − 1), that of sin x is cos x, of cos x −sin x, of |x| sgn x (0 at 0).
    """

    features: tuple[Feature, ...]
    straight: ClassVar[bool] = True
    uneven: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out[:1],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, x = inputs
        (slope,) = scratch
        xp.copyto(out, 0.0)
        for k, feature in enumerate(self.features):
            for i in _inputs(feature):
                self._slope(xp, slope, x, feature, i)
                xp.multiply(slope, upstream[:, k], slope)
                xp.add(out[:, i], slope, out[:, i])

    def _slope(self, xp: Any, out: Array, x: Array, feature: Feature, i: int) -> None:
        if isinstance(feature, Monomial):
            _monomial(xp, out, x, *_derivative(feature, i))
        elif feature.function == "sin":
            xp.cos(x[:, i], out)
        elif feature.function == "cos":
            xp.sin(x[:, i], out)
            xp.negative(out, out)
        else:
            xp.sign(x[:, i], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, i = index
        return Sum(tuple(
            times(Operand(0, (n, k)), *_slope_of(feature, n, i))
            for k, feature in enumerate(self.features) if i in _inputs(feature)
        ))


def _inputs(feature: Feature) -> tuple[int, ...]:
    """The inputs that a feature is made of."""
    return (feature.input,) if isinstance(feature, Shaped) else tuple(i for i, _ in feature.powers)


def _derivative(feature: Monomial, i: int) -> tuple[float, tuple[tuple[int, int], ...]]:
    """∂/∂xᵢ of a monomial: what stands before it, and the powers that are left."""
    power = dict(feature.powers)[i]
    lowered = ((j, a - 1 if j == i else a) for j, a in feature.powers)
    return float(power), tuple((j, a) for j, a in lowered if a)


def _monomial(xp: Any, out: Array, x: Array, before: float, powers: tuple[tuple[int, int], ...]) -> None:
    xp.copyto(out, before)
    for i, power in powers:
        for _ in range(power):
            xp.multiply(out, x[:, i], out)


def _written(position: int, n: int, powers: tuple[tuple[int, int], ...]) -> Expression:
    factors = [_power(Operand(position, (n, i)), power) for i, power in powers]
    return Number(1.0) if not factors else factors[0] if len(factors) == 1 else times(*factors)


def _power(x: Expression, power: int) -> Expression:
    return x if power == 1 else Power(x, power)


def _slope_of(feature: Feature, n: int, i: int) -> tuple[Expression, ...]:
    """∂f/∂xᵢ as factors, without a factor of 1."""
    x = Operand(1, (n, i))
    if isinstance(feature, Monomial):
        before, powers = _derivative(feature, i)
        factors = [_power(Operand(1, (n, j)), power) for j, power in powers]
        return (*([Number(before)] if before != 1.0 else []), *factors)
    if feature.function == "sin":
        return (call("cos", x),)
    return (Negative(call("sin", x)),) if feature.function == "cos" else (call("sgn", x),)
