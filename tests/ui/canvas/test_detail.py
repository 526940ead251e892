"""Levels of detail and the widths of links."""

import numpy as np
import pytest

from ui.canvas.detail import (
    Detail,
    bias_length,
    detail_at,
    has_marker,
    link_detail,
    link_opacity,
    link_width,
    scale_of,
    strength,
)
from ui.canvas.weight_sizes import WeightSizes, settled


@pytest.mark.parametrize(
    ("radius", "level"),
    [(4.9, Detail.STRIP), (8, Detail.COLORS), (25.9, Detail.MAPS), (26.5, Detail.NAMES), (34, Detail.NAMES),
     (41, Detail.POINTS)],
)
def test_detail_follows_the_radius_on_the_screen(radius: float, level: Detail) -> None:
    assert detail_at(radius) == level


def test_the_scale_is_a_high_percentile_and_at_least_one() -> None:
    assert scale_of(np.empty(0)) == 1.0
    assert scale_of(np.array([0.1, 0.2])) == 1.0
    assert scale_of(np.linspace(0, 4, 101)) == pytest.approx(3.88)
    assert scale_of(np.array([np.nan, np.inf, 2.0])) == 2.0


def test_the_scale_that_is_kept_from_edit_to_edit_is_that_of_all_weights() -> None:
    drawn, kept = np.random.default_rng(4), WeightSizes()
    weights = {f"n{number}/weight": drawn.normal(scale=4, size=(2, 3)) for number in range(6)}
    for turn in range(60):
        path = f"n{drawn.integers(9)}/weight"
        if turn % 3 == 0:
            weights.pop(path, None)
        elif turn % 3 == 1:
            weights = {path: drawn.normal(scale=4, size=(1, drawn.integers(5))), **weights}
        else:
            weights[path] = drawn.normal(scale=4, size=(2, 2))
        sizes = [np.abs(array).ravel() for array in weights.values()]
        measured = scale_of(np.concatenate([np.empty(0), *sizes]))
        assert kept.scale({**weights, "n1/bias": np.full(3, 99.0)}) == settled(measured)
        assert settled(measured) == pytest.approx(measured, rel=0.011)


def test_links_are_as_wide_as_the_design_says() -> None:
    assert strength(-3.0, 2.0) == 1.0
    assert link_width(1.0, Detail.NAMES) == 5.0
    assert link_width(0.5, Detail.MAPS) == pytest.approx(2.4)
    assert link_opacity(0.5, Detail.MAPS) == pytest.approx(0.5)
    assert link_opacity(0.1, Detail.NAMES) == 1.0
    assert has_marker(0.1, Detail.NAMES)
    assert not has_marker(0.4, Detail.MAPS)
    assert has_marker(0.5, Detail.MAPS)


def test_bias_ticks_grow_up_to_one() -> None:
    assert bias_length(0.0) == 5.0
    assert bias_length(-0.5) == 8.5
    assert bias_length(9.0) == 12.0


def test_in_a_crowd_links_are_drawn_as_from_further_away() -> None:
    assert link_detail(Detail.NAMES, crowded=True) == Detail.MAPS
    assert link_detail(Detail.COLORS, crowded=True) == Detail.COLORS
    assert link_detail(Detail.POINTS, crowded=False) == Detail.POINTS


def test_weak_links_are_seen_where_there_are_few() -> None:
    assert link_opacity(0.0, Detail.MAPS, crowded=False) >= 0.4
    assert link_opacity(0.0, Detail.MAPS, crowded=True) == pytest.approx(0.1)
    assert link_opacity(1.0, Detail.MAPS, crowded=False) == pytest.approx(link_opacity(1.0, Detail.MAPS))
