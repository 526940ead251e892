"""A network with many operations is made ready for stepping while the window goes on."""

import gc
import time
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.catalog import DenseSettings, InputSettings
from nnsim.document import Document
from nnsim.edits import delete, set_weight
from nnsim.text import message
from nnsim.trace import Stepper
from tests.batteries.drawing import Drawing, table
from ui.bridge import DocumentStore, StepClock, TrainerClient

EDIT = message("Edit")
LONG = 30_000


def _lstm(steps: int) -> Document:
    random = np.random.default_rng(0)
    drawing = Drawing(table(random.normal(size=(32, steps * 2)), random.normal(size=(32, 1))))
    last = drawing.add("input", InputSettings(tuple(range(steps * 2)), (steps, 2)))
    for kind in ("lstm", "flatten"):
        last = drawing.add(kind, None, last)
    drawing.end(drawing.add("dense", DenseSettings(1, "linear"), last))
    return drawing.plan("adam", batch_size=8)


@pytest.fixture
def patient_store(qtbot: QtBot) -> DocumentStore:
    return DocumentStore(_lstm(24))


@pytest.fixture
def clock(patient_store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[StepClock]:
    monkeypatch.setattr("ui.bridge.stepped_document.PATIENCE", 0.0)
    monkeypatch.setattr("ui.bridge.stepper_maker.IN_VAIN", 0.0)
    trainer = TrainerClient(patient_store)
    clock = StepClock(patient_store, trainer)
    yield clock
    clock.end()
    trainer.shutdown()


def test_the_window_goes_on_while_steps_are_made_ready(qtbot: QtBot, clock: StepClock) -> None:
    rounds: list[float] = []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: rounds.append(time.perf_counter()))
    timer.start()
    told = QSignalSpy(clock.busy_changed)
    begin = time.perf_counter()
    clock.next()
    assert clock.busy
    assert clock.view is None
    assert clock.timeline() is None
    assert clock.rows == ()
    qtbot.waitUntil(lambda: clock.view is not None, timeout=LONG)
    took = time.perf_counter() - begin
    assert len([at for at in rounds if at < begin + took]) > 5, "the loop stood still"
    assert [told.at(number)[0] for number in range(told.count())] == [True, False]
    assert not clock.busy
    assert clock.cursor == 0
    assert clock.timeline().total > 0


def test_moves_that_are_asked_for_meanwhile_happen_then(
    qtbot: QtBot, clock: StepClock, patient_store: DocumentStore
) -> None:
    for _ in range(3):
        clock.next()
    clock.set_sample(2)
    clock.set_detail("layer")
    qtbot.waitUntil(lambda: clock.view is not None, timeout=LONG)
    alone = Stepper(patient_store.document, 2, "layer")
    alone.seek(2)
    assert clock.cursor == 2
    assert clock.sample == 2
    assert clock.explanation() == alone.explain()


def test_an_edit_meanwhile_counts(qtbot: QtBot, clock: StepClock, patient_store: DocumentStore) -> None:
    clock.next()
    clock.next()
    qtbot.waitUntil(lambda: clock.view is not None, timeout=LONG)
    clock.set_detail("layer")
    tick = clock.cursor
    for value in (0.5, 0.25):
        patient_store.commit(set_weight(patient_store.document, "dense1/weight", (0, 0), value), EDIT)
        qtbot.waitUntil(lambda: clock.busy, timeout=LONG)
    qtbot.waitUntil(lambda: not clock.busy, timeout=LONG)
    alone = Stepper(patient_store.document, 0, "layer")
    alone.seek(tick)
    assert clock.cursor == tick
    assert clock.view.ahead.loss == alone.view().ahead.loss


def test_what_is_cancelled_never_shows(qtbot: QtBot, clock: StepClock, patient_store: DocumentStore) -> None:
    clock.next()
    clock.end()
    assert not clock.busy
    qtbot.wait(600)
    assert clock.view is None
    clock.next()
    patient_store.commit(delete(patient_store.document, ["dense1"]), EDIT)
    qtbot.wait(600)
    assert clock.view is None
    assert not clock.busy


def test_playing_begins_when_the_steps_are_there(qtbot: QtBot, clock: StepClock) -> None:
    clock.play()
    assert not clock.playing
    qtbot.waitUntil(lambda: clock.playing, timeout=LONG)
    clock.pause()


def test_a_refusal_is_told_once_it_is_known_and_holds_nothing(
    qtbot: QtBot, clock: StepClock, patient_store: DocumentStore
) -> None:
    def half_made() -> int:
        gc.collect()
        return sum(isinstance(each, Stepper) for each in gc.get_objects())

    before = half_made()
    patient_store.commit(delete(patient_store.document, ["dense1"]), EDIT)
    failed = QSignalSpy(clock.failed)
    clock.next()
    qtbot.waitUntil(lambda: failed.count() == 1, timeout=LONG)
    assert not clock.busy
    assert clock.view is None
    qtbot.waitUntil(lambda: half_made() == before)
