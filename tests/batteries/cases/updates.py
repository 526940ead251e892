"""Cases of what learning rules do, cell by cell."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops import update, update_gradient, update_moments, update_resilient, update_steps, update_velocity
from tests.batteries.check_op import Array, OpCase

Random = np.random.Generator
RATE, BETA, EPSILON, CORRECTION, DECAY = (np.array(value) for value in (0.05, 0.9, 1e-8, 0.19, 0.01))
RISE, FALL, SMALLEST, LARGEST = (np.array(value) for value in (1.2, 0.5, 0.01, 0.8))


def cases(random: Random) -> Iterator[OpCase]:
    """Every operation of every rule, on a vector, a weight and a single number."""
    for shape in ((1,), (4, 3), (7,)):
        yield from _on(random, shape)
        yield from _resilient(random, shape)
        yield from _gradients(random, shape)
    for count in (1, 3):
        yield OpCase(update_gradient.Length(), tuple(np.array(random.uniform()) for _ in range(count)))
    for length in (0.0, 0.4, 3.0):
        yield OpCase(update_gradient.ClipFactor(), (np.array(length), np.array(0.5)))


def _on(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    w, g, memory = (random.normal(size=shape) for _ in range(3))
    size, steps = random.uniform(0.1, 2.0, shape), random.uniform(0.0, 1.0, shape)
    yield OpCase(update.Descend(), (w, g, RATE))
    yield OpCase(update.Decay(), (w, RATE, DECAY))
    yield OpCase(update.KeepFixed(), (w, g, random.random(shape) < 0.5))
    yield OpCase(update.TakeOver(), (w, g))
    yield OpCase(update_velocity.Velocity(), (memory, g, BETA))
    yield OpCase(update_velocity.LookAhead(), (g, memory, BETA))
    yield OpCase(update_moments.FirstMoment(), (memory, g, BETA))
    yield OpCase(update_moments.SecondMoment(), (size, g, BETA))
    yield OpCase(update_moments.SumOfSquares(), (size, g))
    yield OpCase(update_moments.Variance(), (size, memory))
    yield OpCase(update_moments.Unbiased(), (memory, CORRECTION))
    corrections = (np.array(0.6), np.array(0.8), np.array(0.5), CORRECTION)
    yield OpCase(update_moments.NesterovMoment(), (memory, g, *corrections))
    yield OpCase(update_steps.ScaledStep(), (w, memory, size, RATE, EPSILON))
    yield OpCase(update_steps.Scaled(), (g, size, EPSILON))
    yield OpCase(update_steps.Rescaled(), (steps, size, g, EPSILON))
    for strength in (DECAY, np.array(0.0)):
        yield OpCase(update_steps.SignStep(), (w, with_zero(g), RATE, strength))


def _gradients(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    g, w, mean = (random.normal(size=shape) for _ in range(3))
    yield OpCase(update_gradient.FirstShare(3), (g,))
    yield OpCase(update_gradient.NextShare(3), (mean, g))
    yield OpCase(update_gradient.ClippedCells(), (g, np.array(0.5)))
    yield OpCase(update_gradient.SquaredLength(), (g,))
    yield OpCase(update_gradient.Shortened(), (g, np.array(0.3)))
    yield OpCase(update_gradient.WithDecay(), (g, w, DECAY))


def _resilient(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    w, g, last = (random.normal(size=shape) for _ in range(3))
    a, size = with_zero(random.normal(size=shape)), with_zero(random.uniform(0.005, 1.0, shape))
    factor = random.choice([0.5, 1.0, 1.2], shape)
    yield OpCase(update_resilient.Agreement(), (g, last))
    yield OpCase(update_resilient.StepFactor(), (a, RISE, FALL))
    for first in (RATE, np.array(1.0)):
        yield OpCase(update_resilient.StepSize(), (size, factor, first, SMALLEST, LARGEST))
    yield OpCase(update_resilient.UnlessTurned(), (g, a))
    yield OpCase(update_resilient.ResilientStep(), (w, size, with_zero(g)))


def with_zero(values: Array) -> Array:
    """The values with a 0 in the last place, unless there is but one."""
    changed = values.copy()
    changed.reshape(-1)[-1:] *= values.size == 1
    return changed


def extremes() -> list[OpCase]:
    """The first step, where all memory is 0; vanishing and huge gradients."""
    zero, g = np.zeros((2, 2)), np.array([[1e-200, -1e150], [0.0, 1.0]])
    return [
        OpCase(update_steps.ScaledStep(), (g, zero, zero, RATE, EPSILON)),
        OpCase(update_steps.Rescaled(), (zero, zero, g, EPSILON)),
        OpCase(update_moments.SecondMoment(), (zero, g, BETA)),
        OpCase(update_resilient.Agreement(), (g, g)),
        OpCase(update_resilient.StepFactor(), (g, RISE, FALL)),
        OpCase(update_resilient.StepSize(), (zero, zero + 1.0, RATE, SMALLEST, LARGEST)),
        OpCase(update_resilient.UnlessTurned(), (g, -g)),
        OpCase(update_resilient.UnlessTurned(), (np.array([np.inf, -np.inf, 1.0]), np.array([-np.inf, 1.0, -1.0]))),
    ]
