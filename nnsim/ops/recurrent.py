"""What carries a state from one time step to the next: where it begins, what it adds, where its gradient ends."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading
from nnsim.ops.combining import PassedOn
from nnsim.ops.expression import Expression, Number, Operand, Product, Sum
from nnsim.ops.linear import InputGradient, WeightGradient, by_unit


class InitialState(Op, frozen=True):
    """h₀[n, j] = 0: nothing has been read yet   (input: the sequence, for its number of samples; `units` are j's)"""

    units: int
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][0], self.units)

    def read(self, inputs: Slots) -> Slots:
        return ()

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        return (1, 0)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, 0.0)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Number(0.0)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (None,)


class RecurrentSum(Op, frozen=True):
    """z[n, j] = x̂[n, j] + Σₖ w[j, k] · h[n, k]   (inputs x̂, h, w)

    x̂ is the weighted sum of the time step's input with its bias, h the hidden state of the time step before, and w the
    recurrent weights, the same in every time step.
    """

    straight: ClassVar[bool] = True
    over_first: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        return (1, 0)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (by_unit(out),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        from_input, h, w = inputs
        xp.dot(w, h.T, scratch[0])
        xp.add(scratch[0].T, from_input, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j = index[-1]
        products = (Product((Operand(2, (j, k)), Operand(1, leading(index, k)))) for k in range(shapes[2][1]))
        return Sum((Operand(0, index), *products))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        _, h, w = inputs
        of_state = emit(InputGradient(by_unit=True), upstream, w)
        return (emit(PassedOn(), upstream), of_state, emit(WeightGradient(by_unit=True), upstream, h))


class StopGradient(Op, frozen=True):
    """h′ = h, and ∂L/∂h is not passed on: where truncated back-propagation through time ends   (input h)"""

    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(0, index)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (None,)


class CarriedState(Op, frozen=True):
    """h₀[n, j] = s[n, j]: sample n goes on where sample n of the batch before ended   (input s)"""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        return (1, 0)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(0, index)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (None,)


class HandedOn(Op, frozen=True):
    """s′[n, j] = h[n, j]: the state in which each sample ended is kept for the batch that follows   (input h)"""

    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(0, index)

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        return (None,)
