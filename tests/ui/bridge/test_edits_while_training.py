"""Edits while training runs: they are carried, the run goes on or ends, and no step is lost."""

import random

import numpy as np
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.catalog import AdamSettings
from nnsim.data import generated
from nnsim.edits import (
    add_node,
    choose_data,
    connect,
    move,
    set_plan,
    set_rule,
    set_weight,
)
from nnsim.text import message
from tests.ui.bridge.training_runs import EDIT, run_a_while, stop
from ui.bridge import DocumentStore, TrainerClient


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


def test_other_data_make_the_old_figures_void_at_once(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient
) -> None:
    qtbot.waitUntil(lambda: trainer.latest is not None, timeout=20_000)
    cleared = QSignalSpy(trainer.cleared)
    training_store.commit(choose_data(training_store.document, generated("circles"), 2), message("Choose data"))
    assert trainer.latest is None
    assert cleared.count() == 1
    qtbot.waitUntil(lambda: trainer.latest is not None, timeout=20_000)
