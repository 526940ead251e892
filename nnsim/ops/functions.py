"""The named functions of formulas: of numbers, and of arrays of numbers, cell by cell."""

import math
from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def _log(x: float) -> float:
    return math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan)


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _sign(x: float) -> float:
    return math.nan if math.isnan(x) else (x > 0) - (x < 0)


def _largest(*values: float) -> float:
    return max(values)  # of a single value too: the largest of a layer of one unit


def _place_of_largest(*values: float) -> float:
    return 1.0 + values.index(max(values))


def _smallest(*values: float) -> float:
    return min(values)


def _wave(function: Callable[[float], float]) -> Callable[[float], float]:
    return lambda x: function(x) if math.isfinite(x) else math.nan


ON_NUMBERS: dict[str, Callable[..., float]] = {
    "exp": _exp, "log": _log, "log1p": math.log1p, "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
    "tanh": math.tanh, "sigmoid": _sigmoid, "abs": abs, "sgn": _sign, "max": _largest,
    "min": _smallest, "Phi": lambda x: 0.5 * math.erfc(-x / math.sqrt(2.0)), "sin": _wave(math.sin),
    "cos": _wave(math.cos),
    "largest": _largest, "argmax": _place_of_largest,
}


def _each(function: Callable[..., float]) -> Callable[..., Any]:
    """A function of numbers, called for one cell after another."""
    return lambda *values: np.asarray(np.frompyfunc(function, len(values), 1)(*values), float)


def _of_any(function: Any) -> Callable[..., Any]:
    """A function of two arrays, of several."""
    return lambda *values: reduce(function, values)


ON_ARRAYS: dict[str, Callable[..., Any]] = {name: _each(function) for name, function in ON_NUMBERS.items()} | {
    "exp": np.exp, "log": np.log, "log1p": np.log1p, "sqrt": np.sqrt, "tanh": np.tanh, "abs": np.abs, "sgn": np.sign,
    "max": _of_any(np.maximum), "min": _of_any(np.minimum), "largest": _of_any(np.maximum), "sin": np.sin,
    "cos": np.cos,
}
