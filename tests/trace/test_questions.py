"""Questions of a stop are answered by the numbers that ran, and what is covered tells nothing of them."""

from collections.abc import Callable

import numpy as np
import pytest

from nnsim.document import Amount, Choice, Document, Pointing
from nnsim.edits import set_parameter
from nnsim.text import render
from nnsim.trace import Explanation, Poll, Stepper, StopQuestion, covered, plain_text
from nnsim.trace.covering import HIDDEN


def _answers(question: StopQuestion) -> object:
    way = question.question.way
    if isinstance(way, Pointing):
        return way.node, way.unit
    assert isinstance(way, Choice | Amount)
    return way.answer


def _told(stepper: Stepper) -> Explanation:
    told = stepper.explain()
    assert told is not None
    return told


def _to(stepper: Stepper, operation: str) -> None:
    stepper.seek(0)
    while _told(stepper).operation != operation:
        stepper.next()


def test_signs_and_numbers_are_those_of_the_run_and_a_poll_judges_them(make_layered: Callable[..., Document]) -> None:
    document = make_layered((1, "tanh"), batches="full")
    stepper = Stepper(set_parameter(document, "dense1/weight", [[0.5, -2.0]]), sample=3)
    stepper.seek(0)
    assert stepper.kinds() == ("sign", "number")
    sign = stepper.ask("sign")
    assert (_answers(sign), render(sign.text), render(sign.text, "ko")) == (
        1, "Which sign does z have?", sign.question.text["ko"])
    assert sign.question.text["ko"] != sign.question.text["en"]
    asked = stepper.ask("number")
    poll = Poll(asked.question)
    for character in "-1,48":
        poll.type(character)
    assert poll.is_right() is True  # −1.50, and a twentieth more or less
    poll.type("")
    poll.type("")
    assert poll.is_right() is False


def test_what_becomes_of_weights_and_of_the_loss(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (1, "sigmoid"), batches="full"))
    _to(stepper, "Descend")
    before, told = stepper.document_before(), _told(stepper)
    old = before.state.parameters[told.result.path][told.result.parameter_index]
    assert _answers(stepper.ask("change")) == (0 if told.outcome > old else 1)
    after = stepper.document_after()
    stepper.seek(0)
    while "loss" not in stepper.kinds():
        stepper.next()
    numbers = [_told(stepper).outcome, *(stepper.view().deltas["dense1"])]
    asked = stepper.ask("loss")
    fresh = Stepper(after)
    fresh.seek(stepper.cursor)
    assert _answers(asked) == (0 if _told(fresh).outcome > numbers[0] else 1)
    np.testing.assert_array_equal([_told(stepper).outcome, *stepper.view().deltas["dense1"]], numbers)  # as before


def test_units_and_weights_to_point_at(make_layered: Callable[..., Document]) -> None:
    document = make_layered((4, "tanh"), (1, "sigmoid"), batches="full")
    weights = [[0.3, -0.8], [1.0, 0.6], [-0.4, 0.9], [0.1, 0.2]]
    stepper = Stepper(set_parameter(document, "dense1/weight", weights), sample=1, detail="layer")
    _to(stepper, "Tanh")
    most = int(np.argmax(stepper.view().values["dense1"]))
    assert _answers(stepper.ask("unit")) == ("dense1", most)
    places = []
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        if "weight" in stepper.kinds():
            places.append(_answers(stepper.ask("weight")))
    sizes = {path: np.abs(array) for path, array in stepper.view().weight_gradients.items()}
    assert places == [(path, int(np.argmax(sizes[path]))) for path in ("dense2/weight", "dense1/weight")]


@pytest.mark.parametrize("detail", ["layer", "term"])
def test_what_is_covered_tells_nothing(make_layered: Callable[..., Document], detail: str) -> None:
    stepper = Stepper(make_layered((2, "relu"), (1, "tanh"), batches="full"), sample=2)
    stepper.set_detail(detail)  # type: ignore[arg-type]
    known = {}
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told, view = _told(stepper), stepper.covered_view()
        hidden = covered(told, whole_row=detail == "layer")
        assert (hidden.outcome_text, hidden.worked, hidden.terms) == (HIDDEN, (), ())
        assert plain_text(hidden.symbols) == plain_text(told.symbols)
        assert plain_text(hidden.numbers) == plain_text(told.numbers)
        for tensor in hidden.tensors:
            assert all(place is None or (place.slot, place.index) != (told.result.slot, told.result.index)
                       for place in tensor.places)
        open_view = stepper.view()
        assert (view.active, view.phase, view.lit_links) == (open_view.active, open_view.phase, open_view.lit_links)
        if tick:  # what the canvas shows is what the stop before has come to
            for part in ("values", "sums", "deltas", "weight_gradients", "new_parameters"):
                for name, array in getattr(view, part).items():
                    np.testing.assert_array_equal(array, known[part, name], f"{part} of {name} at {tick}")
        else:
            assert not np.isnan(view.values["input1"]).any()
            assert np.isnan(view.values["dense1"]).all()
        for part in ("values", "sums", "deltas", "weight_gradients", "new_parameters"):
            known.update({(part, name): array for name, array in getattr(open_view, part).items()})
