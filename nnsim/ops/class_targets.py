"""What becomes of the classes that a cross-entropy is held against: one-hot, smoothed, weighed and counted."""

from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Op, Scratch, Shape, leading
from nnsim.ops.expression import Choose, Expression, Number, Operand, Sum, call, plus, terms_of, times

LEAST_COUNT = 1e-12
"""What a mean is divided by where nothing counts: a batch that is all padding has the loss 0."""


class OneHot(Op, frozen=True):
    """y[n, c] = 1 where the class number of n is c, else 0   (input: class numbers; n a sample, or a sample and a step)

    A number that is no class gives no 1 at all, and so does `ignored`, even if it is one.
    """

    classes: int
    ignored: int | None = None
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0], self.classes)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((self.classes,), (self.classes,))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        ones, numbers = scratch
        xp.copyto(ones, 1.0)
        xp.cumsum(ones, 0, None, numbers)
        xp.subtract(numbers, 1.0, numbers)
        xp.equal(inputs[0][..., None], numbers, out)
        if self._ignores_a_class:
            xp.copyto(out[..., self.ignored], 0.0)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        if self._ignores_a_class and index[-1] == self.ignored:
            return Number(0.0)
        label = Operand(0, index[:-1])
        return Choose(label, "=", Number(float(index[-1])), Number(1.0), Number(0.0))

    @property
    def _ignores_a_class(self) -> bool:
        return self.ignored is not None and 0 <= self.ignored < self.classes


class SmoothedLabels(Op, frozen=True):
    """y′[n, c] = (1 − e) y[n, c] + e/C Σᵢ y[n, i]   (input y; e: the smoothing, C: the number of classes)

    Szegedy et al. 2016. A row that is all 0, such as padding, stays so.
    """

    smoothing: float
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return ((*out[:-1], 1),)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        (whole,) = scratch
        xp.add.reduce(inputs[0], -1, None, whole, True)
        xp.multiply(whole, self.smoothing / out.shape[-1], whole)
        xp.multiply(inputs[0], 1.0 - self.smoothing, out)
        xp.add(out, whole, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        classes = shapes[0][-1]
        row = Sum(terms_of(classes, lambda i: Operand(0, leading(index, i))))
        own = times(Number(1.0 - self.smoothing), Operand(0, index))
        return plus(own, times(Number(self.smoothing / classes), row))


class WeighedClasses(Op, frozen=True):
    """y′[n, c] = w[c] · y[n, c]   (inputs y, w: one weight for each class)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.multiply(inputs[0], inputs[1], out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return times(Operand(1, (index[-1],)), Operand(0, index))


class CountedTargets(Op, frozen=True):
    """N = Σ y over all cells: how many rows have a class, or what these classes weigh   (input y)"""

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return ()

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.add.reduce(inputs[0], None, None, out)
        whole = out.reshape(1)
        xp.maximum(whole, LEAST_COUNT, out=whole)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        def counted(*cell: int) -> Expression:
            return Choose(Operand(0, cell), ">", Number(0.0), Operand(0, cell), Number(0.0))

        return call("max", Sum(terms_of(shapes[0], counted)), Number(LEAST_COUNT))


