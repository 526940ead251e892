"""Cases of pooling: windows apart and overlapping, padded, stretched; cells that none covers; ties."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.average_pooling import AveragePool, AveragePoolGradient
from nnsim.ops.global_pooling import GlobalAverage, GlobalAverageGradient, GlobalMax, GlobalMaxGradient
from nnsim.ops.max_pooling import MaxPool, MaxPoolGradient
from nnsim.ops.sliding import Sliding
from tests.batteries.check_op import OpCase, run

Random = np.random.Generator

SLIDES = (
    ((2, 2, 4, 6), Sliding.plain(2, 2, stride=2)),
    ((1, 2, 5, 3), Sliding.plain(2, 2, stride=2)),
    ((1, 1, 4, 5), Sliding.plain(3, 3, stride=2, padding=1)),
    ((2, 1, 5, 4), Sliding((3, 2), (1, 3), ((1, 0), (0, 1)), (1, 1))),
    ((1, 2, 5, 5), Sliding((2, 3), (2, 1), ((1, 0), (1, 1)), (2, 1))),
    ((1, 2, 3, 4), Sliding.plain(1, 3)),
    ((1, 2, 2, 3), Sliding.plain(1, 1)),
    ((1, 1, 5, 5), Sliding.plain(1, 1, stride=2)),
    ((2, 3, 7), Sliding.plain(3, stride=2, padding=1)),
    ((1, 1, 2, 4, 3), Sliding.plain(2, 2, 2, stride=1)),
)
"""Shape of the images, and how the window slides."""


def cases(random: Random) -> Iterator[OpCase]:
    """Every way to slide, there and back; whole channels."""
    for images, sliding in SLIDES:
        x = random.permutation(np.prod(images)).reshape(images) / 7.0  # no two so close that a difference swaps them
        y = run(MaxPool(sliding), (x,))
        up = random.normal(size=y.shape)
        yield OpCase(MaxPool(sliding), (_apart(x),))
        yield OpCase(MaxPoolGradient(sliding), (up, x, y))
        for counts_padding in (True, False) if sliding.padded else (True,):
            yield OpCase(AveragePool(sliding, counts_padding), (_apart(x),))
            yield OpCase(AveragePoolGradient(sliding, counts_padding), (up, x))
    yield from _sequences(random)
    for images in ((2, 3, 2, 3), (1, 2, 4), (2, 2, 1, 1)):
        x, up = random.permutation(np.prod(images)).reshape(images) / 7.0, random.normal(size=images[:2])
        for look in (lambda array: array, _apart):
            yield OpCase(GlobalAverage(), (look(x),))
            yield OpCase(GlobalMax(), (look(x),))
            yield OpCase(GlobalMaxGradient(), (look(up), look(x), run(GlobalMax(), (x,))))
        yield OpCase(GlobalAverageGradient(), (_apart(up), x))


def _sequences(random: Random) -> Iterator[OpCase]:
    """Sequences [n, steps, features]."""
    x = random.permutation(30).reshape(2, 5, 3) / 7.0
    for sliding in (Sliding.plain(2, stride=2), Sliding.plain(3, padding=1)):
        y = run(MaxPool(sliding, channels_last=True), (x,))
        up = random.normal(size=y.shape)
        yield OpCase(MaxPool(sliding, channels_last=True), (x,))
        yield OpCase(MaxPoolGradient(sliding, channels_last=True), (up, x, y))
        yield OpCase(AveragePool(sliding, False, channels_last=True), (x,))
        yield OpCase(AveragePoolGradient(sliding, False, channels_last=True), (up, x))
    up, largest = random.normal(size=(2, 3)), GlobalMax(channels_last=True)
    yield OpCase(GlobalAverage(channels_last=True), (x,))
    yield OpCase(GlobalAverageGradient(channels_last=True), (up, x))
    yield OpCase(largest, (x,))
    yield OpCase(GlobalMaxGradient(channels_last=True), (up, x, run(largest, (x,))))


def extremes() -> list[OpCase]:
    """Several largest cells in one window, and nothing but negative ones."""
    flat, below = np.zeros((2, 2, 5, 5)), np.full((1, 1, 5, 5), -1e300)
    found = []
    for x in (flat, below):
        for sliding in (Sliding.plain(2, 2, stride=2), Sliding.plain(3, 3, padding=1)):
            y = run(MaxPool(sliding), (x,))
            up = np.arange(y.size, dtype=float).reshape(y.shape)
            found += [OpCase(MaxPool(sliding), (x,)), OpCase(MaxPoolGradient(sliding), (up, x, y))]
        found.append(OpCase(GlobalMaxGradient(), (np.ones(x.shape[:2]), x, run(GlobalMax(), (x,)))))
    return found


def _apart(array: np.ndarray) -> np.ndarray:
    """The same cells, that do not lie side by side in memory."""
    return np.repeat(array, 2, axis=-1)[..., ::2]
