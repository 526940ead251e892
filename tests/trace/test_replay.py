"""Any step of a training's past comes back to the bit, from few kept states, across changes of plan and by hand."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim import edits
from nnsim.document import ArrayMap, Document, History
from nnsim.edits.past import MOST_RUNS, stretch_at, thinned
from nnsim.program import Replay, Trainer


def trained(document: Document, steps: int, every: int = 1, most_states: int = 256) -> tuple[Document, list[Document]]:
    """Trained on, followed each so many steps; all documents on the way."""
    trainer, seen = Trainer(document), [document]
    for step in range(1, steps + 1):
        trainer.step()
        now = replace(document, state=trainer.state())
        seen.append(now)
        if step % every == 0 or step == steps:
            document = edits.with_training(document, now.state, History(), most_states=most_states)
    return document, seen


@pytest.mark.parametrize("rule", ["gradient_descent", "momentum", "adam"])
def test_every_step_comes_back_to_the_bit_from_four_states(make_layered: Callable[..., Document], rule: str) -> None:
    start = make_layered((3, "tanh"), (1, "sigmoid"), rule=rule, batch_size=2)
    document, seen = trained(start, 60, every=3, most_states=4)
    assert sum(len(stretch.states) for stretch in document.past.stretches) == 4
    replay = Replay(document)
    assert replay.steps == range(61)
    for step in (59, 31, 32, 7, 0, 60):
        moment = replay.at(step)
        assert moment is not None
        assert moment.state == seen[step].state
        assert Replay(moment).steps == range(step + 1)


def test_a_change_of_plan_and_of_a_weight_by_hand_are_part_of_the_past(make_layered: Callable[..., Document]) -> None:
    start = make_layered((3, "tanh"), (1, "linear"), rule="adam", batch_size=2)
    slow, first = trained(start, 10, every=4, most_states=4)
    quick = edits.set_rule(slow, "gradient_descent")
    fast, second = trained(quick, 10, every=4)
    by_hand = edits.set_weight(fast, "dense1/weight", (0, 0), 0.5)
    last, third = trained(by_hand, 5)
    replay = Replay(last)
    for step, seen in [(3, first[3]), (10, second[0]), (17, second[7]), (20, third[0]), (22, third[2]), (9, first[9])]:
        moment = replay.at(step)
        assert moment is not None
        assert (moment.state, moment.plan) == (seen.state, seen.plan)
    assert len(last.past.stretches) == 3


def test_the_nearest_state_is_there_without_computing(make_layered: Callable[..., Document]) -> None:
    document, seen = trained(make_layered((2, "tanh"), (1, "linear")), 20, every=5)
    assert [Replay(document).nearest(step).state.step for step in (0, 2, 3, 13, 19, 99)] == [0, 0, 5, 15, 20, 20]
    assert Replay(document).nearest(13).state == seen[15].state


def test_who_does_not_want_to_wait_gets_nothing(make_layered: Callable[..., Document]) -> None:
    document, _ = trained(make_layered((2, "tanh"), (1, "linear")), 20, every=20)
    left = iter([True, True, False])
    assert Replay(document).at(15, lambda: next(left)) is None
    with pytest.raises(IndexError):
        Replay(document).at(21)


def test_another_network_or_other_data_have_no_past_but_another_name_has(make_layered: Callable[..., Document]) -> None:
    document, _ = trained(make_layered((2, "tanh"), (1, "linear")), 4)
    assert len(edits.past_of(edits.rename(document, "dense1", "Hidden")).stretches) == 1
    assert edits.past_of(edits.freeze(document, "dense1/weight", (0, 0), True)).stretches == ()
    wider = edits.change_settings(document, "dense1", replace(document.network.node("dense1").settings, units=3))
    assert Replay(wider).steps == range(4, 5)
    assert document.data is not None
    other = edits.choose_data(document, replace(document.data, split=replace(document.data.split, seed=99)), 2)
    assert edits.past_of(other).stretches == ()


def test_a_branch_keeps_the_run_that_it_leaves(make_layered: Callable[..., Document]) -> None:
    start = make_layered((2, "tanh"), (1, "linear"))
    document, seen = trained(start, 8)
    document = replace(document, history=_curve(8))
    document = edits.add_bookmark(edits.add_bookmark(document, 3, " start to\nbend "), 7, "late")
    moment = Replay(document).at(5)
    assert moment is not None
    branched = edits.branch(document, moment)
    assert branched.state == seen[5].state
    assert [(mark.step, mark.name) for mark in branched.past.bookmarks] == [(3, "start to bend")]
    [run] = branched.past.runs
    assert run.history == document.history
    assert run.stretches[-1].states[-1] == document.state
    assert stretch_at(branched.past, 6) is None
    assert edits.forget_run(branched, run.number).past.runs == ()
    for _ in range(MOST_RUNS + 2):
        branched = edits.reset_training(replace(branched, history=_curve(len(branched.past.runs) + 1)))
    assert len(branched.past.runs) == MOST_RUNS
    assert edits.past_of(edits.reset_training(document)).stretches == ()


def test_states_are_thinned_evenly_and_the_ends_stay(make_layered: Callable[..., Document]) -> None:
    document, _ = trained(make_layered((2, "tanh"), (1, "linear")), 200, most_states=9)
    [stretch] = document.past.stretches
    steps = [state.step for state in stretch.states]
    assert (steps[0], steps[-1], len(steps)) == (0, 200, 9)
    gaps = [after - before for before, after in pairwise(steps)]
    assert max(gaps) <= 4 * 200 / 8
    assert thinned(document.past.stretches, most_bytes=1) == ()


def _curve(epochs: int) -> History:
    return History(ArrayMap({"epoch": np.arange(float(epochs)), "train_loss": np.ones(epochs)}))

