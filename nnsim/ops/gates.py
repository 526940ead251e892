"""The gates of LSTM and GRU cells and what they let through, with the gradients that the chain rule asks for."""

from typing import Any, ClassVar, Literal

from nnsim.ops.activation import SigmoidGradient, TanhGradient, squash
from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.combining import CellProduct, FactorGradient
from nnsim.ops.expression import Difference, Expression, Number, Operand, Sum, call, minus, times

GateName = Literal["input", "forget", "output", "reset", "update"]

class GatedOp(Op, frozen=True):
    """out = f(inputs), cell by cell: the base of what stands in a recurrent cell."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)


class Gate(GatedOp, frozen=True):
    """a = 1 / (1 + e⁻ᶻ): how far a gate is open, 0 to 1   (input z; `name` says which gate it is)

    Where e⁻ᶻ overflows, the gate is shut: 1 / ∞ = 0.
    """

    name: GateName

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.negative(inputs[0], out)
        xp.exp(out, out)
        xp.add(out, 1.0, out)
        xp.reciprocal(out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("sigmoid", Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SigmoidGradient(), upstream, output),)


class Candidate(GatedOp, frozen=True):
    """g = tanh(z): what the input gate may write into the cell state   (input z)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squash(xp, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("tanh", Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(TanhGradient(), upstream, output),)


class CellState(GatedOp, frozen=True):
    """c′ = f · c + i · g   (inputs forget gate f, old cell state c, input gate i, candidate g)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        forget, cell, write, candidate = inputs
        xp.multiply(write, candidate, scratch[0])
        xp.multiply(forget, cell, out)
        xp.add(out, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        forget, cell, write, candidate = (Operand(position, index) for position in range(4))
        return Sum((times(forget, cell), times(write, candidate)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        forget, cell, write, candidate = inputs
        return tuple(emit(FactorGradient(), upstream, other) for other in (cell, forget, candidate, write))


class SquashedState(GatedOp, frozen=True):
    """t = tanh(c): the cell state, squeezed into the range of what a cell shows   (input c)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squash(xp, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("tanh", Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(TanhGradient(), upstream, output),)


class HiddenState(CellProduct, frozen=True):
    """h = o · t: what the cell shows of itself   (inputs output gate o, squashed cell state t = tanh(c))"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        gate, squashed = inputs
        return (emit(FactorGradient(), upstream, squashed), emit(FactorGradient(), upstream, gate))


class ResetCandidate(GatedOp, frozen=True):
    """n = tanh(u + r · v)   (inputs u from the time step's input, reset gate r, v from the old hidden state)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        from_input, reset, from_state = inputs
        xp.multiply(reset, from_state, scratch[0])
        xp.add(from_input, scratch[0], out)
        squash(xp, out, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        from_input, reset, from_state = (Operand(position, index) for position in range(3))
        return call("tanh", Sum((from_input, times(reset, from_state))))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        _, reset, from_state = inputs
        delta = emit(TanhGradient(), upstream, output)
        return (delta, emit(FactorGradient(), delta, from_state), emit(FactorGradient(), delta, reset))


class BlendedState(GatedOp, frozen=True):
    """h′ = (1 − z) · n + z · h   (inputs update gate z, candidate n, old hidden state h)

    It is computed as n + z · (h − n), one call less.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        update, candidate, old = inputs
        xp.subtract(old, candidate, scratch[0])
        xp.multiply(scratch[0], update, scratch[0])
        xp.add(candidate, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        update, candidate, old = (Operand(position, index) for position in range(3))
        return Sum((times(minus(Number(1.0), update), candidate), times(update, old)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        update, candidate, old = inputs
        return (
            emit(UpdateGateGradient(), upstream, candidate, old), emit(NewShareGradient(), upstream, update),
            emit(FactorGradient(), upstream, update),
        )


class UpdateGateGradient(GatedOp, frozen=True):
    """∂L/∂z = ∂L/∂h′ · (h − n)   (inputs ∂L/∂h′, candidate n, old hidden state h)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, candidate, old = inputs
        xp.subtract(old, candidate, scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Difference(Operand(2, index), Operand(1, index)))


class NewShareGradient(GatedOp, frozen=True):
    """∂L/∂n = ∂L/∂h′ · (1 − z)   (inputs ∂L/∂h′, update gate z)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, update = inputs
        xp.subtract(1.0, update, scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Difference(Number(1.0), Operand(1, index)))
