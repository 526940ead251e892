"""Where axes carry a tick, and what stands beside it."""

from __future__ import annotations

import math

from nnsim.text import format_count, format_number

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_ticks(low: float, high: float, most: int, whole: bool = False) -> list[float]:
    """Round numbers from at or below `low` to at or above `high`, about `most` of them.

    Args:
        whole: only whole steps, for counts such as epochs; the last tick then stays at or below `high`.
    """
    span = high - low if high > low else 1.0
    rough = span / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    steps = [nice * power for nice in _NICE if not whole or (nice * power) % 1 == 0] or [1.0]
    step = next((step for step in steps if step >= rough * 0.999), steps[-1])
    first = math.floor(low / step + 1e-9)
    last = math.floor(high / step + 1e-9) if whole else math.ceil(high / step - 1e-9)
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def tick_text(value: float, step: float) -> str:
    """A tick of an even axis: as many decimals as its step has, a bare 0."""
    if value == 0:
        return "0"
    decimals = 0
    while decimals < 6 and abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
        decimals += 1
    return format_count(round(value)) if decimals == 0 and abs(value) < 1e5 else format_number(value, decimals)


def power_text(exponent: int) -> str:
    """A tick of a logarithmic axis: `10⁻³`; 1 for the zeroth."""
    if exponent == 0:
        return "1"
    return "10" if exponent == 1 else "10" + str(exponent).translate(_SUPERSCRIPTS)


def decades(low: float, high: float, least: int = 2, most: int = 8) -> tuple[int, int]:
    """Exponents of the powers of ten around positive numbers from `low` to `high`, `least` to `most` decades wide."""
    top = math.ceil(math.log10(high) - 1e-9)
    bottom = min(math.floor(math.log10(low) + 1e-9), top - least)
    return max(bottom, top - most), top


def epoch_text(epochs: float) -> str:
    """Epochs done: `84`, or `84.3` in the middle of one; never rounded up to an end that is not reached."""
    whole = math.floor(epochs)
    tenth = math.floor((epochs - whole) * 10 + 1e-9)
    return format_count(whole) if epochs == whole else f"{format_count(whole)}.{tenth}"
