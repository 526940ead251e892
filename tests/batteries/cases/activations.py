"""Cases of the activations beside the first ones, on vectors, sequences and images."""

from collections.abc import Iterator

import numpy as np

from nnsim.ops.activation import Activation
from nnsim.ops.base import Op
from nnsim.ops.rectified_activation import (
    Elu,
    EluGradient,
    HardSigmoid,
    HardSigmoidGradient,
    LeakyRelu,
    LeakyReluGradient,
    Selu,
    SeluGradient,
)
from nnsim.ops.smooth_activation import (
    Gelu,
    GeluGradient,
    GeluTanh,
    GeluTanhGradient,
    Silu,
    SiluGradient,
    Softplus,
    SoftplusGradient,
)
from tests.batteries.check_op import Array, OpCase, run

Random = np.random.Generator
PAIRS: tuple[tuple[Activation, Op, bool], ...] = (
    (LeakyRelu(), LeakyReluGradient(), True), (LeakyRelu(0.3), LeakyReluGradient(0.3), True),
    (Elu(), EluGradient(), True), (Selu(), SeluGradient(), True), (HardSigmoid(), HardSigmoidGradient(), False),
    (Softplus(), SoftplusGradient(), False), (Silu(), SiluGradient(), False), (Gelu(), GeluGradient(), False),
    (GeluTanh(), GeluTanhGradient(), False),
)
"""Activation, its gradient, and whether the gradient is made from the output (else from the sum)."""
SHAPES = ((1, 1), (4, 3), (2, 3, 5), (2, 2, 3, 2))
ENDS = np.array([[0.0, -0.0, 1e3, -1e3, 3.0], [25.0, -25.0, -600.0, 1e-200, -3.0], [40.0, -9.0, 9.0, -1e-9, 1e150]])


def cases(random: Random) -> Iterator[OpCase]:
    """Numbers around 0 and further out, away from the bends."""
    for shape in SHAPES:
        z, up = away_from_bends(2.0 * random.normal(size=shape)), random.normal(size=shape)
        for activation, gradient, of_output in PAIRS:
            yield OpCase(activation, (z,))
            yield OpCase(gradient, (up, run(activation, (z,)) if of_output else z))


def away_from_bends(values: Array) -> Array:
    """Moves numbers off 0, 3 and −3, where a slope jumps."""
    for bend in (0.0, 3.0, -3.0):
        values = np.where(np.abs(values - bend) < 0.1, bend + np.copysign(0.1, values - bend), values)
    return values


def extremes() -> Iterator[OpCase]:
    """What saturates, overflows or sits on a bend."""
    for activation, gradient, of_output in PAIRS:
        yield OpCase(activation, (ENDS,))
        yield OpCase(gradient, (np.ones_like(ENDS), run(activation, (ENDS,)) if of_output else ENDS))
