"""What is measured: networks described once, which nnsim and every peer build for themselves."""

from dataclasses import dataclass
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["dense", "conv", "max_pool", "flatten", "lstm", "gru", "encoder", "mean_pool"]


@dataclass(frozen=True)
class Layer:
    """One layer: `units` are units or channels; `activation` is empty for none.

    A convolution has a kernel of `size` × `size` and keeps the image's size; pooling halves it by `size`. `heads` and
    `hidden` belong to an encoder block, whose width is that of its input.
    """

    kind: Kind
    units: int = 0
    activation: str = ""
    size: int = 0
    heads: int = 0
    hidden: int = 0


@dataclass(frozen=True)
class Case:
    """A network, its batch, rule and precision; `must` and `goal` are how many times faster than PyTorch eager.

    One output means a sigmoid unit with mean squared error, several mean softmax with cross-entropy.
    """

    name: str
    input: tuple[int, ...]
    layers: tuple[Layer, ...]
    batch: int
    rule: Literal["gradient_descent", "adam"]
    precision: Literal["float64", "float32"]
    must: float
    goal: float
    batches: int = 10
    """Batches of samples that there are"""

    @property
    def outputs(self) -> int:
        """Units of the last layer."""
        return self.layers[-1].units

    def samples(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Seeded inputs [samples, cells] and targets [samples, outputs] (0 or 1, or one-hot)."""
        random = np.random.default_rng(0)
        count = self.batches * self.batch
        x = random.normal(size=(count, prod(self.input)))
        chosen = random.integers(0, max(self.outputs, 2), count)
        return x, np.eye(self.outputs)[chosen] if self.outputs > 1 else chosen[:, None].astype(float)


def perceptron(
    name: str, sizes: tuple[int, ...], batch: int, rule: Any, precision: Any, must: float, goal: float,
) -> Case:
    """A network of dense layers: tanh inside; sigmoid or softmax at the end."""
    last = "softmax" if sizes[-1] > 1 else "sigmoid"
    layers = [Layer("dense", units, "tanh") for units in sizes[1:-1]]
    return Case(name, (sizes[0],), (*layers, Layer("dense", sizes[-1], last)), batch, rule, precision, must, goal)


_CONVOLUTIONS = (
    Layer("conv", 8, "relu", 3), Layer("max_pool", size=2), Layer("conv", 16, "relu", 3), Layer("max_pool", size=2),
    Layer("flatten"), Layer("dense", 10, "softmax"),
)


def _both(make: Any) -> tuple[Case, ...]:
    return tuple(make(precision) for precision in ("float64", "float32"))


CASES: tuple[Case, ...] = (
    perceptron("2-4-2-1", (2, 4, 2, 1), 10, "gradient_descent", "float64", 12, 20),
    perceptron("7-8×6-1", (7, *(8,) * 6, 1), 10, "gradient_descent", "float64", 8, 12),
    *_both(lambda p: perceptron("784-128-64-10", (784, 128, 64, 10), 64, "adam", p, 2, 3)),
    *_both(lambda p: perceptron("784-512-512-10", (784, 512, 512, 10), 128, "adam", p, 0.8, 1.1)),
    *_both(lambda p: Case("conv 8-16 + dense", (1, 28, 28), _CONVOLUTIONS, 64, "adam", p, 1.5, 1.5)),
    *_both(lambda p: Case("LSTM 32, 24 steps", (24, 8), (Layer("lstm", 32), Layer("dense", 4, "softmax")),
                          32, "adam", p, 1.5, 1.5)),
    *_both(lambda p: Case("GRU 32, 24 steps", (24, 8), (Layer("gru", 32), Layer("dense", 4, "softmax")),
                          32, "adam", p, 3, 3)),
    *_both(lambda p: Case("encoder block d 32", (16, 32),
                          (Layer("encoder", heads=4, hidden=128), Layer("flatten"), Layer("dense", 4, "softmax")),
                          32, "adam", p, 1.5, 1.5)),
)
"""The figures of the benchmark table."""
