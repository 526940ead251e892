"""The weighted sum and its gradients."""

from math import prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots, leading, rows
from nnsim.ops.expression import Expression, Operand, Product, Sum, terms_of


class WeightedSum(Op, frozen=True):
    """z[n, j] = Σₖ w[j, k] · x[n, k] + b[j]   (inputs x, w and, if the layer has one, b)

    n is a sample, or a sample and a step of its sequence. With `by_unit` a unit's sums of all samples lie side by side,
    step after step, so that some of the units are one piece of memory.
    """

    by_unit: bool = False
    straight: ClassVar[bool] = True
    by_samples: ClassVar[bool] = True

    @property
    def one_product(self) -> bool:
        return not self.by_unit

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][0])

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        return unit_order(shapes[0]) if self.by_unit else None

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        if self.by_unit and len(out) == 3:
            return (*out[1:-1], shapes[1][1], out[0]), *((by_unit(out),) if len(shapes) == 3 else ())
        return ((by_unit(out) if self.by_unit else out),) if len(shapes) == 3 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if self.by_unit:
            self._run_by_unit(xp, out, scratch, *inputs)
            return
        product(xp, inputs[0], inputs[1].T, out)
        if len(inputs) == 3:
            xp.copyto(scratch[0], inputs[2])  # NumPy adds arrays of one shape faster than it spreads one over the other
            xp.add(out, scratch[0], out)

    def _run_by_unit(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        (x, w, *biases), order = inputs, unit_order(out.shape)
        values, made = x.transpose(order), out.transpose(order)
        if biases:
            xp.copyto(scratch[-1], biases[0][:, None])
        if len(order) == 3:
            xp.copyto(scratch[0], values)
            values = scratch[0]
        product_by_unit(xp, w, values, made)
        if biases:
            xp.add(made, scratch[-1], made)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j = index[-1]
        bias = (Operand(2, (j,)),) if len(shapes) == 3 else ()
        return Sum(terms_of(
            shapes[1][1], lambda k: Product((Operand(1, (j, k)), Operand(0, leading(index, k)))), *bias
        ))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w = inputs[:2]
        of_weight = emit(WeightGradient(self.by_unit), upstream, x)
        of_bias = (emit(BiasGradient(), upstream),) if len(inputs) == 3 else ()
        return (emit(InputGradient(self.by_unit), upstream, w), of_weight, *of_bias)


class InputGradient(Op, frozen=True):
    """∂L/∂x[n, k] = Σⱼ δ[n, j] · w[j, k]   (inputs δ, w)

    With `by_unit` both gradients have the numbers of a unit side by side, sequences those of δ alone.
    """

    by_unit: bool = False
    straight: ClassVar[bool] = True
    by_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:-1], shapes[1][1])

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        return unit_order(shapes[0]) if self.by_unit and len(shapes[0]) == 2 else None

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (by_unit(out),) if self.by_unit and len(out) == 3 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if not self.by_unit:
            product(xp, inputs[0], inputs[1], out)
            return
        delta, w = inputs
        order = unit_order(out.shape)
        made = scratch[0] if scratch else out.transpose(order)
        product_by_unit(xp, w.T, delta.transpose(order), made)
        if scratch:
            xp.copyto(out.transpose(order), made)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        k = index[-1]
        return Sum(terms_of(shapes[1][0], lambda j: Product((Operand(0, leading(index, j)), Operand(1, (j, k))))))


class WeightGradient(Op, frozen=True):
    """∂L/∂w[j, k] = Σₙ δ[n, j] · x[n, k]   (inputs δ, x; n runs over samples, and over the steps of sequences)

    With `by_unit` the numbers of a unit of δ lie side by side.
    """

    by_unit: bool = False
    straight: ClassVar[bool] = True
    unit_by_unit: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1], shapes[1][-1])

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        if self.by_unit and len(shapes[0]) == 3:
            samples, steps, _ = shapes[0]
            if out[1] <= samples:
                return ((steps, *out),)
            return tuple((shape[2], shape[1], shape[0]) for shape in shapes)
        return tuple(shapes) if len(shapes[0]) > 2 else ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if self.by_unit and len(scratch) == 1:  # with few inputs a product for each step takes less time than copies
            xp.matmul(inputs[0].transpose(unit_order(inputs[0].shape)), inputs[1].transpose(1, 0, 2), scratch[0])
            xp.add.reduce(scratch[0], 0, None, out)
            return
        if self.by_unit and scratch:
            for array, packed_units in zip(inputs, scratch, strict=True):
                xp.copyto(packed_units, array.transpose(2, 1, 0))
            deltas, values = (array.reshape(array.shape[0], -1) for array in scratch)
            xp.dot(deltas, values.T, out)
            return
        delta, x = (packed(xp, array, scratch, at) for at, array in enumerate(inputs))
        (xp.dot if delta.flags.forc else xp.matmul)(delta.T, x, out)  # `dot` would copy some of the units first

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        j, k = index
        return Sum(terms_of(shapes[0][:-1], lambda *n: Product((Operand(0, (*n, j)), Operand(1, (*n, k))))))


class BiasGradient(Op, frozen=True):
    """∂L/∂b[j] = Σₙ δ[n, j]   (input δ; n runs over samples, and over the steps of sequences)"""

    straight: ClassVar[bool] = True
    sums_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][-1],)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        steps = shapes[0][1:] if len(shapes[0]) == 3 else ()
        return Scratch((prod(shapes[0][:-1]),), "ones"), *((steps,) if steps else ())

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if inputs[0].flags.c_contiguous:  # a product with ones adds up twice as fast as a reduction
            xp.dot(scratch[0], rows(inputs[0]), out)
        elif inputs[0].transpose(unit_order(inputs[0].shape)).flags.c_contiguous:
            units, ones = inputs[0].transpose(unit_order(inputs[0].shape)), scratch[0][:inputs[0].shape[0]]
            xp.dot(units, ones, scratch[1] if len(scratch) == 2 else out)
            if len(scratch) == 2:
                xp.add.reduce(scratch[1], 0, None, out)
        else:
            xp.add.reduce(inputs[0], tuple(range(inputs[0].ndim - 1)), None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(terms_of(shapes[0][:-1], lambda *n: Operand(0, (*n, index[0]))))


def unit_order(shape: Shape) -> tuple[int, ...]:
    """The axes [n, j] or [n, t, j] in the order in which a unit's numbers of all samples lie side by side."""
    return (1, 0) if len(shape) == 2 else (1, 2, 0)


def by_unit(shape: Shape) -> Shape:
    """The shape of an array in that order."""
    return tuple(shape[axis] for axis in unit_order(shape))


def product_by_unit(xp: Any, w: Array, values: Array, out: Array) -> None:
    """w · values for values [k, n], or for those of every step of sequences [t, k, n]."""
    if values.ndim == 2 and out.flags.c_contiguous:
        xp.dot(w, values, out)
    else:
        xp.matmul(w, values, out)


def product(xp: Any, a: Array, b: Array, out: Array) -> None:
    """a · b over a's last axis; one product over all rows where they lie in a row, else one for each sample."""
    flat, whole = rows(a), rows(out)
    if flat.ndim == 2 and whole.ndim == 2:
        xp.dot(flat, b, whole)
    else:
        xp.matmul(a, b, out)


def packed(xp: Any, array: Array, scratch: tuple[Array, ...], at: int) -> Array:
    """The rows of an array, copied together first where they lie apart."""
    flat = rows(array)
    if flat.ndim == 2:
        return flat
    xp.copyto(scratch[at], array)
    return rows(scratch[at])
