"""The trainer's client: runs are one undo entry each, end where they should, and give the bits of the plain loop."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.backend import choose
from nnsim.catalog import GradientDescentSettings
from nnsim.data import prepare
from nnsim.document import Condition, Document
from nnsim.edits import (
    add_breakpoint,
    add_node,
    change_settings,
    set_plan,
    set_rule,
    set_weight,
)
from nnsim.program import Trainer
from nnsim.text import NnsimError, format_loss, message, render
from tests.ui.bridge.training_runs import EDIT, run_a_while, stop
from ui.bridge import DocumentStore, TrainerClient


def test_figures_of_an_untrained_document_arrive_by_themselves(qtbot: QtBot, trainer: TrainerClient) -> None:
    with qtbot.waitSignal(trainer.snapshot, timeout=20_000):
        pass
    latest = trainer.latest
    assert latest.step == 0
    assert latest.unit_maps["dense1"].shape == (1, 64, 64)
    assert np.isfinite(latest.train_loss)
    assert len(latest.history) == 1


def test_pausing_commits_exactly_one_entry(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    start, told = training_store.document, QSignalSpy(trainer.running_changed)
    run_a_while(qtbot, trainer)
    assert training_store.undo_stack.count() == 0
    assert training_store.document.state.step == trainer.latest.step
    stop(qtbot, trainer)
    assert training_store.undo_stack.count() == 1
    assert [told.at(index)[0] for index in range(told.count())] == [True, False]
    end = training_store.document
    assert end.state == trainer.latest.state
    assert len(end.history) > 1
    training_store.undo()
    assert training_store.document == start
    training_store.redo()
    assert training_store.document == end


def test_the_worker_gives_the_bits_of_the_plain_loop(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, trainable: Document
) -> None:
    plain = Trainer(trainable)
    for _ in range(25):
        trainer.epoch()
        qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
        plain.epoch()
    assert training_store.document.state.step == 100
    assert training_store.document.state == plain.state()
    assert training_store.undo_stack.count() == 25


def test_a_plan_that_changes_before_the_first_step_of_an_epoch_leaves_the_epoch_whole(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    for start in (trainer.epoch, trainer.step):
        before = training_store.document.state
        start()
        plan = training_store.document.plan
        training_store.commit(set_plan(training_store.document, replace(plan, l2=plan.l2 + 0.01)), EDIT)
        qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
        after = training_store.document.state
        assert (after.epoch, after.step) == ((before.epoch + 1, before.step + 4) if start == trainer.epoch
                                             else (before.epoch, before.step + 1))


def test_a_run_stops_at_the_step_at_which_a_condition_holds(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, trainable: Document
) -> None:
    plain, told = Trainer(trainable), []
    losses = [plain.epoch() or plain.evaluate()[0] for _ in range(30)]
    limit = float(f"{losses[20]:.3g}")
    plain = Trainer(trainable)
    while plain.evaluate()[0] >= limit:
        plain.epoch()
    trainer.stopped_early.connect(told.append)
    training_store.commit(add_breakpoint(training_store.document, Condition("loss", limit)), EDIT)
    trainer.start()
    qtbot.waitUntil(lambda: not trainer.running, timeout=60_000)
    assert training_store.document.state == plain.state()
    assert render(told[0]) == (f"Training stopped after step {plain.step_number:,}: Training loss < {limit}, "
                               f"and it is {format_loss(plain.evaluate()[0])} now.")
    assert 0 < plain.epoch_number <= 30
    training_store.commit(add_breakpoint(training_store.document, Condition("step", plain.step_number + 3)), EDIT)
    trainer.start()  # past the condition that holds already
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert training_store.document.state.step == plain.step_number + 3
    training_store.undo()
    assert len(training_store.document.views.breakpoints) == 2


def test_one_step_is_one_entry_with_its_own_name(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    trainer.step()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert training_store.document.state.step == 1
    assert training_store.undo_text == message("Training step")


def test_reset_goes_back_to_the_beginning(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, trainable: Document
) -> None:
    run_a_while(qtbot, trainer)
    trainer.reset()
    assert not trainer.running
    assert training_store.document.state.step == 0
    assert training_store.document.state.parameters == trainable.state.parameters
    qtbot.waitUntil(lambda: trainer.latest.step == 0, timeout=20_000)
    training_store.undo()
    assert training_store.document.state.step > 0


def test_a_preview_has_its_own_maps_and_leaves_none(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    qtbot.waitUntil(lambda: trainer.latest is not None, timeout=20_000)
    before = trainer.latest.unit_maps["dense1"].copy()
    training_store.preview(set_weight(training_store.document, "dense1/weight", (0, 0), 9.0))
    qtbot.waitUntil(lambda: not np.array_equal(trainer.latest.unit_maps["dense1"], before), timeout=20_000)
    training_store.drop_preview()
    qtbot.waitUntil(lambda: np.array_equal(trainer.latest.unit_maps["dense1"], before), timeout=20_000)
    assert training_store.undo_stack.count() == 0


def test_activations_follow_the_sample_at_hand(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    for sample in (0, 3):
        trainer.look_at(sample)
        qtbot.waitUntil(lambda at=sample: trainer.latest is not None and trainer.latest.sample == at, timeout=20_000)
        inputs = prepare(training_store.document.data).x_train[sample]
        assert trainer.latest.activations["input1"].tolist() == inputs.tolist()


def test_a_slow_speed_is_kept(qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient) -> None:
    trainer.set_speed(2.0)  # 8 steps a second
    run_a_while(qtbot, trainer, snapshots=3)
    stop(qtbot, trainer)
    assert 0 < training_store.document.state.step < 100
    with pytest.raises(ValueError, match="above 0"):
        trainer.set_speed(0.0)


def test_the_plans_last_epoch_ends_the_run(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    training_store.commit(set_plan(training_store.document, replace(training_store.document.plan, epochs=7)), EDIT)
    trainer.start()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert training_store.document.state.epoch == 7
    assert training_store.undo_stack.count() == 2


def test_a_network_that_cannot_be_trained_says_why(qtbot: QtBot, store: DocumentStore) -> None:
    trainer = TrainerClient(store)
    told = []
    trainer.failed.connect(told.append)
    trainer.start()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert not trainer.running
    assert "no data" in render(told[0])
    assert trainer.latest is None
    trainer.start()  # the worker refused before it was asked, and says nothing more
    qtbot.waitUntil(lambda: len(told) == 2, timeout=20_000)
    assert told[1] == told[0]
    assert not trainer.running
    trainer.shutdown()


def test_what_a_stray_node_does_not_reach_stays_alive(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    told = []
    trainer.failed.connect(told.append)
    run_a_while(qtbot, trainer)
    stray, _ = add_node(training_store.document, "neuron", (0.0, 900.0))
    training_store.commit(stray, EDIT)
    qtbot.waitUntil(lambda: bool(told) and not trainer.running, timeout=20_000)
    qtbot.waitUntil(lambda: trainer.latest.generation == trainer._generation, timeout=20_000)
    assert "'Neuron 1'" in render(told[0])
    parameters = training_store.document.state.parameters
    assert set(parameters) - set(trainer.latest.state.parameters) == {"neuron1/weight", "neuron1/bias"}
    for path, array in trainer.latest.state.parameters.items():
        np.testing.assert_array_equal(array, parameters[path])
    assert np.isfinite(trainer.latest.train_loss)
    assert "dense1" in trainer.latest.unit_maps
    trainer.start()
    assert not trainer.running
    assert len(told) == 2


def test_divergence_ends_the_run_with_the_last_good_weights(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    linear = replace(training_store.document.network.node("dense1").settings, activation="linear")
    document = change_settings(training_store.document, "dense1", linear)
    document = set_rule(document, "gradient_descent", GradientDescentSettings(learning_rate=1000.0))
    training_store.commit(document, EDIT)
    told = []
    trainer.diverged.connect(lambda text, entered: told.append(text) if entered else None)
    trainer.start()
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "learning rate" in render(told[0])
    assert not trainer.running
    state = training_store.document.state
    assert all(np.isfinite(array).all() for array in state.parameters.values())
    assert state.step > 0


def test_the_backend_that_is_asked_for_is_the_one_that_computes(qtbot: QtBot, trainer: TrainerClient) -> None:
    with qtbot.waitSignal(trainer.snapshot, timeout=20_000):
        pass
    if "cannot" not in _card():
        pytest.skip("a graphics card can be used here")
    trainer.set_backend("cupy")
    with qtbot.waitSignal(trainer.cleared, timeout=20_000):
        pass
    with qtbot.waitSignal(trainer.failed, timeout=20_000) as failed:
        trainer.start()
    assert "Choose NumPy" in render(failed.args[0])
    trainer.set_backend("numpy")
    with qtbot.waitSignal(trainer.snapshot, timeout=20_000):
        pass


def _card() -> str:
    """What choosing the graphics card gives: its name, or why it cannot be used."""
    try:
        return choose("cupy").name
    except NnsimError as error:
        return render(error.message, "en")


def test_a_run_that_reaches_its_end_is_told_and_one_that_is_paused_is_not(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    told = QSignalSpy(trainer.ended)
    run_a_while(qtbot, trainer)
    stop(qtbot, trainer)
    assert not told.count()
    training_store.commit(set_plan(training_store.document, replace(training_store.document.plan, epochs=3)), EDIT)
    trainer.epoch()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert not told.count()
    trainer.start()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    epoch = training_store.document.state.epoch
    assert epoch % 3 == 0
    assert render(told.at(0)[0]).startswith(f"Training ended after {epoch:,} epochs")
