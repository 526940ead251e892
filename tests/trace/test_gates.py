"""The cell of an LSTM, a GRU and a simple recurrent layer in one view: at every stop in it, forward and back."""

import numpy as np
import pytest

from nnsim import catalog
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.trace import Explanation, Gates, GateSpot, Stepper
from tests.batteries.drawing import Drawing, table

STEPS, UNITS = 2, 2


def reading(kind: str, **settings: object) -> Document:
    """A sequence of two features, read into a few units, and their sum."""
    x = np.random.default_rng(2).normal(size=(3, STEPS * 2))
    drawing = Drawing(table(x, x[:, :1]))
    source = drawing.add("input", InputSettings(tuple(range(STEPS * 2)), (STEPS, 2)))
    node = drawing.add(kind, catalog.kind(kind).Settings(units=UNITS, **settings), source)
    flat = drawing.add("flatten", None, node) if settings.get("returns") == "sequence" else node
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), flat))
    return drawing.document


def sigmoid(z: float) -> float:
    return float(1 / (1 + np.exp(-z)))


def is_right(gates: Gates) -> None:
    """The numbers of a whole cell follow from one another by its formulas."""
    value = {spot.role: spot.place.value for spot in gates.spots}
    if gates.kind == "lstm":
        made = {gate: sigmoid(value[f"{gate}_sum"]) for gate in ("forget", "input", "output")}
        made["candidate"] = np.tanh(value["candidate_sum"])
        made["cell"] = value["forget"] * value["cell_before"] + value["input"] * value["candidate"]
        made["squashed"] = np.tanh(value["cell"])
        made["hidden"] = value["output"] * value["squashed"]
    elif gates.kind == "gru":
        made = {gate: sigmoid(value[f"{gate}_sum"]) for gate in ("reset", "update")}
        made["candidate"] = np.tanh(value["from_input"] + value["reset"] * value["from_state"])
        update = value["update"]
        made["hidden"] = (1 - update) * value["candidate"] + update * value["hidden_before"]
    else:
        made = {"hidden": (np.tanh if gates.function == "tanh" else lambda z: max(z, 0))(value["sum"])}
    for role, number in made.items():
        assert value[role] == pytest.approx(number, rel=1e-5, abs=1e-6), role


def following(stepper: Stepper) -> Explanation:
    """What is told at the next stop."""
    stepper.next()
    told = stepper.explain()
    assert told is not None
    return told


def lit(gates: Gates) -> list[GateSpot]:
    return [spot for spot in gates.spots if spot.at_hand]


@pytest.mark.parametrize(("kind", "settings"), [
    ("lstm", {"truncation": 1, "returns": "sequence"}), ("gru", {"stateful": True}),
    ("rnn", {"activation": "relu", "bidirectional": True, "returns": "sequence"}),
])  # fmt: skip
def test_every_stop_in_a_time_step_lights_its_place_in_a_cell_of_numbers_that_fit_together(
    kind: str, settings: dict[str, object]
) -> None:
    stepper = Stepper(reading(kind, **settings))
    program, seen = stepper._plan.program, set()
    for tick in range(stepper.timeline().total):
        stepper.seek(tick)
        told, gates = stepper.explain(), stepper.gates()
        assert told is not None
        if told.phase == "update":
            assert gates is None
            break
        meaning = program.slots[told.result.slot]
        inside = told.node != "dense1" and meaning.step is not None and 0 < meaning.step <= STEPS
        if inside and told.phase in ("forward", "backward"):
            assert gates is not None, told.operation
        if gates is None:
            assert told.node != f"{kind}1", told.operation
            continue
        is_right(gates)
        if not lit(gates):  # what is shared by all time steps
            assert not inside, told.operation
            continue
        assert gates.steps == STEPS
        assert all(len(strip.values) == STEPS for strip in gates.strips)
        if meaning.per_sample and told.phase == "backward":
            assert told.outcome_text in [spot.slope_text for spot in lit(gates)]
        elif meaning.per_sample and lit(gates)[0].place.slot == told.result.slot:
            assert lit(gates)[0].text == told.outcome_text
        seen.add((gates.reverse, gates.step, gates.unit, gates.phase))
    ways = 2 if settings.get("bidirectional") else 1
    assert len(seen) == ways * STEPS * UNITS * 2


