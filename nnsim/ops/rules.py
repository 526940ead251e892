"""Hand-written rules: conditions on inputs, and the value of the first rule whose conditions all hold."""

from typing import Any, ClassVar

from msgspec import Struct

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Choose, Comparison, Expression, Number, Operand, times

_COMPARE = {">": "greater", "≥": "greater_equal", "<": "less", "≤": "less_equal"}


class Condition(Struct, frozen=True):
    """Input number `input` (from 0) compared with a threshold."""

    input: int
    comparison: Comparison
    threshold: float


class Rule(Struct, frozen=True):
    """`value` where all these conditions (by number) hold; a rule without conditions always holds."""

    conditions: tuple[int, ...]
    value: float


class Conditions(Op, frozen=True):
    """c[n, k] = 1 if x[n, iₖ] ⋚ tₖ, else 0   (input x; condition k has the input iₖ, a comparison, the threshold tₖ)"""

    conditions: tuple[Condition, ...]
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], len(self.conditions))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        for k, each in enumerate(self.conditions):
            compare = getattr(xp, _COMPARE[each.comparison])
            compare(inputs[0][:, each.input], each.threshold, out[:, k])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        n, k = index
        each = self.conditions[k]
        x = Operand(0, (n, each.input))
        return Choose(x, each.comparison, Number(each.threshold), Number(1.0), Number(0.0))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(NoSlope(), inputs[0]),)


class FirstRule(Op, frozen=True):
    """y[n] = v₁ if the conditions of rule 1 are all 1; else v₂ if those of rule 2 are; … else v₀   (input c)

    That all of them are 1 is that their product is at least 1.
    """

    rules: tuple[Rule, ...]
    otherwise: float
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], 1)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out[:1], Scratch(out[:1], "truth"))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        product, holds = scratch
        xp.copyto(out, self.otherwise)
        for rule in reversed(self.rules):
            xp.copyto(product, 1.0)
            for k in rule.conditions:
                xp.multiply(product, inputs[0][:, k], product)
            xp.greater_equal(product, 1.0, holds)
            xp.copyto(out[:, 0], rule.value, "same_kind", holds)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        value: Expression = Number(self.otherwise)
        for rule in reversed(self.rules):
            cells = tuple(Operand(0, (index[0], k)) for k in rule.conditions)
            product = cells[0] if len(cells) == 1 else times(*cells)
            value = Choose(product, "≥", Number(1.0), Number(rule.value), value)
        return value

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (emit(NoSlope(), inputs[0]),)


class NoSlope(Op, frozen=True):
    """∂L/∂x = 0: a rule is flat wherever it has a slope at all, so nothing is learned through it   (input x)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, 0.0)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Number(0.0)
