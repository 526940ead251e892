"""Walking back into a training step that is not kept: the window goes on meanwhile, and the step comes to the bit."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.text import message
from ui.bridge import DocumentStore, StepClock, TrainerClient

LONG = 30_000
STEPS = 400


@pytest.fixture
def seen(training_store: DocumentStore) -> dict[int, Document]:
    """Some steps of a training that the store has been through, and kept nothing of but its end."""
    document = training_store.document
    trainer, states = Trainer(document), dict[int, Document]()
    for step in range(1, STEPS + 1):
        trainer.step()
        if step >= STEPS - 3:
            states[step] = replace(document, state=trainer.state())
    training_store.commit(edits.with_training(document, trainer.state(), document.history), message("Train"))
    return states


@pytest.fixture
def clock(
    training_store: DocumentStore, trainer: TrainerClient, seen: dict[int, Document], monkeypatch: pytest.MonkeyPatch
) -> Iterator[StepClock]:
    monkeypatch.setattr("ui.bridge.step_back.AT_ONCE", 0.0)
    monkeypatch.setattr("ui.bridge.step_back.PATIENCE", 0.0)
    monkeypatch.setattr("ui.bridge.step_back.TELL_EVERY", 0.0)
    clock = StepClock(training_store, trainer)
    clock.next()
    yield clock
    clock.end()


def test_the_window_goes_on_until_the_step_is_there(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock, seen: dict[int, Document]
) -> None:
    turns, progress = list[int](), QSignalSpy(clock.going_back.progressed)
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: turns.append(1))
    timer.start()
    clock.back()
    assert clock.going_back.on
    assert (clock.cursor, clock.view.moment.step) == (0, STEPS)
    clock.back()  # who presses again waits for the same
    qtbot.waitUntil(lambda: not clock.going_back.on, timeout=LONG)
    assert turns
    assert [progress.at(0)[place] for place in (0, 1)] == [1, STEPS - 1]
    assert clock.view.moment.step == STEPS - 1
    assert clock.cursor == clock.timeline().total - 1
    assert training_store.document.state == seen[STEPS - 1].state
    for step in (STEPS - 2, STEPS - 3):  # those before it are at hand now
        clock.seek(-1)
        clock.back()
        qtbot.waitUntil(lambda: not clock.going_back.on, timeout=LONG)
        assert training_store.document.state == seen[step].state
    for _ in range(2):
        clock.seek(clock.timeline().total - 1)
        clock.next()
    assert training_store.document.state == seen[STEPS - 1].state


@pytest.mark.parametrize("move", [StepClock.give_up, StepClock.pause, StepClock.next, StepClock.end])
def test_anything_else_gives_it_up(
    qtbot: QtBot, training_store: DocumentStore, clock: StepClock, move: object
) -> None:
    document, going = training_store.document, QSignalSpy(clock.going_back.changed)
    clock.back()
    assert clock.going_back.on
    move(clock)
    assert not clock.going_back.on
    assert [going.at(number)[0] for number in range(going.count())] == [True, False]
    clock.going_back._beside.wait()
    qtbot.wait(1)
    assert training_store.document is document
    assert clock.view is None or clock.view.moment.step == STEPS


def test_an_edit_gives_it_up(qtbot: QtBot, training_store: DocumentStore, clock: StepClock) -> None:
    clock.back()
    document = training_store.document
    weight = next(path for path, array in document.state.parameters.items() if array.ndim == 2)
    training_store.commit(edits.set_weight(document, weight, (0, 0), 0.5), message("Edit"))
    assert not clock.going_back.on
    clock.going_back._beside.wait()
    qtbot.waitUntil(lambda: not clock.busy and clock.view is not None, timeout=LONG)
    assert clock.view.moment.step == STEPS
    assert training_store.document.state.parameters[weight][0, 0] == 0.5
