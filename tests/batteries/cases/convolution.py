"""Cases of convolutions over images, signals and volumes: strides, padding, dilation, groups, sizes down to 1."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.convolution import ChannelSum, Convolution, FlippedKernel, ImageGradient, KernelGradient
from nnsim.ops.sliding import Sliding
from nnsim.ops.transposed_convolution import StampedGradient, StampGradient, TransposedConvolution
from tests.batteries.check_op import OpCase

Random = np.random.Generator

SLIDES = (
    ((1, 1, 1, 1), 1, 1, Sliding.plain(1, 1)),
    ((2, 2, 3, 2), 2, 1, Sliding.plain(1, 1)),
    ((2, 2, 4, 3), 3, 1, Sliding.plain(3, 2)),
    ((1, 1, 3, 4), 2, 1, Sliding.plain(3, 3, padding=1)),
    ((2, 2, 5, 4), 2, 2, Sliding((3, 2), (2, 1), ((1, 0), (0, 2)), (1, 2))),
    ((1, 2, 6, 5), 4, 2, Sliding((2, 3), (3, 2), ((2, 1), (1, 1)), (2, 1))),
    ((2, 6, 3, 2), 1, 1, Sliding((2, 3), (1, 1), ((1, 1), (1, 1)), (1, 1))),
    ((1, 8, 5, 4), 1, 1, Sliding((3, 2), (2, 2), ((1, 2), (0, 0)), (1, 1))),
    ((1, 3, 4, 3), 3, 3, Sliding((2, 3), (1, 2), ((0, 0), (1, 1)), (3, 1))),
    ((1, 16, 5), 1, 1, Sliding.plain(3, padding=1, dilation=2)),
    ((2, 2, 5), 3, 1, Sliding.plain(2, stride=2)),
    ((1, 1, 3, 2, 2), 2, 1, Sliding.plain(2, 2, 2, padding=1)),
)
"""Shape of the images, number of kernels, groups, and how the kernel slides."""


def cases(random: Random) -> Iterator[OpCase]:
    """Every way to slide, there and back."""
    for images, out, groups, sliding in SLIDES:
        op = Convolution(sliding, groups)
        x, w = random.normal(size=images), random.normal(size=(out, images[1] // groups, *sliding.size))
        bias, delta = random.normal(size=out), random.normal(size=op.shape(x.shape, w.shape))
        yield OpCase(op, (x, w))
        yield OpCase(op, (_apart(x), _backwards(w), bias))
        yield from _ways_back(op, x, w, delta)
        yield OpCase(FlippedKernel(), (w,))
        yield from _transposed(random, sliding, groups, delta, w)
    yield from _sequences(random)


def _sequences(random: Random) -> Iterator[OpCase]:
    """Sequences [n, steps, features], a product for each of the kernel's steps or for all at once."""
    for features, groups, sliding in ((2, 1, Sliding.plain(3, padding=1)), (16, 1, Sliding.plain(2, stride=2)),
                                      (4, 2, Sliding((2,), (1,), ((2, 0),), (2,)))):
        op = Convolution(sliding, groups, channels_last=True)
        x, w = random.normal(size=(2, 5, features)), random.normal(size=(4, features // groups, *sliding.size))
        delta = random.normal(size=op.shape(x.shape, w.shape))
        yield OpCase(op, (x, w))
        yield OpCase(op, (_apart(x), w, random.normal(size=4)))
        yield OpCase(ImageGradient(sliding, groups, channels_last=True), (_apart(delta), w, x))
        yield OpCase(KernelGradient(sliding, groups, channels_last=True), (delta, _apart(x)))
        back = TransposedConvolution(sliding, groups, channels_last=True)
        up = random.normal(size=back.shape(delta.shape, w.shape))
        yield OpCase(back, (delta, w, random.normal(size=features)))
        yield OpCase(StampedGradient(sliding, groups, channels_last=True), (up, w, delta))
        yield OpCase(StampGradient(sliding, groups, channels_last=True), (up, delta))


def _ways_back(op: Convolution, x: np.ndarray, w: np.ndarray, delta: np.ndarray) -> Iterator[OpCase]:
    for look in (lambda array: array, _apart):
        yield OpCase(ImageGradient(op.sliding, op.groups), (look(delta), _backwards(w), x))
        yield OpCase(KernelGradient(op.sliding, op.groups), (look(delta), look(x)))
        yield OpCase(ChannelSum(), (look(delta),))


def _transposed(
    random: Random, sliding: Sliding, groups: int, maps: np.ndarray, w: np.ndarray,
) -> Iterator[OpCase]:
    further = tuple(stride - 1 for stride in sliding.stride)
    for extra in ((), further) if any(further) else ((),):
        op = TransposedConvolution(sliding, groups, extra)
        shape = op.shape(maps.shape, w.shape)
        if min(shape) < 1:
            continue
        yield OpCase(op, (maps, w))
        yield OpCase(op, (_apart(maps), w, random.normal(size=shape[1])))
        delta = random.normal(size=shape)
        yield OpCase(StampedGradient(sliding, groups), (_apart(delta), w, maps))
        yield OpCase(StampGradient(sliding, groups), (delta, _apart(maps)))


def _apart(array: np.ndarray) -> np.ndarray:
    """The same cells, that do not lie side by side in memory."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def _backwards(array: np.ndarray) -> np.ndarray:
    """The same cells, from the last to the first in memory, as a flipped kernel is."""
    back = (..., *(slice(None, None, -1),) * (array.ndim - 2))
    return np.ascontiguousarray(array[back])[back]
