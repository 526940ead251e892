"""Initial values of weights and biases: constant, drawn from a range or a bell curve, scaled by links, orthogonal."""

import math
import zlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nnsim.catalog.field import Field
from nnsim.document import Settings
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


class TruncatedNormal(Struct, frozen=True, tag="truncated_normal"):
    """Normal with mean 0 and this standard deviation, drawn again where it lies more than two deviations from 0.

    What remains has 0.88 times this deviation (PyTorch's trunc_normal_ with bounds at ±2 deviations).
    """

    deviation: float = 0.02


class Glorot(Struct, frozen=True, tag="glorot"):
    """Uniform within ±√(6 / (inputs + units)): keeps tanh and sigmoid layers alive (Glorot and Bengio 2010)."""


class He(Struct, frozen=True, tag="he"):
    """Normal with standard deviation √(2 / inputs): keeps ReLU layers alive (He et al. 2015)."""


class LecunNormal(Struct, frozen=True, tag="lecun_normal"):
    """Normal with standard deviation √(1 / inputs): keeps sums as large as inputs (LeCun et al. 1998)."""


class LecunUniform(Struct, frozen=True, tag="lecun_uniform"):
    """Uniform within ±√(3 / inputs), which has the deviation √(1 / inputs) too."""


class Orthogonal(Struct, frozen=True, tag="orthogonal"):
    """Rows (or columns, where there are fewer) at right angles, each of length `gain` (Saxe et al. 2014)."""

    gain: float = 1.0


Initializer = (
    Zero | Constant | Uniform | Normal | TruncatedNormal | Glorot | He | LecunNormal | LecunUniform | Orthogonal
)


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
        "truncated_normal", TruncatedNormal, message("Truncated normal"),
        message("Weights are drawn from a bell curve around 0 without its tails, as in transformers."),
        (_number("deviation", message("Standard deviation"),
                 message("The width of the bell curve, which is cut at twice that."), 0.02, 0.0),),
    ),
    InitializerKind(
        "glorot", Glorot, message("Glorot"),
        message("Uniform within ±√(6 / (inputs + units)), which keeps tanh and sigmoid layers alive."),
    ),
    InitializerKind(
        "he", He, message("He"), message("Normal with deviation √(2 / inputs), which keeps ReLU layers alive."),
    ),
    InitializerKind(
        "lecun_normal", LecunNormal, message("LeCun, normal"),
        message("Normal with deviation √(1 / inputs), which keeps SELU layers alive."),
    ),
    InitializerKind(
        "lecun_uniform", LecunUniform, message("LeCun, uniform"),
        message("Uniform within ±√(3 / inputs), so that sums are as large as inputs."),
    ),
    InitializerKind(
        "orthogonal", Orthogonal, message("Orthogonal"),
        message("Weights at right angles, so that signals keep their length through many layers or steps."),
        (_number("gain", message("Gain"), message("The length of each row of weights."), 1.0, 0.0),),
    ),
)


def check_initializers(fields: tuple[Field, ...], settings: Settings) -> Message | None:
    """The first objection to the numbers of an initializer among these settings, or None."""
    for field in fields:
        if field.type == "initializer":
            value = getattr(settings, field.name)
            numbers = next(kind.fields for kind in INITIALIZERS if isinstance(value, kind.type))
            for number in numbers:
                title = message("{setting} ({part})", setting=field.title, part=number.title)
                objection = replace(number, title=title).check(getattr(value, number.name))
                if objection is not None:
                    return objection
    return None


def draw(
    initializer: Initializer, shape: tuple[int, ...], fan_in: int, fan_out: int, seed: int, path: str,
) -> NDArray[Any]:
    """Initial values (float64) of a parameter: the same for the same seed and path, whatever else is in the network.

    `fan_in` is the number of inputs of one unit, `fan_out` the number of units.
    """
    inputs = max(1, fan_in)
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
        case TruncatedNormal(deviation):
            return deviation * _without_tails(random, shape)
        case Glorot():
            bound = math.sqrt(6.0 / max(1, fan_in + fan_out))
            return random.uniform(-bound, bound, shape)
        case He():
            return random.normal(0.0, math.sqrt(2.0 / inputs), shape)
        case LecunNormal():
            return random.normal(0.0, math.sqrt(1.0 / inputs), shape)
        case LecunUniform():
            bound = math.sqrt(3.0 / inputs)
            return random.uniform(-bound, bound, shape)
        case Orthogonal(gain):
            return gain * _orthogonal(random, shape)


def _without_tails(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """Standard normal numbers from −2 to 2."""
    values = random.normal(size=shape)
    while (outside := np.abs(values) > 2.0).any():
        values[outside] = random.normal(size=int(outside.sum()))
    return values


def _orthogonal(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    """The Q of a normal matrix of shape[0] rows, with the signs that make it unique, so that no angle is preferred."""
    rows = shape[0]
    columns = math.prod(shape[1:])
    q, r = np.linalg.qr(random.normal(size=(max(rows, columns), min(rows, columns))))
    q = q * np.where(np.diagonal(r) < 0, -1.0, 1.0)
    return np.ascontiguousarray(q if rows >= columns else q.T).reshape(shape)
