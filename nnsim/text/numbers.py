"""The one number formatter: every number that a person reads passes through here."""

import math
from typing import Final, SupportsFloat

MINUS: Final = "\u2212"
INFINITY: Final = "\u221e"
FEWEST_DECIMALS, MOST_DECIMALS = 1, 6
_SCIENTIFIC_FROM: Final = 100_000
_SUPERSCRIPTS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_decimals = 2


def decimals() -> int:
    """How many decimals the user wants to see, 1 to 6; losses and probabilities show one more."""
    return _decimals


def set_decimals(count: int) -> None:
    """Set how many decimals every number shows.

    Raises:
        ValueError: the count is not from 1 to 6.
    """
    global _decimals
    if not FEWEST_DECIMALS <= count <= MOST_DECIMALS:
        raise ValueError(f"decimals must be from {FEWEST_DECIMALS} to {MOST_DECIMALS}, got {count}")
    _decimals = count


def format_number(value: SupportsFloat, decimals: int | None = None, signed: bool = False) -> str:
    """A number as the whole application prints it.

    Args:
        value: any real number; NaN and infinities have their own signs.
        decimals: digits after the point; None takes the user's preference.
        signed: write a plus before positive numbers, for contributions and changes.
    """
    number = float(value)
    if math.isnan(number):
        return "NaN"
    digits = _decimals if decimals is None else decimals
    sign = MINUS if number < 0 else "+" if signed and number > 0 else ""
    size = abs(number)
    if math.isinf(size):
        return sign + INFINITY
    if round(size, digits) >= _SCIENTIFIC_FROM or 0 < size < 0.5 * 10.0**-digits:
        return sign + _scientific(size, digits)
    printed = f"{size:,.{digits}f}"
    return printed if not printed.strip("0.") else sign + printed


def as_printed(value: float, decimals: int | None = None) -> float:
    """The number that one reads where `format_number` has printed a value; NaN and infinities stay as they are."""
    digits = _decimals if decimals is None else decimals
    if not math.isfinite(value):
        return value
    rounded = round(value, digits)
    if abs(rounded) >= _SCIENTIFIC_FROM or 0 < abs(value) < 0.5 * 10.0**-digits:
        return float(f"{value:.{digits}e}")
    return rounded


def whole_if_it_is(value: float) -> float | int:
    """A whole number without decimals as an int, so that a class or a token prints as 5 and not as 5.00."""
    return int(value) if math.isfinite(value) and value == int(value) else value


def loss_decimals() -> int:
    """Decimals of losses and probabilities: one more than other numbers have."""
    return min(_decimals + 1, MOST_DECIMALS)


def format_loss(value: SupportsFloat) -> str:
    """A loss or a probability: one decimal more than other numbers."""
    return format_number(value, loss_decimals())


def format_count(count: int) -> str:
    """A whole number of things: thousands commas and a true minus, never scientific."""
    return f"{count:,}".replace("-", MINUS)


def format_percent(share: SupportsFloat, decimals: int = 0) -> str:
    """A share from 0 to 1 as per cent, such as `97 %`; accuracy and progress."""
    number = 100.0 * float(share)
    return format_number(number) if not math.isfinite(number) else f"{number:.{decimals}f} %".replace("-", MINUS)


def format_exact(value: SupportsFloat) -> str:
    """Every digit that tells a float from its neighbours, for hovering and for copying by eye."""
    number = float(value)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return (MINUS if number < 0 else "") + INFINITY
    mantissa, _, exponent = repr(number + 0.0).partition("e")
    power = f"×10{str(int(exponent)).translate(_SUPERSCRIPTS)}" if exponent else ""
    return mantissa.replace("-", MINUS) + power


def _scientific(size: float, digits: int) -> str:
    mantissa, exponent = f"{size:.{digits}e}".split("e")
    return f"{mantissa}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
