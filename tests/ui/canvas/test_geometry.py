"""Sizes of cards, places of units, fan-out and curves."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from ui.canvas.geometry import (
    FIRST_UNITS,
    LAST_UNITS,
    WIDEST_FAN,
    arrival_angles,
    arrival_turns,
    handle_length,
    handle_lengths,
    link_at_x,
    link_path,
    link_point,
    shape_of,
    shown_units,
)


def test_cards_have_the_sizes_of_the_design() -> None:
    dense, final, loss = shape_of("hidden", 4), shape_of("final", 1), shape_of("loss", 1)
    assert (dense.width, dense.radius, dense.rows[0][1], dense.rows[1][1] - dense.rows[0][1]) == (172, 34, 102, 146)
    assert (final.width, final.height, final.radius, final.rows[0][1]) == (196, 312, 46, 162)
    assert (loss.width, loss.height) == (152, 262)
    assert (shape_of("input", 2).width, shape_of("input", 2).height) == (124, 304)


@pytest.mark.parametrize("count", [1, 4, 5, 16])
def test_a_card_shows_every_unit_up_to_sixteen(count: int) -> None:
    shape = shape_of("hidden", count)
    assert [unit for unit, _ in shape.rows] == list(range(count))
    assert shape.gap is None
    assert shape.rows[-1][1] + shape.radius < shape.height


def test_a_large_layer_shows_its_first_and_last_units_and_says_how_many_are_left_out() -> None:
    shape = shape_of("hidden", 248)
    assert [unit for unit, _ in shape.rows] == [0, 1, 2, 3, 4, 5, 246, 247]
    assert shape.hidden == 240
    assert shape.rows[FIRST_UNITS - 1][1] < shape.gap < shape.rows[-LAST_UNITS][1]
    assert shown_units(17).count(None) == 1


def test_arrivals_fan_out_evenly_from_top_to_bottom() -> None:
    assert arrival_angles(1) == (0.0,)
    assert arrival_angles(2) == (11.0, -11.0)
    for count in (4, 8, 40):
        angles = arrival_angles(count)
        assert list(angles) == sorted(angles, reverse=True)
        assert angles[0] - angles[-1] <= WIDEST_FAN + 1e-9
    left, up = 41 * arrival_turns(2)
    assert (308 - left[0], 168 - up[0]) == pytest.approx((267.8, 160.2), abs=0.1)
    assert (308 - left[1], 168 - up[1]) == pytest.approx((267.8, 175.8), abs=0.1)


def test_the_handles_of_many_links_are_those_of_each() -> None:
    gaps = np.array([-900.0, -186.7, -30.0, 0.0, 47.9, 48.0, 300.1])
    each = [handle_length(QPointF(10, 5), QPointF(10 + gap, 50)) for gap in gaps]
    assert handle_lengths(gaps).tolist() == pytest.approx(each)


def test_a_link_leaves_and_arrives_horizontally_with_handles_at_half_the_gap() -> None:
    start, end = QPointF(121, 332), QPointF(267.8, 160.2)
    path = link_path(start, end)
    assert (path.elementAt(1).x, path.elementAt(1).y) == pytest.approx((194.4, 332))
    assert (path.elementAt(2).x, path.elementAt(2).y) == pytest.approx((194.4, 160.2))


@pytest.mark.parametrize("end", [QPointF(300, 40), QPointF(-200, 40), QPointF(110, 90)])
def test_points_of_a_link_lie_on_its_path(end: QPointF) -> None:
    start = QPointF(100, 100)
    path = link_path(start, end)
    for t in (0.0, 0.3, 1.0):
        point, expected = link_point(start, end, t), path.pointAtPercent(path.percentAtLength(0)) if t == 0 else None
        if expected is not None:
            assert math.hypot(point.x() - expected.x(), point.y() - expected.y()) < 1e-6
    assert link_point(start, end, 1.0) == end


def test_a_link_is_found_at_an_x() -> None:
    point = link_at_x(QPointF(0, 0), QPointF(200, 100), 60)
    assert point.x() == pytest.approx(60, abs=0.01)
    assert 0 < point.y() < 50
