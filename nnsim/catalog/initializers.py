"""Initial values of weights and biases: zero, constant, uniform, normal, Glorot and He."""

import math
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nnsim.catalog.field import Field
from nnsim.text.messages import Message, message


class Zero(Struct, frozen=True, tag="zero"):
    """All 0."""


class Constant(Struct, frozen=True, tag="constant"):
    """All the same value."""

    value: float = 0.5


class Uniform(Struct, frozen=True, tag="uniform"):
    """Uniform between `low` and `high`."""

    low: float = -1.0
    high: float = 1.0


class Normal(Struct, frozen=True, tag="normal"):
    """Normal with mean 0 and this standard deviation."""

    deviation: float = 0.5


class Glorot(Struct, frozen=True, tag="glorot"):
    """Uniform within ±√(6 / (inputs + units)): keeps tanh and sigmoid layers alive (Glorot and Bengio 2010)."""


class He(Struct, frozen=True, tag="he"):
    """Normal with standard deviation √(2 / inputs): keeps ReLU layers alive (He et al. 2015)."""


Initializer = Zero | Constant | Uniform | Normal | Glorot | He


@dataclass(frozen=True)
class InitializerKind:
    """An initializer as the inspector offers it."""

    id: str
    type: type[Struct]
    title: Message
    meaning: Message
    fields: tuple[Field, ...] = ()


def _number(name: str, title: Message, meaning: Message, default: float, low: float) -> Field:
    return Field(name, title, meaning, "float", default, low, 1e6, max(low, -2.0), 2.0)


INITIALIZERS: tuple[InitializerKind, ...] = (
    InitializerKind(
        "zero", Zero, message("Zero"), message("All weights start at 0, so all units of a layer stay alike."),
    ),
    InitializerKind(
        "constant", Constant, message("Constant"), message("All weights start at one value."),
        (_number("value", message("Value"), message("The value that all weights start from."), 0.5, -1e6),),
    ),
    InitializerKind(
        "uniform", Uniform, message("Uniform"), message("Weights are drawn evenly from a range."),
        (_number("low", message("From"), message("The lower end of the range."), -1.0, -1e6),
         _number("high", message("To"), message("The upper end of the range."), 1.0, -1e6)),
    ),
    InitializerKind(
        "normal", Normal, message("Normal"), message("Weights are drawn from a bell curve around 0."),
        (_number("deviation", message("Standard deviation"), message("The width of the bell curve."), 0.5, 0.0),),
    ),
    InitializerKind(
        "glorot", Glorot, message("Glorot"),
        message("Uniform within ±√(6 / (inputs + units)), which keeps tanh and sigmoid layers alive."),
    ),
    InitializerKind(
        "he", He, message("He"), message("Normal with deviation √(2 / inputs), which keeps ReLU layers alive."),
    ),
)


def draw(
    initializer: Initializer, shape: tuple[int, ...], fan_in: int, fan_out: int, seed: int, path: str,
) -> NDArray[Any]:
    """Initial values (float64) of a parameter: the same for the same seed and path, whatever else is in the network.

    `fan_in` is the number of inputs of one unit, `fan_out` the number of units.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(path.encode())])))
    match initializer:
        case Zero():
            return np.zeros(shape)
        case Constant(value):
            return np.full(shape, value, np.float64)
        case Uniform(low, high):
            return random.uniform(min(low, high), max(low, high), shape)
        case Normal(deviation):
            return random.normal(0.0, deviation, shape)
        case Glorot():
            bound = math.sqrt(6.0 / max(1, fan_in + fan_out))
            return random.uniform(-bound, bound, shape)
        case He():
            return random.normal(0.0, math.sqrt(2.0 / max(1, fan_in)), shape)