def test_what_is_not_computed_yet_is_empty_and_gradients_come_back_through_the_same_places() -> None:
    stepper = Stepper(reading("lstm"), detail="layer")
    filled, last = [], None
    while (told := following(stepper)).phase != "update":
        gates = stepper.gates()
        if gates is None:
            continue
        here, producer = stepper.moment.stop, stepper._plan.cells.producer
        assert here is not None
        for spot in gates.spots:
            assert bool(spot.text) or (told.phase == "forward" and producer[spot.place.slot] >= here.instruction)
            assert spot.slope is None or told.phase == "backward"
            if spot.slope_text and spot.slope is not None:
                assert producer[spot.slope.slot] <= here.instruction
        filled.append(sum(bool(text) for strip in gates.strips for text in strip.texts))
        last = gates
    assert filled[0] == 0
    assert max(filled) == filled[-1] == 6 * STEPS
    assert last is not None
    assert (last.step, last.phase) == (1, "backward")
    program, frame = stepper._plan.program, stepper._frame
    for spot in last.spots:
        if spot.role in ("hidden_before", "cell_before"):
            assert spot.slope is None  # nothing flows into the state at the start
        elif not spot.role.endswith("_sum"):
            gradient = program.gradient_of(spot.place.slot)
            assert gradient is not None
            assert spot.slope is not None
            assert spot.slope.value == frame.array(gradient)[stepper.sample, last.unit]


def test_the_unit_is_chosen_where_all_are_computed_at_once_and_a_question_covers_the_outcome() -> None:
    stepper = Stepper(reading("gru"), detail="layer")
    while (told := following(stepper)).operation != "ResetCandidate":
        pass
    first, second = stepper.gates(), stepper.gates(1)
    assert first is not None
    assert second is not None
    assert (first.unit, second.unit) == (0, 1)
    assert [spot.role for spot in lit(first)] == [spot.role for spot in lit(second)] == ["candidate"]
    assert lit(second)[0].text
    assert lit(second)[0].text != lit(first)[0].text
    covered = stepper.gates(None, covers=True)
    assert covered is not None
    assert [spot.role for spot in covered.spots if first and not spot.text] == ["candidate", "hidden"]
    stepper.set_detail("neuron")
    other = stepper.gates(0)
    here = stepper.gates()
    assert here is not None
    assert here.unit == 1
    assert other is not None
    assert not lit(other)
    assert told.outcome_text == lit(first)[0].text


@pytest.mark.parametrize(("kind", "together"), [
    ("lstm", {"RecurrentSum": 4, "SigmoidGradient": 1, "WeightGradient": 4}), ("gru", {"Add": 2, "SigmoidGradient": 1}),
])  # fmt: skip
def test_all_that_a_layer_computes_at_once_is_lit_and_no_more(kind: str, together: dict[str, int]) -> None:
    stepper, seen = Stepper(reading(kind), detail="layer"), set()
    while (told := following(stepper)).phase != "update":
        gates = stepper.gates()
        if gates is not None and lit(gates) and told.operation in together:  # else it is of all time steps
            assert len(lit(gates)) == together[told.operation], told.operation
            seen.add(told.operation)
    assert seen == set(together)


def test_a_value_leads_to_the_moment_that_made_it() -> None:
    stepper = Stepper(reading("lstm"), detail="neuron")
    while following(stepper).operation != "HiddenState":
        pass
    gates = stepper.gates()
    assert gates is not None
    forget = next(spot for spot in gates.spots if spot.role == "forget")
    assert stepper.follow(forget.place)
    told, there = stepper.explain(), stepper.gates()
    assert told is not None
    assert there is not None
    assert told.operation == "Gate"
    assert told.outcome_text == forget.text
    assert [spot.role for spot in lit(there)] == ["forget"]
