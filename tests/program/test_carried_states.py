"""States that are carried from batch to batch: sample by sample, anew in every epoch, kept in the file."""

from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from nnsim import edits, files
from nnsim.catalog import RecurrentSettings, RnnSettings
from nnsim.document import ArrayMap, Document, Split
from nnsim.edits.shapes import carried_shapes
from nnsim.program import Executor, Problem, Trainer, problems
from nnsim.text.messages import render
from tests.catalog.placed_recurrent import recurrent

KINDS = ("rnn", "lstm", "gru")


def _carrying(kind: str = "lstm", samples: int = 7, **plan: Any) -> Document:
    """A layer that carries its state on, by default over 7 samples in batches of 2, 2, 2 and 1."""
    settings = (RnnSettings if kind == "rnn" else RecurrentSettings)(2, stateful=True)
    document, _ = recurrent(kind, settings, samples)
    given = {"batches": "mini", "batch_size": 2, "shuffle": False} | plan
    return edits.set_plan(document, replace(document.plan, **given))


def _begins(trainer: Trainer, executor: Executor) -> list[Any]:
    return [np.array(executor.value(each.begins)) for each in trainer.program.carried]


def _ends(trainer: Trainer, executor: Executor) -> list[Any]:
    return [np.array(executor.value(each.ends)) for each in trainer.program.carried]


@pytest.mark.parametrize("kind", KINDS)
def test_each_sample_goes_on_where_the_one_at_its_place_ended(kind: str) -> None:
    trainer = Trainer(_carrying(kind))
    assert len(trainer.program.carried) == (2 if kind == "lstm" else 1)
    before = None
    for number in range(8):
        executor = trainer.step()
        expected = before if number % 4 in (1, 2) else [np.zeros((executor.batch, 2))] * len(trainer.program.carried)
        for found, wanted in zip(_begins(trainer, executor), expected or (), strict=True):
            np.testing.assert_array_equal(found, wanted)
        before = _ends(trainer, executor)
        assert all(np.ptp(each, axis=0).any() for each in before) or executor.batch == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", [1, 2, 3, 4, 5])
def test_a_saved_training_goes_on_to_the_bit(kind: str, steps: int) -> None:
    trainer = Trainer(_carrying(kind))
    for _ in range(steps):
        trainer.step()
    resumed = Trainer(files.loads(files.dumps(trainer.document())))
    assert resumed.state() == trainer.state()
    for _ in range(5):
        trainer.step()
        resumed.step()
        assert resumed.state() == trainer.state()


def test_a_reset_begins_at_zero() -> None:
    trainer = Trainer(_carrying())
    trainer.step()
    assert trainer.state().slots["lstm1/hidden_state"].any()
    reset = Trainer(edits.reset_training(trainer.document()))
    assert not any(each.any() for each in _begins(reset, reset.begin()))


def test_another_batch_size_begins_at_zero_and_the_same_one_does_not() -> None:
    trainer = Trainer(_carrying())
    trainer.step()
    for size, goes_on in ((3, False), (2, True)):
        other = Trainer(trainer.document())
        document = edits.set_plan(other.document(), replace(other.document().plan, batch_size=size))
        other.replace(document)
        assert any(each.any() for each in _begins(other, other.begin())) == goes_on


def test_what_is_carried_on_is_no_parameter_and_goes_with_the_setting() -> None:
    trainer = Trainer(_carrying())
    trainer.step()
    document = trainer.document()
    assert set(carried_shapes(document.network)) == {"lstm1/hidden_state", "lstm1/cell_state"}
    assert not any("state" in path for path in document.state.parameters)
    assert document.state.slots["lstm1/cell_state"].shape == (2, 2)
    plain = edits.change_settings(document, "lstm1", RecurrentSettings(2))
    assert not any("state" in path for path in plain.state.slots)
    assert not any("state" in path for path in Trainer(plain).state().slots)


def test_a_look_at_the_coming_step_sees_the_carried_state() -> None:
    trainer = Trainer(_carrying())
    trainer.step()
    looked = trainer.look()
    loss = trainer.loss(looked)
    assert loss == trainer.loss(trainer.step())


def test_a_plan_in_mid_run_says_when_the_state_changes_its_shape() -> None:
    document = _carrying()
    larger = edits.set_plan(document, replace(document.plan, batch_size=3))
    faster = edits.set_plan(document, replace(document.plan, epochs=3))
    assert edits.state_layout(document) == edits.state_layout(faster)
    assert edits.state_layout(document) != edits.state_layout(larger)
    plain = edits.change_settings(document, "lstm1", RecurrentSettings(2))
    assert edits.state_layout(plain) == edits.state_layout(edits.change_settings(larger, "lstm1", RecurrentSettings(2)))


@pytest.mark.parametrize("shape", [(2, 3), (2,), (0, 2), ()])
def test_a_file_with_a_state_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    document = _carrying()
    state = replace(document.state, slots=ArrayMap({"lstm1/hidden_state": np.zeros(shape)}))
    with pytest.raises(files.FileError) as caught:
        files.loads(files.dumps(replace(document, state=state)))
    assert caught.value.code == "file.shape"
    assert "lstm1/hidden_state" in str(caught.value)


def _told(document: Document) -> list[Problem]:
    return [each for each in problems(document) if each.place == "lstm1"]


def test_batches_in_order_are_no_problem() -> None:
    assert _told(_carrying()) == []


@pytest.mark.parametrize(("plan", "test_share", "said"), [
    ({"shuffle": True}, 0.0, "shuffles the samples"),
    ({"batches": "full"}, 0.0, "an epoch is one batch here"),
    ({"batch_size": 7}, 0.0, "an epoch is one batch here"),
    ({}, 0.3, "have gaps between them"),
])
def test_batches_that_do_not_continue_each_other_are_told(plan: dict[str, Any], test_share: float, said: str) -> None:
    document = _carrying(**plan)
    assert document.data is not None
    document = replace(document, data=replace(document.data, split=Split(test_share)))
    (problem,) = _told(document)
    assert problem.severity == "warning"
    assert said in render(problem.message, "en")
    assert "상태" in render(problem.message, "ko") or "배치" in render(problem.message, "ko")
    for fix in problem.fixes:
        assert _told(fix.apply(document)) == []
