"""The pace gives steps when they are due, and no bursts."""

import math

import pytest

from nnsim.session.pace import Pace


def test_steps_come_evenly() -> None:
    pace = Pace()
    pace.set_speed(2.0, now=0.0)  # 10 steps a second
    done = []
    for tick in range(200):
        due = pace.due(tick * 0.01, steps_per_epoch=5)
        pace.count(due)
        done.append(due)
    assert sum(done) == 20
    assert max(done) == 1
    assert done[0] == 1


def test_a_long_delay_is_not_made_up_for() -> None:
    pace = Pace()
    pace.set_speed(10.0, now=0.0)
    pace.count(pace.due(0.0, steps_per_epoch=10))
    assert pace.due(60.0, steps_per_epoch=10) <= 30


def test_the_wait_ends_when_the_next_step_is_due() -> None:
    pace = Pace()
    pace.set_speed(1.0, now=0.0)
    pace.count(pace.due(0.0, steps_per_epoch=4))
    assert pace.wait(0.0, steps_per_epoch=4) == pytest.approx(0.25)
    assert pace.due(0.2499, steps_per_epoch=4) == 0
    assert pace.due(0.2501, steps_per_epoch=4) == 1


def test_full_speed_is_the_beginning_and_zero_is_refused() -> None:
    pace = Pace()
    assert pace.full_speed
    with pytest.raises(ValueError, match="above 0"):
        pace.set_speed(0.0, now=0.0)
    with pytest.raises(ValueError, match="above 0"):
        pace.set_speed(math.nan, now=0.0)
