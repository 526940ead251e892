"""Inputs on which every operation is tried: several shapes, several seeds, and the ends of what it may meet.

Each module of `tests/batteries/cases` has a `cases(random)` for the operations of one topic, and may have `extremes()`.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from types import ModuleType

import numpy as np

from nnsim.ops import activation, cross_entropy, linear, linked, loss, penalty, squared_error, wiring
from nnsim.ops.wiring import Run
from tests.batteries.check_op import Array, OpCase

Random = np.random.Generator
SHAPES = ((1, 1), (4, 3), (2, 5))
EXTREMES = np.array([[0.0, -0.0, 1e3, -1e3], [25.0, -25.0, -600.0, 1e-200]])


def away_from_zero(random: Random, shape: tuple[int, ...]) -> Array:
    """Numbers whose sign a small step does not change."""
    values = random.normal(size=shape)
    return values + np.copysign(0.1, values)


def chances(random: Random, shape: tuple[int, ...]) -> Array:
    """Numbers well inside 0 to 1."""
    return random.uniform(0.05, 0.95, shape)


def distributions(random: Random, shape: tuple[int, int]) -> Array:
    """Rows that add up to 1."""
    return random.dirichlet(np.ones(shape[1]), shape[0])


def one_hot(random: Random, shape: tuple[int, int]) -> Array:
    """Rows with a single 1."""
    return np.eye(shape[1])[random.integers(0, shape[1], shape[0])]


def softmax(z: Array) -> Array:
    """Rows of probabilities."""
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ)"""
    return 1.0 / (1.0 + np.exp(-z))


def _activations(random: Random) -> Iterator[OpCase]:
    for shape in SHAPES:
        z, up, h = away_from_zero(random, shape), random.normal(size=shape), chances(random, shape)
        for op in (activation.Step(), activation.Sign(), activation.Sigmoid(), activation.Tanh(), activation.Relu()):
            yield OpCase(op, (z,))
        yield OpCase(activation.FlatGradient(), (up,))
        yield OpCase(activation.PassThrough(), (up,))
        yield OpCase(activation.SigmoidGradient(), (up, h))
        yield OpCase(activation.TanhGradient(), (up, 2 * h - 1))
        yield OpCase(activation.ReluGradient(), (up, z))
        yield OpCase(activation.Softmax(), (3 * z,))
        yield OpCase(activation.SoftmaxGradient(), (up, softmax(z)))
    z, up = random.normal(size=(2, 3, 4)), random.normal(size=(2, 3, 4))
    yield OpCase(activation.Softmax(), (z,))
    yield OpCase(activation.SoftmaxGradient(), (up, softmax(z.reshape(6, 4)).reshape(z.shape)))


def _linear(random: Random) -> Iterator[OpCase]:
    for samples, units, count in ((1, 1, 1), (3, 2, 4), (5, 4, 2)):
        x, w = random.normal(size=(samples, count)), random.normal(size=(units, count))
        bias, delta = random.normal(size=units), random.normal(size=(samples, units))
        yield OpCase(linear.WeightedSum(), (x, w))
        yield OpCase(linear.WeightedSum(), (x, w, bias))
        yield OpCase(linear.InputGradient(), (delta, w))
        yield OpCase(linear.WeightGradient(), (delta, x))
        yield OpCase(linear.BiasGradient(), (delta,))
    x, w, bias = random.normal(size=(2, 3, 4)), random.normal(size=(5, 4)), random.normal(size=5)
    delta = random.normal(size=(2, 3, 5))
    for look in (lambda array: array, lambda array: array.transpose(1, 0, 2).copy().transpose(1, 0, 2)):
        yield OpCase(linear.WeightedSum(), (look(x), w, bias))
        yield OpCase(linear.InputGradient(), (look(delta), w))
        yield OpCase(linear.WeightGradient(), (look(delta), look(x)))
        yield OpCase(linear.BiasGradient(), (look(delta),))
    for samples, count in ((2, 4), (6, 4), (1, 1)):
        yield from _by_unit(random, samples, count)


def _by_unit(random: Random, samples: int, count: int) -> Iterator[OpCase]:
    """Sums whose numbers of a unit lie side by side, of single steps and of sequences of more or fewer inputs."""
    for middle in ((), (3,)):
        x, delta = random.normal(size=(samples, *middle, count)), random.normal(size=(samples, *middle, 5))
        order = linear.unit_order(x.shape)
        by_unit = np.ascontiguousarray(delta.transpose(order)).transpose(np.argsort(order))
        w, bias = random.normal(size=(5, count)), random.normal(size=5)
        yield OpCase(linear.WeightedSum(by_unit=True), (x, w))
        yield OpCase(linear.WeightedSum(by_unit=True), (x, w, bias))
        for way in (delta, by_unit):
            yield OpCase(linear.InputGradient(by_unit=True), (way, w))
            yield OpCase(linear.WeightGradient(by_unit=True), (way, x))
            yield OpCase(linear.BiasGradient(), (way,))


def _linked(random: Random) -> Iterator[OpCase]:
    for samples, units, count in ((1, 1, 2), (3, 2, 4), (2, 5, 3)):
        absent = random.random((units, count)) < 0.4
        absent[0] = True  # a unit with all its links cut
        links = tuple(tuple(int(k) for k in np.flatnonzero(~row)) for row in absent)
        x, w = random.normal(size=(samples, count)), np.where(absent, 0.0, random.normal(size=(units, count)))
        bias, delta = random.normal(size=units), random.normal(size=(samples, units))
        yield OpCase(linked.LinkedInputGradient(links), (delta, w))
        yield OpCase(linked.LinkedWeightGradient(links), (delta, x, absent))
        yield OpCase(linked.LinkedSum(links), (x, w, absent), {1: absent})
        yield OpCase(linked.LinkedSum(links), (x, w, absent, bias), {1: absent})
        steps, back = random.normal(size=(samples, 3, count)), random.normal(size=(samples, 3, units))
        yield OpCase(linked.LinkedSum(links), (steps, w, absent, bias), {1: absent})
        yield OpCase(linked.LinkedInputGradient(links), (back, w))
        yield OpCase(linked.LinkedWeightGradient(links), (back, steps, absent))


