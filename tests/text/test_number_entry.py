"""People type numbers in many ways, and each is read as they mean it."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnsim.text.errors import NnsimError
from nnsim.text.number_entry import parse_count, parse_number
from nnsim.text.numbers import format_exact, format_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.5", 0.5),
        (" 0,5 ", 0.5),
        ("−1,25", -1.25),
        ("+.5", 0.5),
        ("5.", 5.0),
        ("1/3", 1 / 3),
        ("-1 / 4", -0.25),
        ("1,5/2", 0.75),
        ("1 1/2", 1.5),
        ("−2 3 / 4", -2.75),
        ("10\u00a01/8", 10.125),
        ("- 1 1/2", -1.5),
        ("1 000/3", 1000 / 3),
        ("1 234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1,234", 1.234),
        ("2e-4", 2e-4),
        ("1,25E3", 1250.0),
        ("1.25×10⁻⁴", 1.25e-4),
        ("3*10^5", 3e5),
    ],
)
def test_reads(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1/0", "1/", "/2", "1//2", "1,2,3", "1.2.3", "1 1/0", "nan", "inf", "∞", "1e999", "--1", "0x10", "1e"],
)
def test_what_is_no_number_is_refused_with_the_text_and_a_remedy(text: str) -> None:
    with pytest.raises(NnsimError) as error:
        parse_number(text)
    assert error.value.code == "number.unreadable"
    assert f"'{text}'" in str(error.value)
    assert "0.5" in str(error.value)


@given(st.floats(-1e300, 1e300))
def test_reads_what_the_formatter_prints(value: float) -> None:
    assert parse_number(format_exact(value)) == value
    assert parse_number(format_number(value)) == pytest.approx(value, rel=6e-3, abs=6e-3)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(NnsimError):
        assert math.isfinite(parse_number(text))


@pytest.mark.parametrize(("text", "count"), [("12", 12), ("1,000", 1000), ("−3", -3), ("1 000", 1000)])
def test_reads_counts(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["", "1.5", "1,5", "ten", "1e3", "9" * 5000])
def test_counts_are_whole(text: str) -> None:
    with pytest.raises(NnsimError) as error:
        parse_count(text)
    assert error.value.code == "number.not-whole"
