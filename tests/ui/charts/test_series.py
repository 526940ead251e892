"""Curves before they are drawn: thinning keeps spikes and gaps, areas close at gaps, ticks are round."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.series import areas, lines, thinned
from ui.charts.ticks import decades, nice_ticks, power_text, tick_text


def test_a_short_series_is_left_alone() -> None:
    x, y = np.arange(10.0), np.arange(10.0)
    assert thinned(x, y, 100)[1] is y


@given(st.integers(1000, 5000), st.integers(20, 200), st.integers(0, 2**32 - 1))
def test_thinning_keeps_the_extremes_and_the_order(length: int, columns: int, seed: int) -> None:
    y = np.random.default_rng(seed).normal(size=length)
    x, kept = thinned(np.arange(float(length)), y, columns)
    assert kept.max() == y.max()
    assert kept.min() == y.min()
    assert (np.diff(x) >= 0).all()
    assert len(kept) <= max(3 * columns, 2 * columns + length // columns + 1)


def test_thinning_keeps_gaps_and_no_others() -> None:
    y = np.ones(4000)
    y[1000:1500] = np.nan
    y[3000] = np.nan
    x, kept = thinned(np.arange(4000.0), y, 100)
    assert np.isnan(kept[(x > 1050) & (x < 1450)]).all()
    assert not np.isnan(kept[x > 1550]).any()


def test_an_area_is_closed_on_both_sides_of_a_gap() -> None:
    y = np.array([1.0, 2.0, np.nan, 3.0, 4.0])
    first, second = areas(np.arange(5.0), y, 0.0)
    assert [(point.x(), point.y()) for point in first] == [(0, 0), (0, 1), (1, 2), (1, 0)]
    assert [(point.x(), point.y()) for point in second] == [(3, 0), (3, 3), (4, 4), (4, 0)]


def test_a_curve_leaves_its_gaps_open() -> None:
    drawn = lines(np.arange(5.0), np.array([1.0, 2.0, np.nan, 3.0, 4.0]))
    assert drawn.tolist() == [[0, 1, 1, 2], [3, 3, 4, 4]]


def test_dashes_go_on_around_corners() -> None:
    drawn = lines(np.array([0.0, 4.0, 4.0]), np.array([0.0, 0.0, 6.0]), (3.0, 2.0))
    assert drawn.tolist() == [[0, 0, 3, 0], [4, 1, 4, 4]]


def test_nothing_finite_draws_nothing() -> None:
    gaps = np.full(4, np.nan)
    assert not areas(np.arange(4.0), gaps, 0.0)
    assert not len(lines(np.arange(4.0), gaps))
    assert not len(lines(np.arange(4.0), gaps, (3.0, 2.0)))


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0.0, 0.7, False, [0, 0.25, 0.5, 0.75]),
        (0.0, 240.0, True, [0, 100, 200]),
        (0.0, 3.0, True, [0, 1, 2, 3]),
        (1.0, 1.0, True, [1, 2]),
        (-1.0, 1.0, False, [-1, 0, 1]),
    ],
)
def test_ticks_are_round(low: float, high: float, whole: bool, ticks: list[float]) -> None:
    assert nice_ticks(low, high, 4, whole) == pytest.approx(ticks)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(2, 8))
def test_ticks_cover_the_numbers(low: float, span: float, most: int) -> None:
    ticks = nice_ticks(low, low + span, most)
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + 1e-6 * step
    assert ticks[-1] >= low + span - 1e-6 * step - 1e-9 * abs(low)
    assert len(ticks) <= most + 3


def test_ticks_are_written_with_the_decimals_of_their_step() -> None:
    assert [tick_text(value, 0.25) for value in (0.0, 0.25, 0.5)] == ["0", "0.25", "0.50"]
    assert [tick_text(value, 60) for value in (60, 1200, -60)] == ["60", "1,200", "−60"]
    assert [power_text(power) for power in (-3, 0, 1, 2)] == ["10⁻³", "1", "10", "10²"]


def test_decades_hold_the_numbers_and_no_more_than_eight() -> None:
    assert decades(0.03, 0.267, least=3) == (-3, 0)
    assert decades(1e-30, 2.0) == (-7, 1)
    assert decades(1.0, 1.0) == (-2, 0)
