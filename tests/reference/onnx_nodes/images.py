"""ONNX's operators on images, signals and volumes, by nnsim's operations."""

from math import ceil

import numpy as np

from nnsim.ops.arranging import Concatenate, Part
from nnsim.ops.average_pooling import AveragePool
from nnsim.ops.base import Shape
from nnsim.ops.convolution import Convolution
from nnsim.ops.global_pooling import GlobalAverage, GlobalMax
from nnsim.ops.max_pooling import MaxPool, MaxPoolGradient
from nnsim.ops.padding import Pad
from nnsim.ops.sliding import Sliding
from nnsim.ops.smooth_activation import Silu
from nnsim.ops.transposed_convolution import TransposedConvolution
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, LeftOut, Published

Margins = tuple[tuple[int, int], ...]


def _window(case: Published, size: Shape, image: Shape) -> Sliding:
    """How the window slides over an image; what hangs over its end (`ceil_mode`) is padding behind."""
    plain = (1,) * len(size)
    stride, dilation = (tuple(case.attribute(name, plain)) for name in ("strides", "dilations"))
    margins = []
    for axis, length in enumerate(image):
        extent = dilation[axis] * (size[axis] - 1) + 1
        before, behind = _margins(case, axis, length, extent, stride[axis])
        if case.attribute("ceil_mode", 0):
            places = ceil((length + before + behind - extent) / stride[axis]) + 1
            places -= (places - 1) * stride[axis] >= length + before
            behind = max(behind, (places - 1) * stride[axis] + extent - length - before)
        margins.append((before, behind))
    return Sliding(tuple(size), stride, tuple(margins), dilation)


