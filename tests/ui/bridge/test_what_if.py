"""What is tried out at a stop is computed at once, compared, kept as one edit, or gone without a trace."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from nnsim import files
from nnsim.assets import asset_path
from nnsim.edits import move, rename, set_weight
from nnsim.text import message, render
from ui.bridge import DocumentStore, StepClock, TrainerClient, WhatIf

EDIT = message("Edit")
PATH = "dense1/weight"


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(files.load(asset_path("samples", "mlp-by-hand.nnsim")))


@pytest.fixture
def clock(qtbot: QtBot, store: DocumentStore) -> Iterator[StepClock]:
    trainer = TrainerClient(store)
    clock = StepClock(store, trainer)
    clock.what_if = WhatIf(store, clock, trainer)
    clock.seek(3)  # h₂: z₁ and z₂ are there, and h₁
    yield clock
    clock.end()
    trainer.shutdown()


def _sums(clock: StepClock) -> list[float]:
    return clock.view.sums["dense1"].tolist()


def _try(qtbot: QtBot, clock: StepClock, store: DocumentStore, row: int, value: float) -> None:
    seen = clock.view
    store.commit(set_weight(store.document, PATH, (row, 0), value), EDIT)
    qtbot.waitUntil(lambda: clock.view is not seen, timeout=10_000)


def test_a_trial_is_computed_compared_and_put_back_to_the_bit(
    qtbot: QtBot, clock: StepClock, store: DocumentStore
) -> None:
    trial, base, before = clock.what_if, store.document, _sums(clock)
    trial.toggle()
    store.preview(set_weight(store.document, PATH, (1, 0), 0.7))  # while it is dragged
    store.drop_preview()
    _try(qtbot, clock, store, 1, 1.0)
    assert (clock.cursor, store.document is base, store.undo_stack.count()) == (3, True, 0)
    x = clock.view.values["input1"][0]
    old = float(base.state.parameters[PATH][1, 0])
    assert _sums(clock) == pytest.approx([before[0], before[1] + (1.0 - old) * x])
    earlier, told = trial.earlier()
    assert earlier.sums["dense1"].tolist() == before
    assert earlier.moment == clock.view.moment
    assert told.outcome != clock.explanation().outcome
    assert render(trial.text) == "What if w₂₁ of Hidden = 1.00"
    _try(qtbot, clock, store, 0, -1.0)
    assert render(trial.text) == "What if w₁₁ of Hidden = −1.00, and 1 more"
    clock.next()  # what is tried stays from stop to stop
    assert clock.cursor == 4
    assert trial.earlier()[0].moment == clock.view.moment
    clock.back()
    trial.put_back()
    qtbot.waitUntil(lambda: _sums(clock) == before, timeout=10_000)
    assert (store.document is base, store.shown is base, trial.on, trial.earlier()) == (True, True, False, None)


def test_what_is_kept_is_one_edit(qtbot: QtBot, clock: StepClock, store: DocumentStore) -> None:
    base = store.document
    clock.what_if.toggle()
    _try(qtbot, clock, store, 1, 1.0)
    _try(qtbot, clock, store, 0, -1.0)
    now = _sums(clock)
    clock.what_if.keep()
    assert (store.undo_stack.count(), clock.what_if.on, store.previewing) == (1, False, False)
    assert store.document.state.parameters[PATH][:, 0].tolist() == [-1.0, 1.0]
    qtbot.waitUntil(lambda: clock.cursor == 3, timeout=10_000)
    assert _sums(clock) == now
    store.undo()
    assert store.document == base


def test_an_input_is_tried_and_kept_in_place(qtbot: QtBot, clock: StepClock, store: DocumentStore) -> None:
    base, seen = store.document, clock.view
    clock.what_if.set_input("input1", 1, 2.0)
    qtbot.waitUntil(lambda: clock.view is not seen, timeout=10_000)
    assert clock.view.values["input1"].tolist() == [seen.values["input1"][0], 2.0]
    assert render(clock.what_if.text) == "What if x₂ of Input = 2.00"
    clock.what_if.keep()
    qtbot.waitUntil(lambda: clock.cursor == 3, timeout=10_000)
    assert (clock.view.values["input1"][1], store.undo_stack.count()) == (2.0, 1)
    store.undo()
    assert store.document == base


def test_it_ends_with_the_step_with_undo_and_with_any_other_edit(
    qtbot: QtBot, clock: StepClock, store: DocumentStore
) -> None:
    base, trial = store.document, clock.what_if
    trial.toggle()
    _try(qtbot, clock, store, 1, 1.0)
    clock.seek(clock.timeline().total - 1)
    assert trial.tried
    clock.next()
    qtbot.waitUntil(lambda: clock.view is not None and clock.view.moment.step == 1, timeout=10_000)
    assert (trial.on, clock.cursor) == (False, 0)
    changed = [path for path, array in store.document.state.parameters.items()
               if not np.array_equal(array, base.state.parameters[path])]
    assert changed
    assert abs(float(store.document.state.parameters[PATH][1, 0]) - 1.0) > 0.5
    count = store.undo_stack.count()
    trial.toggle()
    _try(qtbot, clock, store, 1, 1.0)
    store.undo()
    assert (trial.on, store.undo_stack.index()) == (False, count)
    trial.toggle()
    _try(qtbot, clock, store, 1, 1.0)
    store.commit(move(store.document, {"dense1": (-500.0, 80.0)}), EDIT)  # of no number: the trial goes on
    assert (trial.on, len(trial.tried), store.undo_stack.count()) == (True, 1, count + 1)
    assert store.shown.views == store.document.views
    store.commit(rename(store.document, "dense1", "Middle"), EDIT)
    assert (trial.on, store.previewing, store.undo_stack.count()) == (False, False, count + 2)
