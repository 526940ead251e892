"""The way of a weight through its learning rule: every rule's memory and new value, in the order of the step."""

import pytest

from nnsim import catalog
from nnsim.catalog import DenseSettings
from nnsim.document import Document
from nnsim.trace import Stepper, plain_text
from tests.batteries.drawing import Drawing, table

PLAIN = ("gradient_descent", "perceptron")


def learning_by(rule: str) -> Document:
    """One neuron of two inputs that learns by a rule."""
    drawing = Drawing(table([[1.0, -0.5], [0.25, 2.0]], [[1.0], [-1.0]]))
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), drawing.add("input")))
    return drawing.plan(rule)


@pytest.mark.parametrize("rule", [rule.id for rule in catalog.rules()])
def test_each_stop_of_an_update_lights_its_number_on_the_way_and_knows_no_later_one(rule: str) -> None:
    stepper, lit = Stepper(learning_by(rule), detail="layer"), 0
    for _ in range(stepper.timeline().total):
        stepper.next()
        told, way = stepper.explain(), stepper.update_way()
        assert told is not None
        if way is None:
            assert told.phase != "update" or rule in PLAIN
            continue
        here = [stop.at_hand for stop in way.stops].index(True)
        assert way.stops[here].text == told.outcome_text
        assert all(stop.text for stop in way.stops[:here])
        assert not any(stop.text for stop in way.stops[here + 1:])
        last = way.stops[-1]
        assert (way.change is None) == (here < len(way.stops) - 1)
        assert last.before is not None
        if way.change is not None:
            assert last.before.value + way.change == pytest.approx(last.place.value)
        lit += 1
    assert (lit == 0) == (rule in PLAIN)


def test_adam_remembers_from_step_to_step_and_a_question_covers_its_number() -> None:
    stepper = Stepper(learning_by("adam"))
    before = ""
    for _ in range(2):
        stepper.next()
        while (told := stepper.explain()) is None or told.operation != "FirstMoment" or told.result.parameter_index != (
                0, 1):
            stepper.next()
        way = stepper.update_way()
        assert way is not None
        assert [plain_text(stop.name) for stop in way.stops[1:]] == ["m₂′", "v₂′", "m̂₂", "v̂₂", "w₂′"]
        assert [stop.scale for stop in way.stops] == [
            "gradient", "gradient", "squares", "gradient", "squares", "weight"]
        assert way.stops[1].before_text == (before or "0.00")
        before = way.stops[1].text
        covered = stepper.update_way(covers=True)
        assert covered is not None
        assert [stop.text for stop in covered.stops if stop.at_hand] == [""]
    assert before != "0.00"