def _margins(case: Published, axis: int, length: int, extent: int, stride: int) -> tuple[int, int]:
    mode, listed = case.attribute("auto_pad", "NOTSET"), case.attribute("pads")
    if mode in ("SAME_UPPER", "SAME_LOWER"):
        whole = max((ceil(length / stride) - 1) * stride + extent - length, 0)
        less, more = whole // 2, whole - whole // 2
        return (less, more) if mode == "SAME_UPPER" else (more, less)
    return (listed[axis], listed[axis + len(listed) // 2]) if listed and mode == "NOTSET" else (0, 0)


def _conv(case: Published) -> list[Array]:
    x, w = case.numbers[:2]
    window = _window(case, w.shape[2:], x.shape[2:])
    return [run(Convolution(window, case.attribute("group", 1)), case.numbers)]


def _conv_transpose(case: Published) -> list[Array]:
    """A wanted size becomes cells that are cut off, or extra lines."""
    x, w = case.numbers[:2]
    size = w.shape[2:]
    plain = (1,) * len(size)
    stride, dilation = (tuple(case.attribute(name, plain)) for name in ("strides", "dilations"))
    extra = list(case.attribute("output_padding", (0,) * len(size)))
    margins = []
    for axis, length in enumerate(x.shape[2:]):
        extent = dilation[axis] * (size[axis] - 1) + 1
        cut, lacking = _cut(case, axis, stride[axis] * (length - 1) + extent + extra[axis], length * stride[axis])
        margins.append(cut)
        extra[axis] += lacking
    window = Sliding(size, stride, tuple(margins), dilation)
    return [run(TransposedConvolution(window, case.attribute("group", 1), tuple(extra)), case.numbers)]


def _cut(case: Published, axis: int, stamped: int, same: int) -> tuple[tuple[int, int], int]:
    """What is cut off before and behind, and how many lines are lacking where the output is larger than the stamps."""
    mode, listed = case.attribute("auto_pad", "NOTSET"), case.attribute("pads")
    wanted = case.attribute("output_shape")
    if wanted is None and mode == "NOTSET":
        return ((listed[axis], listed[axis + len(listed) // 2]) if listed else (0, 0)), 0
    whole = stamped - (wanted[axis] if wanted else same)
    if whole < 0:
        return (0, 0), -whole
    less, more = whole // 2, whole - whole // 2
    return ((less, more) if mode == "SAME_UPPER" else (more, less)), 0


def _max_pool(case: Published) -> list[Array]:
    """Which cell was the largest, where that is asked for, is where the gradient goes back to."""
    x = case.number(0)
    op = MaxPool(_window(case, case.attribute("kernel_shape"), x.shape[2:]))
    y = run(op, [x])
    return [y] if len(case.outputs) == 1 else [y, _winners(op, x, y, case.attribute("storage_order", 0))]


def _winners(op: MaxPool, x: Array, y: Array, by_column: int) -> Array:
    """Which cell of x each output came from, as a number: where the gradient of that output alone goes to."""
    found = np.empty(y.shape)
    for index in np.ndindex(y.shape):
        upstream = np.zeros(y.shape)
        upstream[index] = 1.0
        cell = np.unravel_index(int(run(MaxPoolGradient(op.sliding), [upstream, x, y]).argmax()), x.shape)
        whole = np.ravel_multi_index(cell[2:], x.shape[2:], order="F" if by_column else "C")
        found[index] = (cell[0] * x.shape[1] + cell[1]) * np.prod(x.shape[2:]) + whole
    return found


def _average_pool(case: Published) -> list[Array]:
    x, counts = case.number(0), bool(case.attribute("count_include_pad", 0))
    window = _window(case, case.attribute("kernel_shape"), x.shape[2:])
    asked = case.attribute("pads") or [0] * 2 * len(window.size)
    explicit = tuple(zip(asked[:len(asked) // 2], asked[len(asked) // 2:], strict=True))
    if counts and window.padding != explicit and case.attribute("auto_pad", "NOTSET") == "NOTSET":
        if any(asked):
            raise LeftOut("padding counts in the mean, but what hangs over the end does not: nnsim counts all or none")
        counts = False  # all that lies beyond the image hangs over its end
    return [run(AveragePool(window, counts), [x])]


def _pad(case: Published) -> list[Array]:
    x, listed = case.number(0), case.whole(1)
    axes = [axis % x.ndim for axis in case.whole(3)] if case.given(3) else list(range(x.ndim))
    margins = [(0, 0)] * x.ndim
    for number, axis in enumerate(axes):
        margins[axis] = (listed[number], listed[number + len(axes)])
    if any(sum(margin) for margin in margins[:2]):
        raise LeftOut("padding of samples or channels")
    border = {"constant": "value"}.get(case.attribute("mode", "constant"), case.attribute("mode"))
    value = float(case.number(2)) if case.given(2) else 0.0
    return [run(Pad(tuple(margins[2:]), border, value), [x])]


def _whole(case: Published, op: GlobalAverage | GlobalMax) -> list[Array]:
    x = case.number(0)
    return [run(op, [x]).reshape(*x.shape[:2], *(1,) * (x.ndim - 2))]


def _causal(case: Published) -> list[Array]:
    """A convolution by channel that sees earlier steps alone; what it has seen is joined before them."""
    x, w = case.number(0), case.number(1)
    channels, size = len(w), w.shape[2]
    past = case.number(3) if case.given(3) else np.zeros((len(x), channels, size - 1))
    window = Sliding((size,), (1,), ((0, 0),), (1,))
    seen = run(Concatenate(2), [past, x])
    y = run(Convolution(window, channels), [seen, w, *([case.number(2)] if case.given(2) else [])])
    if case.attribute("activation", "none") in ("silu", "swish"):
        y = run(Silu(), [y])
    return [y, run(Part(2, seen.shape[2] - size + 1, seen.shape[2]), [seen])]


WAYS = {
    "Conv": _conv, "ConvTranspose": _conv_transpose, "MaxPool": _max_pool, "AveragePool": _average_pool, "Pad": _pad,
    "GlobalAveragePool": lambda case: _whole(case, GlobalAverage()),
    "GlobalMaxPool": lambda case: _whole(case, GlobalMax()), "CausalConvWithState": _causal,
}
