"""The trainer's client: runs are one undo entry each, edits are carried, and the death of the worker costs a moment."""

import errno
import gc
import os
import random
import signal

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.backend import choose
from nnsim.catalog import AdamSettings, GradientDescentSettings
from nnsim.data import generated, prepare
from nnsim.document import Condition, Document
from nnsim.edits import (
    add_breakpoint,
    add_node,
    change_settings,
    choose_data,
    connect,
    move,
    set_plan,
    set_rule,
    set_weight,
)
from nnsim.program import Trainer
from nnsim.session import shared_block
from nnsim.text import NnsimError, format_loss, message, render
from ui.bridge import DocumentStore, TrainerClient, worker_deaths

EDIT = message("Edit")


def run_a_while(qtbot: QtBot, trainer: TrainerClient, snapshots: int = 2) -> None:
    told = QSignalSpy(trainer.snapshot)
    trainer.start()
    qtbot.waitUntil(lambda: told.count() >= snapshots + 1 and trainer.latest.step > 0, timeout=20_000)


def stop(qtbot: QtBot, trainer: TrainerClient) -> None:
    trainer.pause()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)


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


def test_a_live_learning_rate_loses_no_step(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    plan = set_rule(training_store.document, "adam", AdamSettings(learning_rate=0.5)).plan
    training_store.commit(set_plan(training_store.document, plan), message("Change the learning rate"))
    at = training_store.document.state.step
    qtbot.waitUntil(lambda: trainer.latest.step > at, timeout=20_000)
    assert trainer.running
    stop(qtbot, trainer)
    texts = []
    while training_store.undo_text is not None:
        texts.append(training_store.undo_text.id)
        training_store.undo()
    assert texts == ["Train", "Change the learning rate", "Train"]


def test_a_structural_edit_carries_the_state_and_training_goes_on(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    settings = training_store.document.network.node("dense1").settings
    bigger, layer = add_node(training_store.document, "dense", (0.0, 0.0), settings=replace(settings, units=1))
    bigger = connect(bigger, "input1", layer)
    trained = training_store.document.state.parameters["dense1/weight"]
    training_store.commit(bigger, EDIT)
    at = training_store.document.state.step
    assert at > 0
    assert np.array_equal(training_store.document.state.parameters["dense1/weight"], trained)
    qtbot.waitUntil(lambda: trainer.latest.step > at and f"{layer}/weight" in trainer.latest.parameters, timeout=20_000)
    stop(qtbot, trainer)
    assert training_store.document.state.slots["dense1/weight:first_moment"].any()


def test_moving_nodes_during_training_is_no_matter(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    training_store.commit(move(training_store.document, {"dense1": (5.0, 6.0)}), message("Move"))
    at = trainer.latest.step
    qtbot.waitUntil(lambda: trainer.latest.step > at, timeout=20_000)
    stop(qtbot, trainer)
    assert training_store.document.views.positions["dense1"] == (5.0, 6.0)
    assert training_store.document.state.step > at


def test_undo_while_training_ends_the_run_and_takes_it_back(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    start = training_store.document
    run_a_while(qtbot, trainer)
    training_store.undo()
    assert not trainer.running
    assert training_store.document == start
    qtbot.waitUntil(lambda: trainer.latest.step == 0, timeout=20_000)
    qtbot.wait(100)
    assert training_store.document == start


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


@pytest.mark.parametrize("_round", range(3))
def test_killing_the_worker_costs_a_moment(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, _round: int
) -> None:
    run_a_while(qtbot, trainer)
    told, at = [], trainer.latest.step
    trainer.worker_lost.connect(told.append)
    os.kill(trainer.worker_pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert trainer.running
    assert training_store.document.state.step >= at
    lost_at = training_store.document.state
    assert f"{lost_at.step:,}" in render(told[0])
    qtbot.waitUntil(lambda: trainer.latest.step > lost_at.step, timeout=20_000)
    stop(qtbot, trainer)
    assert training_store.undo_stack.count() == 1
    assert training_store.document.state.slots["dense1/weight:first_moment"].any()


def test_a_run_resumed_after_a_kill_has_the_bits_of_one_that_was_not(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, trainable: Document
) -> None:
    run_a_while(qtbot, trainer)
    os.kill(trainer.worker_pid, signal.SIGKILL)
    with qtbot.waitSignal(trainer.worker_lost, timeout=20_000):
        pass
    at = trainer.latest.step
    qtbot.waitUntil(lambda: trainer.latest.step > at, timeout=20_000)
    stop(qtbot, trainer)
    state, plain = training_store.document.state, Trainer(trainable)
    while plain.step_number < state.step:
        plain.step()
    assert plain.state() == state


def kill_thrice(qtbot: QtBot, trainer: TrainerClient) -> None:
    """Kill each worker as soon as it has taken the document."""
    for _ in range(3):
        worker, shown = trainer._worker._worker, QSignalSpy(trainer.snapshot)
        qtbot.waitUntil(lambda shown=shown: shown.count() > 0, timeout=20_000)
        os.kill(trainer.worker_pid, signal.SIGKILL)
        qtbot.waitUntil(lambda worker=worker: trainer._worker._worker is not worker, timeout=20_000)


def test_workers_that_die_of_their_document_end_after_three_until_asked_for_again(
    qtbot: QtBot, trainer: TrainerClient
) -> None:
    lost, told = [], []
    trainer.worker_lost.connect(lost.append)
    trainer.given_up.connect(told.append)
    kill_thrice(qtbot, trainer)
    assert trainer.worker_pid is None
    assert len(lost) == 2
    assert [render(text) for text in told] == [
        "Training stopped: its process ended 3 times in a row. Nothing is lost."
    ]
    trainer.start()
    assert not trainer.running
    assert len(told) == 2
    trainer.try_again()
    run_a_while(qtbot, trainer)
    stop(qtbot, trainer)


def test_a_worker_that_has_lived_a_while_counts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_deaths, "HEALTHY_SECONDS", 0.0)
    deaths = worker_deaths.WorkerDeaths()
    for _ in range(10):
        deaths.note_load()
        assert not deaths.note_death()
    monkeypatch.setattr(worker_deaths, "HEALTHY_SECONDS", 60.0)
    deaths.note_load()
    assert not deaths.note_death()
    deaths.note_load()
    assert deaths.note_death()


def test_shared_memory_that_is_too_small_is_told_as_that(
    qtbot: QtBot, training_store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shared_block.os, "posix_fallocate", full)
    client = TrainerClient(training_store)
    lost, failed = QSignalSpy(client.worker_lost), []
    client.failed.connect(failed.append)
    qtbot.waitUntil(lambda: client._refusal is not None, timeout=20_000)
    client.start()
    assert "shared memory" in render(failed[0])
    assert "No space left" in render(failed[0])
    assert lost.count() == 0
    monkeypatch.undo()
    qtbot.waitUntil(lambda: client.latest is not None, timeout=20_000)
    run_a_while(qtbot, client)
    client.shutdown()


def test_storms_of_commands_and_edits_end_in_order(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    rng, start = random.Random(7), training_store.document

    def edit() -> None:
        document = training_store.document
        kind = rng.randrange(3)
        if kind == 0:
            training_store.commit(move(document, {"dense1": (rng.random(), 0.0)}), EDIT)
        elif kind == 1:
            training_store.commit(set_weight(document, "dense1/weight", (0, 0), rng.random()), EDIT)
        else:
            batches = rng.choice(("mini", "full", "online"))
            plan = replace(document.plan, batch_size=rng.randrange(1, 5), batches=batches)
            training_store.commit(set_plan(document, plan), EDIT)

    actions = [
        trainer.start, trainer.pause, trainer.step, trainer.epoch, trainer.reset, edit, edit, training_store.undo,
        training_store.redo, lambda: trainer.set_speed(rng.choice((5.0, float("inf")))),
        lambda: training_store.preview(training_store.document), training_store.drop_preview,
    ]
    failures = QSignalSpy(trainer.failed)
    for _ in range(150):
        rng.choice(actions)()
        qtbot.wait(rng.choice((0, 0, 5, 20)))
    stop(qtbot, trainer)
    assert failures.count() == 0
    end = training_store.document
    while training_store.undo_stack.canUndo():
        training_store.undo()
    assert training_store.document == start
    while training_store.undo_stack.canRedo():
        training_store.redo()
    assert training_store.document == end


def test_shutting_down_leaves_no_process_and_no_memory(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    pid = trainer.worker_pid
    trainer.shutdown()
    assert training_store.undo_stack.count() == 1
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    gc.collect()


def test_other_data_make_the_old_figures_void_at_once(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    qtbot.waitUntil(lambda: trainer.latest is not None, timeout=20_000)
    cleared = QSignalSpy(trainer.cleared)
    training_store.commit(choose_data(training_store.document, generated("circles"), 2), message("Choose data"))
    assert trainer.latest is None
    assert cleared.count() == 1
    qtbot.waitUntil(lambda: trainer.latest is not None, timeout=20_000)


def test_an_edit_that_changes_nothing_does_not_split_the_run(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    training_store.commit(training_store.document, EDIT)
    stop(qtbot, trainer)
    assert training_store.undo_stack.count() == 1


def test_another_rule_before_the_first_snapshot_is_no_matter(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    trainer.start()
    training_store.commit(set_rule(training_store.document, "momentum"), message("Change the rule"))
    qtbot.waitUntil(lambda: trainer.latest is not None and trainer.latest.step > 0, timeout=20_000)
    stop(qtbot, trainer)
    assert set(training_store.document.state.slots) == {"dense1/weight:velocity", "dense1/bias:velocity"}


def test_a_plan_changed_while_training_reaches_the_worker(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    run_a_while(qtbot, trainer)
    still = AdamSettings(learning_rate=1e-300)
    training_store.commit(set_rule(training_store.document, "adam", still), EDIT)
    told = QSignalSpy(trainer.snapshot)
    qtbot.waitUntil(lambda: told.count() >= 3, timeout=20_000)  # the first ones may have been under way
    before, step = trainer.latest.parameters, trainer.latest.step
    qtbot.waitUntil(lambda: trainer.latest.step > step, timeout=20_000)
    assert trainer.latest.parameters == before


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
