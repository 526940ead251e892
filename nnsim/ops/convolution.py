"""The convolution of images (or signals) with kernels, and its gradients."""

from math import prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Operand, Sum, terms_of
from nnsim.ops.groups import cell_of
from nnsim.ops.kernel import KernelOp
from nnsim.ops.linear import BiasGradient


class FlippedKernel(Op, frozen=True):
    """w̃[o, c, i, j] = w[o, c, h − 1 − i, k − 1 − j]   (input w of size h × k, or of any number of axes)

    The convolution of mathematics runs through its kernel backwards; networks leave that out, because they learn the
    kernel anyway (what they compute is a cross-correlation).
    """

    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[0]

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0][self._backwards(inputs[0].ndim)]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        xp.copyto(out, inputs[0][self._backwards(inputs[0].ndim)])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        flipped = (size - 1 - at for at, size in zip(index[2:], shapes[0][2:], strict=True))
        return Operand(0, (*index[:2], *flipped))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(FlippedKernel(), upstream),)

    @staticmethod
    def _backwards(axes: int) -> tuple[Any, ...]:
        return (slice(None), slice(None), *(slice(None, None, -1),) * (axes - 2))


class Convolution(KernelOp, frozen=True):
    """z[n, o, y, x] = Σ w[o, c, i, j] · x[n, c, s y + d i − p, s x + d j − p] + b[o]   (inputs x, w and, if any, b)

    Over the channels c of o's group and the kernel's cells (i, j); s is the stride, d the dilation, p the padding,
    whose cells add nothing. As in all of deep learning the kernel is not flipped: a cross-correlation. Sequences,
    signals [n, c, x] and volumes work alike.
    """

    by_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        samples, _, *image = self.first_shape(shapes[0])
        return self.stored((samples, shapes[1][0], *self.sliding.places(tuple(image))))

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.map_scratch(out, shapes[0], len(shapes) == 3)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_map(xp, out, scratch, inputs[0], inputs[1], inputs[2] if len(inputs) == 3 else None)

    def terms(self, *shapes: Shape) -> Array:
        return self.map_counts(self.shape(*shapes), shapes[0], len(shapes) == 3)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        bias = (Operand(2, (self.first_shape(index)[1],)),) if len(shapes) == 3 else ()
        return Sum(self.map_terms(index, 0, 1, shapes, *bias))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w = inputs[:2]
        last = self.channels_last
        of_kernel = emit(KernelGradient(self.sliding, self.groups, channels_last=last), upstream, x)
        of_bias = (emit(BiasGradient() if last else ChannelSum(), upstream),) if len(inputs) == 3 else ()
        return (
            emit(ImageGradient(self.sliding, self.groups, channels_last=last), upstream, w, x), of_kernel, *of_bias)


class ImageGradient(KernelOp, frozen=True):
    """∂L/∂x[n, c, v, u] = Σ δ[n, o, y, x] · w[o, c, i, j] over s y + d i − p = v, s x + d j − p = u

    Over the kernels o of c's group and the places whose window covers the cell.   (inputs δ, w, and x for its shape)
    """

    by_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[2]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.image_scratch(shapes[0], out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_image(xp, out, scratch, inputs[0], inputs[1], None)

    def terms(self, *shapes: Shape) -> Array:
        return self.image_counts(shapes[0], shapes[2])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(self.image_terms(index, 0, 1, shapes))


class KernelGradient(KernelOp, frozen=True):
    """∂L/∂w[o, c, i, j] = Σₙ Σ δ[n, o, y, x] · x[n, c, s y + d i − p, s x + d j − p]   (inputs δ, x)

    Over the samples n and all places (y, x): one kernel cell serves everywhere, so all its places count.
    """

    sums_samples: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        out, channels = (self.first_shape(shape)[1] for shape in shapes)
        return (out, channels // self.groups, *self.sliding.size)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.kernel_scratch(shapes[0], shapes[1])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_kernel(xp, out, scratch, inputs[0], inputs[1])

    def terms(self, *shapes: Shape) -> Array:
        return self.kernel_counts(shapes[0], shapes[1])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(self.kernel_terms(index, 0, 1, shapes))


class ChannelSum(Op, frozen=True):
    """∂L/∂b[o] = Σₙ Σ δ[n, o, y, x] over the samples n and all places (y, x)   (input δ)"""

    sums_samples: ClassVar[bool] = True

    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        return (shapes[0][1],)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return (prod(shapes[0][2:]),), shapes[0][:2]

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        (delta,), (ones, of_samples) = inputs, scratch
        if delta.flags.c_contiguous:  # adding up by a product is twice as fast
            xp.copyto(ones, 1.0)
            xp.dot(delta.reshape(-1, ones.size), ones, of_samples.reshape(-1))
        else:
            xp.add.reduce(delta, tuple(range(2, delta.ndim)), None, of_samples)
        xp.add.reduce(of_samples, 0, None, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        count = prod(shapes[0]) // shapes[0][1]
        return Sum(terms_of(count, lambda number: Operand(0, cell_of(index, number, shapes[0], (1,)))))
