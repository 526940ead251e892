"""The learned scale and shift that follow a normalization, and their gradients."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Operand, Product, Sum, terms_of, times
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


class ScaleAndShift(Op, frozen=True):
    """y = γ[k] · x̂ + β[k]   (inputs x̂, γ, β; `kept` are the axes of x̂ that γ and β have: a channel's, or features')"""

    kept: Kept
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        normalized, scale, shift = inputs
        xp.multiply(normalized, spread(scale, out.ndim, self.kept), out)
        xp.add(out, spread(shift, out.ndim, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        group = group_of(index, self.kept)
        return Sum((times(Operand(1, group), Operand(0, index)), Operand(2, group)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        normalized, scale, _ = inputs
        of_scale = emit(ScaleGradient(self.kept), upstream, normalized)
        of_shift = emit(ShiftGradient(self.kept), upstream)
        return (emit(ThroughScale(self.kept), upstream, scale), of_scale, of_shift)


class ThroughScale(Op, frozen=True):
    """∂L/∂x̂ = ∂L/∂y · γ[k]   (inputs ∂L/∂y, γ)"""

    kept: Kept
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], spread(inputs[1], out.ndim, self.kept), out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Operand(1, group_of(index, self.kept)))


class ScaleGradient(Op, frozen=True):
    """∂L/∂γ[k] = Σ ∂L/∂y · x̂ over all cells that γ[k] scales   (inputs ∂L/∂y, x̂)"""

    kept: Kept
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (shapes[0], *sum_scratch(shapes[0], self.kept))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        sum_products(xp, out, scratch[1:], inputs[0], inputs[1], scratch[0], self.kept)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def product(number: Any) -> Expression:
            cell = cell_of(index, number, shapes[0], self.kept)
            return Product((Operand(0, cell), Operand(1, cell)))

        return Sum(terms_of(group_size(shapes[0], self.kept), product))


class ShiftGradient(Op, frozen=True):
    """∂L/∂β[k] = Σ ∂L/∂y over all cells that β[k] shifts   (input ∂L/∂y)"""

    kept: Kept
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return group_shape(shapes[0], self.kept)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return sum_scratch(shapes[0], self.kept)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        sum_groups(xp, out, scratch, inputs[0], self.kept)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        count = group_size(shapes[0], self.kept)
        return Sum(terms_of(count, lambda number: Operand(0, cell_of(index, number, shapes[0], self.kept))))
