"""Stepping forward, back, across phases and training steps, to the bit."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.trace import Detail, Stepper


def _shown(stepper: Stepper) -> tuple[object, ...]:
    view = stepper.view()
    arrays = (view.values, view.sums, view.deltas, view.weight_gradients, view.new_parameters)
    parts = [array.tobytes() for group in arrays for array in group.values()]
    return (view.moment, view.loss, view.active, *parts)


def test_back_shows_what_was_shown_before_across_training_steps(network: Document) -> None:
    stepper = Stepper(network, detail="neuron")
    seen = [_shown(stepper)]
    for _ in range(2 * stepper.timeline().total + 5):
        stepper.next()
        seen.append(_shown(stepper))
    for earlier in reversed(seen[:-1]):
        stepper.back()
        assert _shown(stepper) == earlier
    assert stepper.at_start


def test_walking_three_steps_leaves_the_bits_that_training_leaves(network: Document) -> None:
    stepper, trainer = Stepper(network, detail="layer"), Trainer(network)
    for _ in range(3):
        for _ in range(stepper.timeline().total):
            stepper.next()
        trainer.step()
        assert stepper.document_after().state == trainer.state()
    while not stepper.at_start:
        stepper.back()
    assert stepper.document_before().state == network.state


def test_many_steps_back_are_replayed_from_keyframes(make_layered: Callable[..., Document]) -> None:
    document = make_layered((2, "tanh"), (1, "sigmoid"), rule="adam", batches="online")
    stepper = Stepper(document, detail="layer", most_states=4)
    states = []
    for _ in range(200):
        states.append(stepper.document_before().state)
        stepper.seek(stepper.timeline().total - 1)
        stepper.next()
    for state in reversed(states):
        stepper.back()
        assert stepper.document_before().state == state
        stepper.seek(0)


def test_phases_come_one_after_another_and_go_on_with_the_next_batch(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (1, "linear"), batch_size=2))
    phases = []
    for _ in range(5):
        stepper.next_phase()
        phases.append((stepper.moment.step, stepper.view().phase))
    assert phases == [(0, "forward"), (0, "loss"), (0, "backward"), (0, "update"), (1, "forward")]
    stepper.previous_phase()
    assert (stepper.moment.step, stepper.view().phase) == (0, "update")
    stepper.next()
    stepper.previous_phase()
    assert stepper.view().phase == "update"


def test_a_change_of_detail_stays_at_the_same_place(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((3, "tanh"), (1, "linear")), detail="term")
    stepper.seek(4)
    stop = stepper.moment.stop
    assert stop is not None
    assert (stop.cell, stop.term) == (1, 1)
    stepper.set_detail("neuron")
    assert stepper.cursor == 1
    stepper.set_detail("layer")
    assert stepper.cursor == 0
    stepper.set_detail("term")
    assert stepper.cursor == 8


def test_before_the_first_step_nothing_is_computed(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (1, "linear")))
    view = stepper.view()
    assert stepper.explain() is None
    assert view.loss is None
    assert all(np.isnan(values).all() for values in view.values.values())
    assert view.ahead is not None
    assert not any(np.isnan(values).any() for values in view.ahead.values.values())
    stepper.back()
    assert stepper.at_start


def test_a_sum_in_the_making_is_shown(make_layered: Callable[..., Document]) -> None:
    document = make_layered((2, "tanh"), (1, "linear"), batch_size=4, shuffle=False)
    stepper = Stepper(document, sample=3, detail="term")
    stepper.seek(1)
    view, weights = stepper.view(), document.state.parameters["dense1/weight"]
    assert view.sums["dense1"][0] == pytest.approx(weights[0].sum())
    assert np.isnan(view.sums["dense1"][1])
    assert np.isnan(view.values["dense1"]).all()
    assert view.active == ("dense1", 0, 1)
    assert [(link.source, link.source_unit, link.target, link.target_unit) for link in view.lit_links] == [
        ("input1", 1, "dense1", 0)
    ]


def test_the_chosen_sample_is_a_row_of_the_batch(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (1, "linear"), batch_size=4, shuffle=False))
    stepper.seek(0)
    for sample in range(4):
        stepper.set_sample(sample)
        assert stepper.view().row == stepper.rows[sample] == sample
    stepper.set_sample(99)
    assert stepper.sample == 3


def test_a_number_leads_to_the_moment_it_was_made(make_layered: Callable[..., Document]) -> None:
    stepper = Stepper(make_layered((2, "tanh"), (1, "sigmoid"), loss="sse"), detail="neuron")
    stepper.next_phase()
    stepper.next_phase()
    told = stepper.explain()
    assert told is not None
    [prediction, target] = [
        tensor.places[0] for tensor in told.tensors[:2] if tensor.places and tensor.places[0] is not None
    ]
    assert not stepper.follow(target)
    assert stepper.follow(prediction)
    there = stepper.explain()
    assert there is not None
    assert (there.operation, there.outcome) == ("Sigmoid", prediction.value)


def test_links_that_do_not_exist_are_not_visited(free_neurons: Document) -> None:
    stepper = Stepper(free_neurons)
    paths = []
    for _ in range(stepper.timeline().total):
        stepper.next()
        told = stepper.explain()
        assert told is not None
        if told.operation == "Descend" and told.result.path.endswith("weight"):
            paths.append((told.result.path, told.result.parameter_index))
    assert len(paths) == len(set(paths)) == 5
    assert ("neuron3/weight", (0, 2)) not in paths


@pytest.mark.parametrize("detail", ["layer", "neuron", "term"])
def test_every_stop_is_found_again_by_its_name_in_another_step(network: Document, detail: Detail) -> None:
    stepper, other = Stepper(network, detail=detail), Stepper(network, detail=detail)
    assert stepper.place() is None
    names = []
    for _ in range(stepper.timeline().total):
        stepper.next()
        place = stepper.place()
        assert place is not None
        assert other.seek_place(place)
        assert other.cursor == stepper.cursor
        names.append(place)
    assert len(set(names)) == len(names)
    gone = replace(names[0], operation="Nothing")
    assert not other.seek_place(gone)
    assert other.seek_place(replace(names[0], cell=10**6))
