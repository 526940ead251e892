"""ONNX's normalizations and dropout by nnsim's operations."""

from math import prod

import numpy as np

from nnsim.ops.combining import PassedOn
from nnsim.ops.dropout import Drop, KeepMask
from nnsim.ops.normalization import Mean, Normalize, NormalizeByRunning, NormalizeByRunningGradient, Variance
from nnsim.ops.running_statistics import RunningMean
from nnsim.ops.scale_and_shift import ScaleAndShift
from tests.batteries.check_op import run
from tests.reference.onnx_nodes.published import Array, Published

CHANNELS = (1,)


def _normalized(x: Array, kept: tuple[int, ...], epsilon: float) -> tuple[Array, Array, Array]:
    """The normalized array, the means and the variances of its groups."""
    mean = run(Mean(kept), [x])
    variance = run(Variance(kept), [x, mean])
    return run(Normalize(kept, epsilon), [x, mean, variance]), mean, variance


def _batch(case: Published) -> list[Array]:
    """ONNX's momentum is the share of what is old, and its running variance that of the batch as it is."""
    x, scale, shift, mean, variance = case.numbers
    epsilon = case.attribute("epsilon", 1e-5)
    if not case.attribute("training_mode", 0):
        normalized = run(NormalizeByRunning(CHANNELS, epsilon), [x, mean, variance])
        return [run(ScaleAndShift(CHANNELS), [normalized, scale, shift])]
    normalized, own_mean, own_variance = _normalized(x, CHANNELS, epsilon)
    follows = RunningMean(1.0 - case.attribute("momentum", 0.9))
    return [run(ScaleAndShift(CHANNELS), [normalized, scale, shift]), run(follows, [mean, own_mean]),
            run(follows, [variance, own_variance])]


def _layer(case: Published) -> list[Array]:
    """The cells from an axis on, laid side by side; 1 / √(σ² + ε) is what a gradient of 1 becomes on its way back."""
    x, scale, *shift = case.numbers
    axis, epsilon = case.attribute("axis", -1) % x.ndim, case.attribute("epsilon", 1e-5)
    apart, together = x.shape[:axis], x.shape[axis:]
    rows = x.reshape(prod(apart), prod(together))
    normalized, mean, variance = _normalized(rows, (0,), epsilon)
    shifted = shift[0] if shift else np.zeros(together)
    whole = run(ScaleAndShift((1,)), [normalized, scale.reshape(-1), shifted.reshape(-1)])
    inverse = run(NormalizeByRunningGradient((0,), epsilon), [np.ones((len(rows), 1)), variance])
    small = (*apart, *(1,) * len(together))
    return [whole.reshape(x.shape), mean.reshape(small), inverse.reshape(small)][:len(case.outputs)]


def _group(case: Published) -> list[Array]:
    return [_grouped(case, case.attribute("num_groups"))]


def _instance(case: Published) -> list[Array]:
    """Every channel a group of its own."""
    return [_grouped(case, case.number(0).shape[1])]


def _grouped(case: Published, groups: int) -> Array:
    x, scale, shift = case.numbers
    rows = x.reshape(len(x), groups, -1)
    normalized, _, _ = _normalized(rows, (0, 1), case.attribute("epsilon", 1e-5))
    return run(ScaleAndShift(CHANNELS), [normalized.reshape(x.shape), scale, shift])


def _mean_and_variance(case: Published) -> list[Array]:
    """Over samples and places; ONNX adds 10⁻⁹ to the deviation, which is next to nothing."""
    return [_normalized(case.number(0), CHANNELS, 1e-12)[0]]


def _dropout(case: Published) -> list[Array]:
    """ONNX's cases name the seed from which NumPy drew the even numbers that decide."""
    x = case.number(0)
    training = case.given(2) and bool(case.inputs[2])
    if not training:
        return [run(PassedOn(), [x]), np.ones(x.shape)][:len(case.outputs)]
    rate = float(case.number(1)) if case.given(1) else 0.5
    even = np.random.RandomState(case.attribute("seed")).uniform(0.0, 1.0, x.shape)
    mask = run(KeepMask(rate), [even])
    return [run(Drop(), [x, mask]), (mask > 0).astype(float)][:len(case.outputs)]


WAYS = {
    "BatchNormalization": _batch, "LayerNormalization": _layer, "GroupNormalization": _group,
    "InstanceNormalization": _instance, "MeanVarianceNormalization": _mean_and_variance, "Dropout": _dropout,
}
