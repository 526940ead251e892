"""Activation functions, cell by cell (softmax: row by row), and their gradients."""

from math import prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading
from nnsim.ops.expression import (
    Call,
    Choose,
    Difference,
    Expression,
    Number,
    Operand,
    Power,
    Product,
    Quotient,
    Sum,
    call,
    terms_of,
    times,
)

LONG = 256
"""Cells of a sample from which a call over rows of them costs no more than one over all cells at once."""
BLOCK = 2**17
"""Cells of which is remembered at a time where an error passes."""
EXPONENTIAL_FROM = 512
"""Cells of float64 from which five calls with e⁻²ᶻ take less time than one of NumPy's tanh."""


class Activation(Op, frozen=True):
    """h = f(z): the base of activations that act on each cell alone (input z)."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]


class ActivationGradient(Op, frozen=True):
    """δ = ∂L/∂h · f′(z): the base of their gradients (inputs ∂L/∂h and what f′ is made from)."""

    straight: ClassVar[bool] = True
    elementwise: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (out,)


def squeeze(xp: Any, z: Array, out: Array) -> None:
    """σ(z) = 1 / (1 + e⁻ᶻ) into `out`, which may be z; z no less than −708 (float32: −87), so that e⁻ᶻ is finite."""
    xp.negative(z, out)
    xp.minimum(out, 708.0 if out.itemsize == 8 else 87.0, out=out)
    xp.exp(out, out)
    xp.add(out, 1.0, out)
    xp.reciprocal(out, out)


def squash(xp: Any, z: Array, out: Array) -> None:
    """tanh(z) into `out`, which may be z; of many cells of float64 as 2 / (1 + e⁻²ᶻ) − 1, which is ±1 at the limits."""
    if out.itemsize < 8 or out.size < EXPONENTIAL_FROM:
        xp.tanh(z, out)
        return
    xp.multiply(z, -2.0, out)
    xp.exp(out, out)
    xp.add(out, 1.0, out)
    xp.divide(2.0, out, out)
    xp.subtract(out, 1.0, out)


class Step(Activation, frozen=True):
    """h = 1 if z ≥ 0, else 0"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.greater_equal(inputs[0], 0.0, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(0, index), "≥", Number(0.0), Number(1.0), Number(0.0))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(FlatGradient(), upstream),)


class Sign(Activation, frozen=True):
    """h = +1 if z ≥ 0, else −1   (0 counts as positive, as for a perceptron)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.greater_equal(inputs[0], 0.0, out)
        xp.multiply(out, 2.0, out)
        xp.subtract(out, 1.0, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(0, index), "≥", Number(0.0), Number(1.0), Number(-1.0))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(FlatGradient(), upstream),)


class FlatGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · 0: a step is flat wherever it has a slope at all, so gradient descent learns nothing through it"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], 0.0, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Number(0.0))


class PassThrough(ActivationGradient, frozen=True):
    """δ = ∂L/∂h: the perceptron rule takes the error at the step's output as if it were at its input"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Operand(0, index)


class Sigmoid(Activation, frozen=True):
    """h = 1 / (1 + e⁻ᶻ)

    z counts as no less than −708 (float32: −87), where h is as good as 0 and e⁻ᶻ does not overflow yet.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squeeze(xp, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("sigmoid", Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SigmoidGradient(), upstream, output),)


class SigmoidGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · h (1 − h)   (inputs ∂L/∂h, h)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, h = inputs
        xp.subtract(1.0, h, scratch[0])
        xp.multiply(scratch[0], h, scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        h = Operand(1, index)
        return times(Operand(0, index), h, Difference(Number(1.0), h))


class Tanh(Activation, frozen=True):
    """h = tanh(z)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        squash(xp, inputs[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("tanh", Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(TanhGradient(), upstream, output),)


class TanhGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h · (1 − h²)   (inputs ∂L/∂h, h)"""

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, h = inputs
        xp.square(h, scratch[0])
        xp.subtract(1.0, scratch[0], scratch[0])
        xp.multiply(upstream, scratch[0], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(0, index), Difference(Number(1.0), Power(Operand(1, index), 2)))


class Relu(Activation, frozen=True):
    """h = max(0, z)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (Scratch((prod(out[1:]),), "zeros"),) if prod(out[1:]) >= LONG else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if scratch and inputs[0].flags.c_contiguous and out.flags.c_contiguous:
            # NumPy takes the larger of two long arrays two to three times as fast as that of an array and a number
            xp.maximum(inputs[0].reshape(-1, scratch[0].size), scratch[0], out=out.reshape(-1, scratch[0].size))
        else:
            xp.maximum(inputs[0], 0.0, out=out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return call("max", Number(0.0), Operand(0, index))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(ReluGradient(), upstream, inputs[0]),)


class ReluGradient(ActivationGradient, frozen=True):
    """δ = ∂L/∂h if z > 0, else 0   (inputs ∂L/∂h, z)"""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        rows = max(1, BLOCK // max(prod(out[1:]), 1))
        return ((min(rows, out[0]), *out[1:]) if out else out,)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        (upstream, z), (passes,) = inputs, scratch
        if not out.ndim or passes.shape[0] == out.shape[0]:
            xp.greater(z, 0.0, passes)
            xp.multiply(upstream, passes, out)
            return
        for start in range(0, out.shape[0], passes.shape[0]):
            cut = slice(start, start + passes.shape[0])
            some = passes[:out[cut].shape[0]]
            xp.greater(z[cut], 0.0, some)
            xp.multiply(upstream[cut], some, out[cut])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Choose(Operand(1, index), ">", Number(0.0), Operand(0, index), Number(0.0))


class Softmax(Op, frozen=True):
    """p[n, j] = e^(z[n, j] − m) / Σᵢ e^(z[n, i] − m)   (m = maxᵢ z[n, i] changes nothing, but cannot overflow)

    n is a sample, or a sample and its place in a sequence: the last axis is shared out.
    """

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((*out[:-1], 1), out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        row, spread = scratch
        xp.maximum.reduce(inputs[0], -1, None, row, True)
        xp.copyto(spread, row)
        xp.subtract(inputs[0], spread, out)
        xp.exp(out, out)
        xp.add.reduce(out, -1, None, row, True)
        xp.copyto(spread, row)
        xp.divide(out, spread, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        row = terms_of(shapes[0][-1], lambda i: Operand(0, leading(index, i)))
        largest = Call("max", row)
        exponentials = terms_of(
            shapes[0][-1], lambda i: call("exp", Difference(Operand(0, leading(index, i)), largest)))
        return Quotient(exponentials[index[-1]], Sum(exponentials))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(SoftmaxGradient(), upstream, output),)


class SoftmaxGradient(Op, frozen=True):
    """δ[n, j] = p[n, j] · (∂L/∂p[n, j] − Σᵢ ∂L/∂p[n, i] · p[n, i])   (inputs ∂L/∂p, p)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((*out[:-1], 1), out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream, p = inputs
        row, spread = scratch
        xp.multiply(upstream, p, out)
        xp.add.reduce(out, -1, None, row, True)
        xp.copyto(spread, row)
        xp.subtract(upstream, spread, out)
        xp.multiply(out, p, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        weighted = Sum(terms_of(
            shapes[0][-1], lambda i: Product((Operand(0, leading(index, i)), Operand(1, leading(index, i))))))
        return times(Operand(1, index), Difference(Operand(0, index), weighted))
