"""Batch, layer and group normalization: mean, variance and normalized value of groups of cells, and the way back."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import (
    Difference,
    Expression,
    Number,
    Operand,
    Power,
    Product,
    Quotient,
    Sum,
    call,
    minus,
    plus,
    terms_of,
    times,
)
from nnsim.ops.groups import (
    Kept,
    cell_of,
    group_of,
    group_shape,
    group_size,
    spread,
    sum_groups,
    sum_products,
    sum_scratch,
)


class Statistic(Op, frozen=True):
    """One number per group of cells of x: the base of means. `kept` are the axes of x that tell the groups apart.

    Batch normalization keeps the channel's axis, and layer and group normalization that of samples and of groups.
    """

    kept: Kept
    straight: ClassVar[bool] = True


class MeanOfGroup(Statistic, frozen=True):
    """Σ of the cells of a group / m: the base of plain means."""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return sum_scratch(shapes[0], self.kept)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        sum_groups(xp, out, scratch, inputs[0], self.kept)
        xp.divide(out, group_size(inputs[0].shape, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        count = group_size(shapes[0], self.kept)
        every = terms_of(count, lambda number: Operand(0, cell_of(index, number, shapes[0], self.kept)))
        return Quotient(Sum(every), Number(float(count)))


class Mean(MeanOfGroup, frozen=True):
    """μ[k] = 1/m Σ x over the m cells of group k   (input x)

    No gradient stops here: `Normalize` counts the way through the mean and the variance into its own.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)


class Variance(Statistic, frozen=True):
    """σ²[k] = 1/m Σ (x − μ[k])² over the m cells of group k   (inputs x, μ)"""

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], *sum_scratch(shapes[0], self.kept))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x, mean = inputs
        off = scratch[0]
        xp.subtract(x, spread(mean, x.ndim, self.kept), off)
        sum_products(xp, out, scratch[1:], off, off, off, self.kept)
        xp.divide(out, group_size(x.shape, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def square(number: Any) -> Expression:
            return Power(minus(Operand(0, cell_of(index, number, shapes[0], self.kept)), Operand(1, index)), 2)

        count = group_size(shapes[0], self.kept)
        return Quotient(Sum(terms_of(count, square)), Number(float(count)))


class Standardize(Op, frozen=True):
    """(x − μ) / √(σ² + ε): the base of what normalizes."""

    kept: Kept
    epsilon: float
    straight: ClassVar[bool] = True

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[2],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        x, mean, variance = inputs
        _inverse_deviation(xp, scratch[0], variance, self.epsilon)
        xp.subtract(x, spread(mean, x.ndim, self.kept), out)
        xp.multiply(out, spread(scratch[0], x.ndim, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        group = group_of(index, self.kept)
        off = minus(Operand(0, index), Operand(1, group))
        return Quotient(off, _deviation(Operand(2, group), self.epsilon))


class Normalize(Standardize, frozen=True):
    """x̂ = (x − μ[k]) / √(σ²[k] + ε) in each group k   (inputs x, and its own μ and σ²)

    μ and σ² are those of x, so its gradient counts all three ways from x to x̂: straight, and through both of them.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        common = emit(CommonGradient(self.kept), upstream, quantity="common_gradient")
        along = emit(GradientAlong(self.kept), upstream, output, quantity="gradient_along")
        back = NormalizeGradient(self.kept, self.epsilon)
        return (emit(back, upstream, common, output, along, inputs[2]), None, None)


class CommonGradient(MeanOfGroup, frozen=True):
    """ḡ[k] = 1/m Σ ∂L/∂x̂ over the m cells of group k   (input ∂L/∂x̂)"""

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)


class GradientAlong(Statistic, frozen=True):
    """s[k] = 1/m Σ ∂L/∂x̂ · x̂ over the m cells of group k   (inputs ∂L/∂x̂, x̂)"""

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], *sum_scratch(shapes[0], self.kept))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, normalized = inputs
        sum_products(xp, out, scratch[1:], upstream, normalized, scratch[0], self.kept)
        xp.divide(out, group_size(upstream.shape, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def product(number: Any) -> Expression:
            cell = cell_of(index, number, shapes[0], self.kept)
            return Product((Operand(0, cell), Operand(1, cell)))

        count = group_size(shapes[0], self.kept)
        return Quotient(Sum(terms_of(count, product)), Number(float(count)))


class NormalizeGradient(Op, frozen=True):
    """∂L/∂x = (∂L/∂x̂ − ḡ[k] − s[k] · x̂) / √(σ²[k] + ε)   (inputs ∂L/∂x̂, ḡ, x̂, s, σ²)

    Moving all cells of a group together, or stretching them, changes no x̂: ḡ and s · x̂ take those two parts out. (Ioffe
    and Szegedy, "Batch Normalization", 2015, section 3, their three ways to x gathered into one formula.)
    """

    kept: Kept
    epsilon: float
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[4],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, common, normalized, along, variance = inputs
        _inverse_deviation(xp, scratch[0], variance, self.epsilon)
        xp.multiply(normalized, spread(along, out.ndim, self.kept), out)
        xp.subtract(upstream, out, out)
        xp.subtract(out, spread(common, out.ndim, self.kept), out)
        xp.multiply(out, spread(scratch[0], out.ndim, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        group = group_of(index, self.kept)
        rest = minus(Difference(Operand(0, index), Operand(1, group)), times(Operand(3, group), Operand(2, index)))
        return Quotient(rest, _deviation(Operand(4, group), self.epsilon))


class NormalizeByRunning(Standardize, frozen=True):
    """x̂ = (x − μ̄[k]) / √(σ̄²[k] + ε) in each group k   (inputs x, and the running mean μ̄ and variance σ̄²)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(NormalizeByRunningGradient(self.kept, self.epsilon), upstream, inputs[2]), None, None)


class NormalizeByRunningGradient(Op, frozen=True):
    """∂L/∂x = ∂L/∂x̂ / √(σ̄²[k] + ε): statistics that do not come from x pass nothing back   (inputs ∂L/∂x̂, σ̄²)"""

    kept: Kept
    epsilon: float
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[1],)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        _inverse_deviation(xp, scratch[0], inputs[1], self.epsilon)
        xp.multiply(inputs[0], spread(scratch[0], out.ndim, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Quotient(Operand(0, index), _deviation(Operand(1, group_of(index, self.kept)), self.epsilon))


def _inverse_deviation(xp: Any, out: Array, variance: Array, epsilon: float) -> None:
    xp.add(variance, epsilon, out)
    xp.sqrt(out, out)
    xp.reciprocal(out, out)


def _deviation(variance: Expression, epsilon: float) -> Expression:
    return call("sqrt", plus(variance, Number(epsilon)))
