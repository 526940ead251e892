"""Numbers print as the design language says."""

import math

import numpy as np
import pytest

from nnsim.text.number_entry import parse_number
from nnsim.text.numbers import (
    as_printed,
    decimals,
    format_count,
    format_exact,
    format_loss,
    format_number,
    format_percent,
    set_decimals,
)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0.351, "0.35"),
        (-0.351, "−0.35"),
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (1234.5, "1,234.50"),
        (-99_999.0, "−99,999.00"),
        (100_000.0, "1.00×10⁵"),
        (99_999.999, "1.00×10⁵"),
        (0.000125, "1.25×10⁻⁴"),
        (-0.004, "−4.00×10⁻³"),
        (0.0050001, "0.01"),
        (2.5e300, "2.50×10³⁰⁰"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (3, "3.00"),
    ],
)
def test_two_decimals(value: float, printed: str) -> None:
    assert format_number(value) == printed


@pytest.mark.parametrize(("value", "printed"), [(0.5, "+0.50"), (-0.5, "−0.50"), (0.0, "0.00"), (math.inf, "+∞")])
def test_changes_carry_their_sign(value: float, printed: str) -> None:
    assert format_number(value, signed=True) == printed


@pytest.mark.parametrize("count", [None, 1, 3, 6])
def test_what_is_printed_reads_as_told(count: int | None) -> None:
    random = np.random.default_rng(0)
    values = [0.0, 0.005, 0.0049999, 0.285, 99_999.995, 99_999.5, *np.linspace(-3, 3, 101).tolist(),
              *(random.normal(size=500) * 10.0 ** random.integers(-9, 9, 500)).tolist()]
    for value in values:
        assert as_printed(value, count) == parse_number(format_number(value, count)), value
    assert as_printed(-math.inf, count) == -math.inf
    assert math.isnan(as_printed(math.nan, count))


def test_losses_have_one_decimal_more() -> None:
    assert format_loss(0.298371109) == "0.298"
    set_decimals(6)
    assert format_loss(0.298371109) == "0.298371"


def test_the_preference_changes_every_number() -> None:
    set_decimals(4)
    assert format_number(0.00004) == "4.0000×10⁻⁵"
    assert format_number(1 / 3) == "0.3333"
    assert format_number(1 / 3, decimals=1) == "0.3"


@pytest.mark.parametrize("count", [0, 7])
def test_decimals_outside_the_range_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 6"):
        set_decimals(count)
    assert decimals() == 2


def test_counts_are_whole() -> None:
    assert format_count(6760) == "6,760"
    assert format_count(-1_234_567) == "−1,234,567"


def test_percent() -> None:
    assert format_percent(0.974) == "97 %"
    assert format_percent(0.9745, decimals=1) == "97.5 %"


@pytest.mark.parametrize("value", [0.1 + 0.2, 1e-7, -12345.678, 1e22, 5e-324])
def test_exact_numbers_tell_every_float_apart(value: float) -> None:
    printed = format_exact(value).translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")).replace("×10", "e")
    assert float(printed) == value
