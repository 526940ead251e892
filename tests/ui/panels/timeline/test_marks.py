"""Marks stand for every tick once, and lie where the mouse finds them."""

from itertools import pairwise

import pytest

from nnsim.trace import DETAILS, Stepper
from tests.ui.panels.timeline.conftest import network
from ui.panels.timeline.lane_layout import INSET, LANE_GAP, NARROWEST_LANE, LaneLayout
from ui.panels.timeline.marks import MOST_MARKS, Marks


def marks_of(units: int, detail: str) -> Marks:
    stepper = Stepper(network(units))
    coarser = DETAILS[: DETAILS.index(detail)]
    return Marks(stepper.timeline(detail), [stepper.timeline(each) for each in reversed(coarser)])


@pytest.mark.parametrize("units", [1, 4, 40])
@pytest.mark.parametrize("detail", DETAILS)
def test_every_tick_has_one_mark(units: int, detail: str) -> None:
    marks = marks_of(units, detail)
    ticks = [tick for mark in range(len(marks)) for tick in range(marks.ticks(mark)[0], sum(marks.ticks(mark)))]
    assert ticks == list(range(marks.total))
    assert [marks.mark(tick) for tick in (-1, 0, marks.total - 1)] == [-1, 0, len(marks) - 1]
    assert sum(lane.ticks for lane in marks.lanes) == marks.total
    assert sum(run.count for lane in marks.lanes for run in lane.runs) == len(marks)


def test_marks_are_ticks_until_there_are_too_many() -> None:
    few, many = marks_of(4, "layer"), marks_of(40, "term")
    assert not few.grouped
    assert len(few) == few.total
    assert many.grouped
    assert many.total > MOST_MARKS >= len(many)


@pytest.mark.parametrize(("units", "detail"), [(4, "layer"), (4, "neuron"), (40, "neuron"), (40, "term")])
@pytest.mark.parametrize(("width", "scale"), [(996, 1.0), (600, 1.0), (1992, 2.0)])
def test_the_mouse_finds_a_tick_where_it_is_drawn(units: int, detail: str, width: int, scale: float) -> None:
    marks = marks_of(units, detail)
    opened = marks.mark(marks.total // 2) if marks.grouped else None
    layout = LaneLayout(marks, width, scale, opened)
    for tick in range(0, marks.total, 7):
        mark = marks.mark(tick)
        if mark == opened:
            first, count = marks.ticks(mark)
            left, wide = layout.bar(mark)
            assert layout.tick_at(left + wide * (tick - first + 0.5) / count) == tick
        else:
            assert marks.mark(layout.tick_at(layout.x_of(tick))) == mark
    assert layout.tick_at(0.0) == -1
    assert layout.tick_at(width) == marks.total - 1


@pytest.mark.parametrize("detail", DETAILS)
def test_lanes_fill_the_width_and_none_is_too_narrow(detail: str) -> None:
    layout = LaneLayout(marks_of(4, detail), 996, 1.0)
    boxes = layout.boxes
    assert boxes[0].x == INSET
    assert boxes[-1].x + boxes[-1].width == pytest.approx(996 - INSET)
    for before, after in pairwise(boxes):
        assert after.x - before.x - before.width == pytest.approx(LANE_GAP)
    assert min(box.width for box in boxes) >= NARROWEST_LANE - 0.01


def test_names_are_given_room_as_far_as_there_is_some() -> None:
    marks = marks_of(4, "layer")
    roomy = LaneLayout(marks, 996, 1.0, wanted=[180, 74, 150, 74])
    assert roomy.boxes[0].width >= 180
    tight = LaneLayout(marks, 400, 1.0, wanted=[180, 74, 150, 74])
    assert tight.boxes[-1].x + tight.boxes[-1].width == pytest.approx(400 - INSET)
