"""Cases of the losses beside the first ones, on vectors and sequences, and of the first ones on sequences."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops import cross_entropy, squared_error
from nnsim.ops.absolute_error import HuberLoss, HuberLossGradient, MeanAbsoluteError, MeanAbsoluteErrorGradient
from nnsim.ops.class_targets import CountedTargets, OneHot, SmoothedLabels, WeighedClasses
from nnsim.ops.counted_cross_entropy import (
    CountedCrossEntropy,
    CountedCrossEntropyGradient,
    CountedCrossEntropyOfSum,
    CountedErrorGradient,
)
from nnsim.ops.divergence import KullbackLeibler, KullbackLeiblerGradient, KullbackLeiblerOfSum
from nnsim.ops.loss import ErrorGradient
from nnsim.ops.margin import (
    HingeLoss,
    HingeLossGradient,
    PerceptronLoss,
    PerceptronLossGradient,
    SquaredHingeLoss,
    SquaredHingeLossGradient,
)
from tests.batteries.check_op import Array, OpCase

Random = np.random.Generator
SHAPES = ((1, 1), (4, 3), (2, 3, 5), (2, 2, 3, 2))


def cases(random: Random) -> Iterator[OpCase]:
    """Ordinary predictions and targets of every shape."""
    for shape in SHAPES:
        yield from _of_numbers(random, shape)
        yield from _of_sides(random, shape)
        yield from _of_distributions(random, shape)
        yield from _of_classes(random, shape)


def softmax(z: Array) -> Array:
    """Rows of probabilities along the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _of_numbers(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    y = random.normal(size=shape)
    z = y + random.choice([-2.3, -0.4, 0.6, 1.7], shape) + random.uniform(-0.1, 0.1, shape)  # away from the bends
    yield OpCase(MeanAbsoluteError(), (z, y))
    yield OpCase(MeanAbsoluteErrorGradient(), (z, y))
    for bend in (1.0, 0.05):
        yield OpCase(HuberLoss(bend), (z, y))
        yield OpCase(HuberLossGradient(bend), (z, y))
    yield OpCase(squared_error.MeanSquaredError(), (z, y))
    yield OpCase(squared_error.SumOfSquaredErrors(), (z, y))
    for over in ("sum", "cells", "rows", "samples"):
        yield OpCase(ErrorGradient(2, over), (z, y))


def _of_sides(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    side = random.choice([-1.0, 1.0], shape)
    z = side * random.choice([-1.5, -0.4, 0.3, 0.8, 1.7], shape) + random.uniform(-0.1, 0.1, shape)
    for op in (HingeLoss(), HingeLossGradient(), SquaredHingeLoss(), SquaredHingeLossGradient(), PerceptronLoss(),
               PerceptronLossGradient()):
        yield OpCase(op, (z, side))
    yes = random.integers(0, 2, shape).astype(float)
    chance = random.uniform(0.05, 0.95, shape)
    yield OpCase(cross_entropy.BinaryCrossEntropy(), (chance, yes))
    yield OpCase(cross_entropy.BinaryCrossEntropyGradient(), (chance, yes))
    yield OpCase(cross_entropy.BinaryCrossEntropyOfSum(), (z, chance, 1 / (1 + np.exp(-z))))


def _of_distributions(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    z = random.normal(scale=2.0, size=shape)
    p = 0.5 * softmax(z) + 0.5 / shape[-1]  # differences of ln p need p well above their step
    for y in (softmax(random.normal(size=shape)), one_hot(random, shape)):
        yield OpCase(KullbackLeibler(), (p, y))
        yield OpCase(KullbackLeiblerGradient(), (p, y))
        yield OpCase(KullbackLeiblerOfSum(), (z, y, softmax(z)))
        yield OpCase(cross_entropy.CategoricalCrossEntropy(), (p, y))
        yield OpCase(cross_entropy.CategoricalCrossEntropyGradient(), (p, y))
        yield OpCase(cross_entropy.CategoricalCrossEntropyOfSum(), (z, y, softmax(z)))


def one_hot(random: Random, shape: tuple[int, ...]) -> Array:
    """Rows with a single 1 along the last axis."""
    return np.eye(shape[-1])[random.integers(0, shape[-1], shape[:-1])]


def _of_classes(random: Random, shape: tuple[int, ...]) -> Iterator[OpCase]:
    classes = shape[-1]
    numbers = random.integers(-1, classes, shape[:-1]).astype(float)  # −1: padding
    yield OpCase(OneHot(classes), (numbers,))
    yield OpCase(OneHot(classes, -100), (numbers,))
    yield OpCase(OneHot(classes, classes - 1), (numbers,))
    y = one_hot(random, shape)
    y[0] = 0.0 if len(shape) > 2 else y[0]
    weights = random.uniform(0.2, 3.0, classes)
    z = random.normal(scale=2.0, size=shape)
    p = 0.5 * softmax(z) + 0.5 / classes
    for target in (y, y * weights, 0.7 * y + 0.3 / classes * y.sum(axis=-1, keepdims=True)):
        yield OpCase(SmoothedLabels(0.3), (target,))
        yield OpCase(WeighedClasses(), (target, weights))
        yield OpCase(CountedTargets(), (target,))
        count = np.array(max(target.sum(), 1.0))
        yield OpCase(CountedCrossEntropy(), (p, target, count))
        yield OpCase(CountedCrossEntropyGradient(), (p, target, count))
        yield OpCase(CountedCrossEntropyOfSum(), (z, target, count, softmax(z)))
        yield OpCase(CountedErrorGradient(), (softmax(z), target, count))
    yield OpCase(CountedTargets(), (np.zeros(shape),))


def extremes() -> Iterator[OpCase]:
    """What is on a bend, saturates, overflows or takes the logarithm of 0 in a careless form."""
    z, y = np.array([[0.0, -0.0, 1e3, -1e3], [1.0, -1.0, 1e-200, -600.0]]), np.array([[1.0, -1.0, -1.0, 1.0]] * 2)
    for op in (MeanAbsoluteError(), MeanAbsoluteErrorGradient(), HuberLoss(), HuberLossGradient(), HingeLoss(),
               HingeLossGradient(), SquaredHingeLoss(), PerceptronLoss(), PerceptronLossGradient()):
        yield OpCase(op, (z, y))
        yield OpCase(op, (y, y))
    sums = np.array([[[800.0, -800.0, 0.0], [-40.0, 40.0, 39.0]]])
    count = np.array(2.0)
    for target in (np.array([[[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]]), np.array([[[0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]])):
        yield OpCase(KullbackLeiblerOfSum(), (sums, target, softmax(sums)))
        yield OpCase(CountedCrossEntropyOfSum(), (sums, target, count, softmax(sums)))
        for p in (softmax(sums), np.array([[[0.0, 1.0, 0.0], [1e-300, 1e-13, 1.0]]])):
            yield OpCase(KullbackLeibler(), (p, target))
            yield OpCase(KullbackLeiblerGradient(), (p, target))
            yield OpCase(CountedCrossEntropy(), (p, target, count))
            yield OpCase(CountedCrossEntropyGradient(), (p, target, count))
            yield OpCase(CountedErrorGradient(), (p, target, count))
