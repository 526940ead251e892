"""The transposed convolution, which spreads each cell of a map over a larger image, and its gradients."""

from typing import Any

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.convolution import ChannelSum
from nnsim.ops.expression import Expression, Operand, Sum
from nnsim.ops.kernel import KernelOp
from nnsim.ops.linear import BiasGradient


class TransposedConvolution(KernelOp, frozen=True):
    """z[n, c, v, u] = Σ x[n, o, y, x] · w[o, c, i, j] + b[c] over s y + d i − p = v, s x + d j − p = u

    Every cell of the input stamps the kernel, times itself, on the output; the stamps lie s apart and add up. Over the
    channels o of c's group. `extra` lines and columns follow behind (the output padding), which tells apart the sizes
    that a convolution with this stride would shrink alike.   (inputs x, w and, if any, b)
    """

    extra: tuple[int, ...] = ()

    def shape(self, *shapes: Shape) -> Shape:
        samples, _, *image = self.first_shape(shapes[0])
        return self.stored((samples, shapes[1][1] * self.groups, *(
            self.sliding.stride[axis] * (length - 1) + self.sliding.extent(axis) - sum(self.sliding.padding[axis])
            + (self.extra[axis] if self.extra else 0) for axis, length in enumerate(image)
        )))

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.image_scratch(shapes[0], out)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_image(xp, out, scratch, inputs[0], inputs[1], inputs[2] if len(inputs) == 3 else None)

    def terms(self, *shapes: Shape) -> Array:
        return self.image_counts(shapes[0], self.shape(*shapes), len(shapes) == 3)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        bias = (Operand(2, (self.first_shape(index)[1],)),) if len(shapes) == 3 else ()
        return Sum(self.image_terms(index, 0, 1, shapes, *bias))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        x, w = inputs[:2]
        last = self.channels_last
        of_kernel = emit(StampGradient(self.sliding, self.groups, channels_last=last), upstream, x)
        of_bias = (emit(BiasGradient() if last else ChannelSum(), upstream),) if len(inputs) == 3 else ()
        return (
            emit(StampedGradient(self.sliding, self.groups, channels_last=last), upstream, w, x), of_kernel, *of_bias)


class StampedGradient(KernelOp, frozen=True):
    """∂L/∂x[n, o, y, x] = Σ w[o, c, i, j] · δ[n, c, s y + d i − p, s x + d j − p]

    Over the channels c of o's group and the cells that its stamp falls on.   (inputs δ, w, and x for its shape)
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[2]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.map_scratch(out, shapes[0], False)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_map(xp, out, scratch, inputs[0], inputs[1], None)

    def terms(self, *shapes: Shape) -> Array:
        return self.map_counts(shapes[2], shapes[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(self.map_terms(index, 0, 1, shapes))


class StampGradient(KernelOp, frozen=True):
    """∂L/∂w[o, c, i, j] = Σₙ Σ x[n, o, y, x] · δ[n, c, s y + d i − p, s x + d j − p]   (inputs δ, x)

    Over the samples n and all cells (y, x) of the input, each of which stamped the kernel once.
    """

    def shape(self, *shapes: Shape) -> Shape:
        channels, out = (self.first_shape(shape)[1] for shape in shapes)
        return (out, channels // self.groups, *self.sliding.size)

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.kernel_scratch(shapes[1], shapes[0])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.write_kernel(xp, out, scratch, inputs[1], inputs[0])

    def terms(self, *shapes: Shape) -> Array:
        return self.kernel_counts(shapes[1], shapes[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return Sum(self.kernel_terms(index, 1, 0, shapes))
