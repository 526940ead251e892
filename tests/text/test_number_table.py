"""Tables of numbers come from spreadsheets of any language and go back; what cannot be read is told with its place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nnsim.text import NnsimError, render
from nnsim.text.number_table import parse_table, written_table


@pytest.mark.parametrize(("text", "expected"), [
    ("1\t2\n3\t4\n", [[1, 2], [3, 4]]),
    ("0,5\t-1,25\r\n1e-3\t3\r\n", [[0.5, -1.25], [0.001, 3]]),
    ("0.5\t1,250\n12,345,678\t2", [[0.5, 1250], [12345678, 2]]),
    ("1.234,5\t2", [[1234.5, 2]]),
    ("−0.5\t1/3", [[-0.5, 1 / 3]]),
    ("0.1;0.2\n0.3;0.4", [[0.1, 0.2], [0.3, 0.4]]),
    ("0,1 0,2", [[0.1, 0.2]]),
    ("7", [[7]]),
    ("1.25×10⁻⁴\t1e300", [[1.25e-4, 1e300]]),
])
def test_what_spreadsheets_write_is_read(text: str, expected: list[list[float]]) -> None:
    np.testing.assert_array_equal(parse_table(text), np.array(expected, float))


@pytest.mark.parametrize(("text", "code", "place"), [
    ("", "table.empty", "no numbers"),
    ("  \n", "table.empty", "no numbers"),
    ("1\t2\n3", "table.ragged", "Row 2 of the clipboard has 1 cells, but the first row has 2"),
    ("1\t2\n3\tNaN", "table.unreadable", "Row 2, column 2 of the clipboard has 'NaN'"),
    ("1\tinf", "table.unreadable", "Row 1, column 2"),
    ("1\t\n2\t3", "table.unreadable", "Row 1, column 2 of the clipboard is empty"),
    ("#DIV/0!\t1", "table.unreadable", "'#DIV/0!', which is no number"),
    ("1_0\tx", "table.unreadable", "Row 1, column 2"),
    ("1e999", "table.unreadable", "Row 1, column 1"),
])
def test_what_is_no_table_of_numbers_is_refused_with_its_place(text: str, code: str, place: str) -> None:
    with pytest.raises(NnsimError) as caught:
        parse_table(text)
    assert caught.value.code == code
    assert place in render(caught.value.message, "en")
    assert any("가" <= letter <= "힣" for letter in render(caught.value.message, "ko"))


@given(arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 4)),
              elements=st.floats(allow_nan=False, allow_infinity=False)), st.sampled_from([".", ","]))
def test_numbers_come_back_to_the_bit(values: np.ndarray, decimal: str) -> None:
    np.testing.assert_array_equal(parse_table(written_table(values, decimal)), values)


def test_a_large_table_is_read_within_a_second() -> None:
    values = np.random.default_rng(0).normal(size=(400, 400))
    np.testing.assert_array_equal(parse_table(written_table(values)), values)
