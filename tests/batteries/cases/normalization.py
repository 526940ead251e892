"""Cases of normalization: every arrangement of groups, of sizes on both sides of what changes the way of adding up."""

from collections.abc import Callable, Iterator

import numpy as np

from nnsim.ops.groups import Kept, group_shape, spread
from nnsim.ops.normalization import (
    CommonGradient,
    GradientAlong,
    Mean,
    Normalize,
    NormalizeByRunning,
    NormalizeByRunningGradient,
    NormalizeGradient,
    Variance,
)
from nnsim.ops.running_statistics import RunningMean, RunningVariance
from nnsim.ops.scale_and_shift import ScaleAndShift, ScaleGradient, ShiftGradient, ThroughScale
from tests.batteries.check_op import Array, OpCase

Random = np.random.Generator
Look = Callable[[Array], Array]
ARRANGEMENTS: tuple[tuple[tuple[int, ...], Kept], ...] = (
    ((5, 3), (1,)),  # batch normalization of vectors, sequences, images
    ((2, 3, 4), (2,)),
    ((3, 2, 2, 3), (1,)),
    ((2, 2, 8, 9), (1,)),
    ((3, 1, 4), (0, 1)),  # layer normalization of vectors, of a sequence's steps; group normalization
    ((2, 3, 4), (0, 1)),
    ((1, 2, 70), (0, 1)),
    ((1, 1), (1,)),
    ((4, 1), (1,)),
    ((1, 1, 3), (0, 1)),
)
FEATURES: tuple[tuple[tuple[int, ...], Kept], ...] = (((3, 4), (1,)), ((2, 3, 4), (2,)), ((2, 3, 2, 2), (1, 2, 3)))


def mean(x: Array, kept: Kept) -> Array:
    """The mean of each group."""
    return x.mean(_others(x, kept))


def variance(x: Array, kept: Kept) -> Array:
    """The variance of each group, divided by its size."""
    return x.var(_others(x, kept))


def strided(x: Array) -> Array:
    """The same numbers, not in a row."""
    wide = np.zeros((*x.shape[:-1], 2 * x.shape[-1]))
    wide[..., ::2] = x
    return wide[..., ::2]


def cases(random: Random) -> Iterator[OpCase]:
    """Every arrangement, with inputs that lie in a row and with views that do not."""
    for shape, kept in ARRANGEMENTS:
        for look in (lambda array: array, strided):
            yield from _normalizing(random, shape, kept, look)
        groups = group_shape(shape, kept)
        x, before, new = random.normal(size=shape), random.normal(size=groups), random.random(groups)
        yield OpCase(RunningMean(0.1), (before, new))
        yield OpCase(RunningVariance(0.1, kept), (before, new, x))
    for shape, kept in (*ARRANGEMENTS, *FEATURES):
        for look in (lambda array: array, strided):
            yield from _scaling(random, shape, kept, look)


def extremes() -> Iterator[OpCase]:
    """A group whose cells are all alike, and one far from 0 beside its width."""
    for x in (np.full((3, 2), 7.0), 1e6 + np.arange(6.0).reshape(3, 2), 1e-8 * np.arange(6.0).reshape(3, 2)):
        kept = (1,)
        own = (x, mean(x, kept), variance(x, kept))
        yield OpCase(Mean(kept), own[:1])
        yield OpCase(Variance(kept), own[:2])
        yield OpCase(Normalize(kept, 1e-5), own)


def _normalizing(random: Random, shape: tuple[int, ...], kept: Kept, look: Look) -> Iterator[OpCase]:
    x, up = look(random.normal(1.0, 2.0, shape)), look(random.normal(size=shape))
    made = {1: lambda x: mean(x, kept), 2: lambda x: variance(x, kept)}
    own = (x, mean(x, kept), variance(x, kept))
    normalized = look((x - spread(own[1], x.ndim, kept)) / np.sqrt(spread(own[2], x.ndim, kept) + 0.1))
    groups = group_shape(shape, kept)
    running = (random.normal(size=groups), 0.5 + random.random(groups))
    yield OpCase(Mean(kept), (x,))
    yield OpCase(Variance(kept), own[:2])
    yield OpCase(Normalize(kept, 0.1), own, made=made)
    yield OpCase(NormalizeByRunning(kept, 0.1), (x, *running))
    yield OpCase(NormalizeByRunningGradient(kept, 0.1), (up, running[1]))
    yield OpCase(CommonGradient(kept), (up,))
    yield OpCase(GradientAlong(kept), (up, normalized))
    yield OpCase(NormalizeGradient(kept, 0.1), (up, mean(up, kept), normalized, mean(up * normalized, kept), own[2]))


def _scaling(random: Random, shape: tuple[int, ...], kept: Kept, look: Look) -> Iterator[OpCase]:
    x, up = look(random.normal(size=shape)), look(random.normal(size=shape))
    scale, shift = (random.normal(size=group_shape(shape, kept)) for _ in range(2))
    yield OpCase(ScaleAndShift(kept), (x, scale, shift))
    yield OpCase(ThroughScale(kept), (up, scale))
    yield OpCase(ScaleGradient(kept), (up, x))
    yield OpCase(ShiftGradient(kept), (up,))


def _others(x: Array, kept: Kept) -> tuple[int, ...]:
    return tuple(axis for axis in range(x.ndim) if axis not in kept)
