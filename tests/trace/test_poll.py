"""A question takes answers until they are committed; then they stand, and the true one joins them."""

import numpy as np
import pytest

from nnsim.document import Amount, Choice, Drawing, Pointing, Question
from nnsim.trace.poll import Poll


def poll(way: Choice | Amount | Pointing | Drawing) -> Poll:
    return Poll(Question({"": "?"}, way))


def choice() -> Poll:
    return poll(Choice(({"": "a"}, {"": "b"}, {"": "c"}), 1))


def test_hands_are_counted_and_taken_back_while_the_question_is_open() -> None:
    asked = choice()
    for option in (1, 1, 0):
        assert asked.count(option)
    assert asked.count(0, -1)
    assert asked.count(0, -1)
    assert asked.hands == [0, 2, 0]
    assert not asked.count(3)
    asked.go_on()
    assert not asked.count(1)
    assert asked.hands == [0, 2, 0]


def test_the_leading_option_is_the_answer_of_the_room() -> None:
    asked = choice()
    assert asked.leading is None
    assert asked.is_right() is None
    asked.count(1)
    assert asked.leading == 1
    assert asked.is_right() is True
    asked.count(0)
    assert asked.leading is None
    asked.count(0)
    assert asked.is_right() is False


def test_it_is_committed_then_answered_then_over() -> None:
    asked = choice()
    assert asked.go_on()
    assert asked.stage == "committed"
    assert asked.go_on()
    assert asked.stage == "answered"
    assert not asked.go_on()


@pytest.mark.parametrize(("typed", "right"), [("0.17", True), ("0,171", True), ("-0.17", False), ("-", None)])
def test_a_number_is_right_within_its_tolerance(typed: str, right: bool | None) -> None:
    asked = poll(Amount())
    for character in typed:
        assert asked.type(character)
    assert asked.is_right(0.1688) is right
    assert asked.is_right(None) is None


def test_the_last_digit_is_taken_away() -> None:
    asked = poll(Amount(answer=1.0))
    for character in ("1", "2", ""):
        asked.type(character)
    assert asked.number == 1.0
    assert asked.is_right()


def test_a_neuron_is_pointed_at() -> None:
    asked = poll(Pointing("dense1", 2))
    assert asked.point("dense1", 1)
    assert asked.is_right() is False
    assert asked.point("dense1", 2)
    assert asked.is_right() is True
    asked.go_on()
    assert not asked.point("dense1", 0)
    anywhere = poll(Pointing("dense1"))
    assert anywhere.point("dense1", 3)
    assert anywhere.is_right() is True


def test_a_question_takes_answers_of_its_own_kind_alone() -> None:
    assert not choice().type("1")
    assert not choice().point("dense1", 0)
    assert not choice().draw(np.zeros((2, 2)))
    assert not poll(Amount()).count(0)
    assert poll(Drawing()).draw(np.zeros((2, 2)))