def _losses(random: Random) -> Iterator[OpCase]:
    for shape in SHAPES:
        p, y, z = chances(random, shape), random.normal(size=shape), random.normal(scale=2.0, size=shape)
        yes = random.integers(0, 2, shape).astype(float)
        classes, soft = one_hot(random, shape), distributions(random, shape)
        yield OpCase(squared_error.SumOfSquaredErrors(), (z, y))
        yield OpCase(squared_error.MeanSquaredError(), (z, y))
        for over in ("sum", "cells", "samples"):
            yield OpCase(loss.ErrorGradient(1, over), (z, y))
            yield OpCase(loss.ErrorGradient(2, over), (z, y))
        yield OpCase(cross_entropy.BinaryCrossEntropy(), (p, yes))
        yield OpCase(cross_entropy.BinaryCrossEntropyGradient(), (p, yes))
        yield OpCase(cross_entropy.BinaryCrossEntropyOfSum(), (z, chances(random, shape), sigmoid(z)))
        for target in (classes, soft):
            yield OpCase(cross_entropy.CategoricalCrossEntropy(), (p, target))
            yield OpCase(cross_entropy.CategoricalCrossEntropyGradient(), (p, target))
            yield OpCase(cross_entropy.CategoricalCrossEntropyOfSum(), (z, target, softmax(z)))
    for count in (2, 5):
        yield OpCase(loss.TotalLoss(), tuple(np.array(random.normal()) for _ in range(count)))


def _penalties(random: Random) -> Iterator[OpCase]:
    strength = np.array(0.3)
    for shape in SHAPES:
        w = away_from_zero(random, shape)
        for op in (penalty.L1Penalty(), penalty.L2Penalty()):
            yield OpCase(op, (w, strength))
        yield OpCase(penalty.L1Gradient(), (w, strength))
        yield OpCase(penalty.L2Gradient(), (w, strength))
    yield OpCase(penalty.L1Gradient(), (np.zeros((2, 2)), strength))


def _wiring(random: Random) -> Iterator[OpCase]:
    a, b = random.normal(size=(3, 4)), random.normal(size=(3, 2))
    runs = (Run(1, 0, 2), Run(0, 1, 3), Run(0, 0, 1))
    twice = (Run(0, 2, 4), Run(1, 1, 2), Run(0, 1, 3))
    for chosen in (runs, twice):
        upstream = random.normal(size=(3, sum(run.length for run in chosen)))
        yield OpCase(wiring.Gather(chosen), (a, b))
        for position, source in enumerate((a, b)):
            yield OpCase(wiring.GiveBack(chosen, position), (upstream, source))
    for count in (2, 3, 5):
        yield OpCase(wiring.AddUp(), tuple(random.normal(size=(2, 3)) for _ in range(count)))


MAKERS: tuple[Callable[[Random], Iterator[OpCase]], ...] = (
    _activations, _linear, _linked, _losses, _penalties, _wiring,
)


def topics() -> list[ModuleType]:
    """The modules with cases of one topic each."""
    package = importlib.import_module("tests.batteries.cases")
    names = [each.name for each in pkgutil.iter_modules(package.__path__)]
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names]


def op_cases(seed: int) -> list[OpCase]:
    """Every operation on inputs drawn from a seed."""
    makers = [*MAKERS, *(topic.cases for topic in topics())]
    return [case for number, make in enumerate(makers) for case in make(np.random.default_rng([seed, number]))]


def extreme_cases() -> list[OpCase]:
    """What saturates, overflows or divides by zero in a careless form; here formula and buffers alone are held."""
    z, up = EXTREMES, np.ones_like(EXTREMES)
    ends = np.array([[0.0, 1.0], [1.0, 0.0]])
    wrong = 1.0 - ends
    near = np.array([[1e-13, 1.0 - 1e-13], [1e-300, 0.5]])
    cases = [OpCase(op, (z,)) for op in (activation.Step(), activation.Sign(), activation.Sigmoid(), activation.Tanh())]
    cases += [OpCase(activation.Relu(), (z,)), OpCase(activation.Softmax(), (z,))]
    cases += [OpCase(activation.ReluGradient(), (up, z))]
    for p in (ends, wrong, near):
        cases += [
            OpCase(cross_entropy.BinaryCrossEntropy(), (p, ends)),
            OpCase(cross_entropy.BinaryCrossEntropyGradient(), (p, ends)),
            OpCase(cross_entropy.CategoricalCrossEntropy(), (p, ends)),
            OpCase(cross_entropy.CategoricalCrossEntropyGradient(), (p, ends)),
        ]
    sums = np.array([[800.0, -800.0], [-40.0, 40.0]])
    for target in (ends, wrong):
        cases += [
            OpCase(cross_entropy.BinaryCrossEntropyOfSum(), (sums, target, sigmoid(np.clip(sums, -700, 700)))),
            OpCase(cross_entropy.CategoricalCrossEntropyOfSum(), (sums, target, softmax(sums))),
        ]
    return cases + [case for topic in topics() if hasattr(topic, "extremes") for case in topic.extremes()]
