"""The session trains by budget, keeps curves, and stops before it diverges."""

from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim.catalog import AdamSettings, GradientDescentSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import choose_data, set_rule
from nnsim.program import Trainer, unit_values
from nnsim.session import TrainingSession
from nnsim.text import NnsimError, render


def test_a_session_gives_the_bits_of_the_plain_loop(document: Document) -> None:
    session, trainer = TrainingSession(document), Trainer(document)
    session.advance(steps=60)
    session.snapshot(maps=True, fresh=True)
    session.advance(steps=40)
    for _ in range(100):
        trainer.step()
    assert session.document().state == trainer.state()


def test_a_snapshot_has_what_each_unit_gives_for_the_sample_at_hand(document: Document) -> None:
    session = TrainingSession(document)
    session.advance(steps=30)
    for asked, sample in ((2, 2), (99, 3), (-1, 0)):
        session.look_at(asked)
        taken = session.snapshot(maps=True, fresh=True)
        assert taken.sample == sample
        stepped = Trainer(session.document(), keep=True)
        row = stepped.batch()[2].tolist().index(sample)
        executor = stepped.look()
        given = {name: each for name, each in taken.activations.items() if not name.endswith(":delta")}
        assert list(given) == ["input1", "dense1", "dense2", "output1"]
        assert {name for name in taken.activations if name not in given} == {"dense1:delta", "dense2:delta"}
        for node, values in given.items():
            slots = stepped.program.nodes[node]
            run = executor.value(slots.output)[row].reshape(-1)[slots.start:slots.stop]
            np.testing.assert_allclose(values, run, rtol=1e-6)
    session.advance(steps=5)
    unwatched = session.snapshot(maps=False, fresh=False)
    assert unwatched.activations is taken.activations


def test_layers_too_large_to_be_seen_are_left_out(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = TrainingSession(document).layout().activations
    monkeypatch.setattr(unit_values, "MOST_VALUES", max(whole.values()) - 1)
    session = TrainingSession(document)
    counts = session.layout().activations
    assert 0 < len(counts) < len(whole)
    taken = session.snapshot(maps=True, fresh=True).activations
    assert {name: len(values) for name, values in taken.items()} == counts


def test_budgets_end_where_they_say(document: Document) -> None:
    document = replace(document, plan=replace(document.plan, batches="online"))
    session = TrainingSession(document)
    session.advance(steps=3)
    assert (session.step, session.steps_per_epoch) == (3, 4)
    session.advance(epochs=1)
    assert session.step == 4
    session.advance(epochs=2)
    assert session.step == 12
    session.advance(seconds=0.02)
    assert session.step > 12


def test_a_goal_without_numbers_is_the_plans_last_epoch_and_then_as_many_again(document: Document) -> None:
    session = TrainingSession(replace(document, plan=replace(document.plan, epochs=5)))
    for expected in (5, 10):
        session.set_goal()
        session.advance()
        assert session.reached_goal
        assert session.trainer.epoch_number == expected


def test_curves_hold_losses_of_the_whole_sets_from_the_start(document: Document) -> None:
    session, trainer = TrainingSession(document, share=np.inf), Trainer(document)
    session.advance(epochs=30)
    history = session.document().history
    assert history["epoch"].tolist() == list(range(31))
    for row in range(31):
        assert (history["train_loss"][row], history["train_accuracy"][row]) == trainer.evaluate("train")
        trainer.epoch()
    assert np.isnan(history["test_loss"]).all()


def test_training_goes_on_to_the_bit_from_a_saved_document(document: Document) -> None:
    whole, first = TrainingSession(document, share=np.inf), TrainingSession(document, share=np.inf)
    whole.advance(steps=50)
    first.advance(steps=20)
    second = TrainingSession(first.document(), share=np.inf)
    second.advance(steps=30)
    assert second.document() == whole.document()


def test_a_live_change_of_the_learning_rate_keeps_state(document: Document) -> None:
    session = TrainingSession(document)
    session.advance(steps=20)
    before = session.document().state
    plan = set_rule(document, "adam", AdamSettings(learning_rate=0.5)).plan
    session.change_plan(plan)
    assert session.document().state == before
    session.advance(steps=5)
    other = Trainer(replace(document, state=before, plan=plan))
    for _ in range(5):
        other.step()
    assert session.document().state == other.state()


def finite(document: Document) -> bool:
    return all(np.isfinite(array).all() for array in document.state.parameters.values())


def test_divergence_is_caught_at_its_step_and_the_last_good_weights_are_kept(bursting: Document) -> None:
    session, trainer = TrainingSession(bursting), Trainer(bursting)
    session.advance(steps=10_000)
    assert session.trouble is not None
    told = render(session.trouble)
    assert "first in 'Loss'" in told
    assert "learning rate 50.00" in told
    with np.errstate(all="ignore"):
        last = None
        while True:
            before = trainer.state()
            if not np.isfinite(trainer.loss(trainer.step())):
                break
            last = before
    assert last is not None
    assert session.document().state == last
    assert finite(session.document())


def test_divergence_inside_one_budget_of_steps_names_no_lie(bursting: Document) -> None:
    session = TrainingSession(bursting)
    while session.trouble is None:
        session.advance(steps=1)
        session.snapshot(maps=True, fresh=True)
    assert finite(session.document())
    steps = session.step
    session.advance(steps=5)
    assert session.step == steps


def test_going_on_after_trouble_is_possible_with_a_smaller_rate(bursting: Document) -> None:
    session = TrainingSession(bursting)
    session.advance(steps=10_000)
    session.change_plan(set_rule(bursting, "gradient_descent", GradientDescentSettings(learning_rate=1e-300)).plan)
    step = session.step
    session.set_goal(steps=5)
    session.advance()
    assert session.trouble is None
    assert session.step == step + 5


def test_what_cannot_be_trained_is_refused(document: Document) -> None:
    with pytest.raises(NnsimError, match="no data"):
        TrainingSession(replace(document, data=None))


def test_a_snapshot_has_the_metrics_of_both_sets(make_network: Callable[..., Document]) -> None:
    made = make_network(4, 1, data="gaussians")
    session = TrainingSession(choose_data(made, generated("gaussians", test_share=0.25), 2))
    session.advance(epochs=3)
    got = session.snapshot(maps=False, fresh=True)
    for part in ("train", "test"):
        wanted = session.trainer.measures(part)
        assert wanted is not None
        assert got.measures[part].values == wanted.values
        assert np.array_equal(got.measures[part].confusion, wanted.confusion)
    assert got.measures["train"].values["accuracy"] == got.train_accuracy
    assert got.test_loss == session.trainer.evaluate("test")[0]


def test_metrics_are_measured_only_when_they_are_asked_for(document: Document) -> None:
    session = TrainingSession(document)
    first = session.snapshot(maps=False, fresh=True)
    session.advance(steps=20)
    unasked = session.snapshot(maps=True, fresh=False, metrics=False)
    assert unasked.measures is first.measures
    assert unasked.train_loss == session.trainer.evaluate("train")[0]
    asked = session.snapshot(maps=False, fresh=False, metrics=True)
    wanted = session.trainer.measures("train")
    assert wanted is not None
    assert asked.measures["train"].values == wanted.values
