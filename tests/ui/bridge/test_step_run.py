"""Running to a breakpoint: one undo entry, the bits of training, slices that leave the window its turn."""

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.document import Breakpoint, Condition, Document, NodeBreakpoint
from nnsim.edits import add_breakpoint, set_weight
from nnsim.program import Trainer
from nnsim.text import message, render
from ui.bridge import DocumentStore, StepClock, TrainerClient

EDIT = message("Edit")


@pytest.fixture
def clock(training_store: DocumentStore, trainer: TrainerClient) -> Iterator[StepClock]:
    clock = StepClock(training_store, trainer)
    yield clock
    clock.end()


def set_breakpoint(store: DocumentStore, breakpoint: Breakpoint) -> None:
    store.commit(add_breakpoint(store.document, breakpoint), EDIT)


def over(qtbot: QtBot, clock: StepClock) -> None:
    qtbot.waitUntil(lambda: not clock.run.on, timeout=30_000)


def test_a_run_is_one_entry_with_the_bits_of_training_and_can_be_walked_back(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock, trainable: Document
) -> None:
    set_breakpoint(training_store, Condition("step", 900))
    start, plain, told = training_store.document, Trainer(trainable), QSignalSpy(clock.run.told)
    for _ in range(900):
        plain.step()
    going, progress = QSignalSpy(clock.run.changed), QSignalSpy(clock.run.progressed)
    clock.run.to_breakpoint()
    over(qtbot, clock)
    assert training_store.document.state == plain.state()
    assert training_store.undo_text == message("Run to a breakpoint")
    assert training_store.undo_stack.count() == 2
    assert render(told.at(0)[0]) == "Stopped at a breakpoint: Training step 900."
    assert [going.at(index)[0] for index in range(going.count())] == [True, False]
    assert list(training_store.document.history["epoch"])[-1] == plain.epoch_number
    assert len(training_store.document.past.stretches[-1].states) >= 2 + progress.count() // 2
    assert clock.view.moment.step == 900
    clock.seek(-1)
    clock.back()
    assert clock.view.moment.step == 899
    training_store.leave()
    training_store.undo()
    assert training_store.document == start


def test_what_stops_it_leaves_it_at_the_step_it_came_to(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock, trainable: Document
) -> None:
    set_breakpoint(training_store, Condition("batch_loss", -1.0))
    for stop in (clock.run.to_breakpoint, clock.pause, clock.next):
        before = training_store.document.state.step
        with qtbot.waitSignal(clock.run.progressed, timeout=20_000):
            clock.run.to_breakpoint()
        stop()
        assert not clock.run.on
        step = training_store.document.state.step
        assert step > before
        assert clock.view.moment.step == step
    plain = Trainer(trainable)
    for _ in range(training_store.document.state.step):
        plain.step()
    assert training_store.document.state == plain.state()


def test_a_node_is_run_to_in_its_phase_and_one_that_never_works_is_told(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock
) -> None:
    clock.run.to_here(["dense1"], "backward")
    over(qtbot, clock)
    assert (clock.view.moment.step, clock.view.phase) == (0, "backward")
    assert training_store.undo_stack.count() == 0
    clock.run.to_here(["loss1"])
    over(qtbot, clock)
    assert (clock.view.moment.step, clock.view.phase) == (1, "loss")
    aimless, told = QSignalSpy(clock.run.aimless), QSignalSpy(clock.run.told)
    clock.run.to_breakpoint()
    assert aimless.count() == 1
    set_breakpoint(training_store, NodeBreakpoint("output1", "update"))
    clock.run.to_breakpoint()
    over(qtbot, clock)
    assert told.count() == 1
    assert clock.view.moment.step == 65


def test_an_edit_or_training_ends_a_run(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock, trainer: TrainerClient
) -> None:
    set_breakpoint(training_store, Condition("batch_loss", -1.0))
    with qtbot.waitSignal(clock.run.progressed, timeout=20_000):
        clock.run.to_breakpoint()
    path, told = next(iter(training_store.document.state.parameters)), QSignalSpy(clock.run.told)
    training_store.commit(set_weight(training_store.document, path, (0, 0), 0.5), EDIT)
    over(qtbot, clock)
    assert [render(told.at(0)[0])[:14], told.count()] == ["The run ended ", 1]
    with qtbot.waitSignal(clock.run.progressed, timeout=20_000):
        clock.run.to_breakpoint()
    trainer.step()
    over(qtbot, clock)
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert training_store.document.state.step == 1
