"""The clock walks through training steps, commits them when they are walked past, and follows edits."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim.document import Document
from nnsim.edits import add_node, move, set_weight
from nnsim.program import Trainer
from nnsim.session import TrainingSession
from nnsim.text import message, render
from ui.bridge import DocumentStore, StepClock, TrainerClient

EDIT = message("Edit")


@pytest.fixture
def clock(training_store: DocumentStore, trainer: TrainerClient) -> Iterator[StepClock]:
    clock = StepClock(training_store, trainer)
    yield clock
    clock.end()


def test_nothing_is_shown_before_the_first_move(clock: StepClock) -> None:
    assert clock.view is None
    assert clock.explanation() is None
    assert clock.timeline().total > 0
    clock.next()
    assert clock.view.phase == "forward"
    assert clock.cursor == 0
    assert clock.explanation() is not None


def test_what_lies_beside_a_stop_is_told_ahead(qtbot: QtBot, clock: StepClock) -> None:
    told: list[object] = []
    clock.foresight.told.connect(told.append)
    clock.seek(3)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=10_000)
    assert clock.cursor == 3
    clock.next()
    assert clock.explanation() is told[0]
    clock.seek(2)
    assert clock.explanation() is told[1]
    clock.end()
    qtbot.wait(1)
    assert len(told) == 2


def test_walking_within_a_step_is_no_edit(clock: StepClock, training_store: DocumentStore) -> None:
    start = training_store.document
    clock.seek(clock.timeline().total - 1)
    assert clock.view.phase == "update"
    clock.back()
    clock.previous_phase()
    assert training_store.document is start
    assert not training_store.undo_stack.canUndo()


def test_walking_past_the_end_commits_one_entry_with_the_bits_of_training(
    clock: StepClock, training_store: DocumentStore, trainable: Document
) -> None:
    plain = Trainer(trainable)
    for number in (1, 2):
        clock.seek(clock.timeline().total - 1)
        clock.next()
        plain.step()
        assert training_store.document.state == plain.state()
        assert training_store.undo_stack.count() == number
        assert clock.cursor == 0
        assert clock.view.moment.step == number
    assert training_store.undo_text == message("Training step")


def test_walking_back_across_steps_takes_the_entry_back(clock: StepClock, training_store: DocumentStore) -> None:
    start = training_store.document
    clock.seek(clock.timeline().total - 1)
    last = clock.view
    clock.next()
    clock.back()
    assert training_store.document == start
    assert not training_store.undo_stack.canUndo()
    assert training_store.undo_stack.canRedo()
    assert clock.view.moment == last.moment
    for path, array in last.new_parameters.items():
        assert np.array_equal(clock.view.new_parameters[path], array)


def test_walking_back_behind_another_edit_looks_at_the_past_and_takes_nothing_back(
    clock: StepClock, training_store: DocumentStore
) -> None:
    start = training_store.document
    clock.seek(clock.timeline().total - 1)
    clock.next()
    training_store.commit(move(training_store.document, {"dense1": (1.0, 2.0)}), message("Move"))
    clock.back()
    assert training_store.document.state.parameters == start.state.parameters
    assert training_store.document.state.step == 0
    assert training_store.document.views == move(start, {"dense1": (1.0, 2.0)}).views
    assert training_store.undo_stack.count() == 2
    assert training_store.visiting


def test_undo_of_a_training_step_shows_the_step_before(
    qtbot: QtBot, clock: StepClock, training_store: DocumentStore
) -> None:
    clock.seek(clock.timeline().total - 1)
    clock.next()
    training_store.undo()
    qtbot.waitUntil(lambda: clock.view.moment.step == 0)
    assert training_store.document.state.step == 0


def test_a_changed_weight_is_seen_at_the_same_place(
    qtbot: QtBot, clock: StepClock, training_store: DocumentStore
) -> None:
    for _ in range(2):
        clock.next()
    before = clock.view
    with qtbot.waitSignal(clock.moved):
        training_store.preview(set_weight(training_store.document, "dense1/bias", (0,), 3.0))
    assert clock.cursor == 1
    assert clock.view.values["dense1"][0] != before.values["dense1"][0]
    with qtbot.waitSignal(clock.moved):
        training_store.drop_preview()
    assert clock.view.values["dense1"][0] == before.values["dense1"][0]


def test_an_edit_of_the_structure_ends_stepping(clock: StepClock, training_store: DocumentStore) -> None:
    clock.next()
    told = []
    clock.moved.connect(told.append)
    training_store.commit(add_node(training_store.document, "dense", (0.0, 0.0))[0], EDIT)
    assert clock.view is None
    assert told == [None]


def test_moving_a_node_changes_nothing_of_the_step(clock: StepClock, training_store: DocumentStore) -> None:
    clock.next()
    view = clock.view
    training_store.commit(move(training_store.document, {"dense1": (1.0, 2.0)}), EDIT)
    assert clock.view is view


def test_training_ends_stepping_and_a_move_pauses_training(
    qtbot: QtBot, clock: StepClock, trainer: TrainerClient, training_store: DocumentStore
) -> None:
    clock.next()
    trainer.start()
    assert clock.view is None
    assert clock.timeline() is None
    qtbot.waitUntil(lambda: trainer.latest is not None and trainer.latest.step > 0, timeout=20_000)
    clock.next()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert clock.view is None
    clock.next()
    assert clock.view.moment.step == training_store.document.state.step > 0


def test_detail_and_sample_keep_the_place(clock: StepClock) -> None:
    clock.next()
    clock.next()
    changes = QSignalSpy(clock.detail_changed)
    clock.set_detail("layer")
    clock.set_detail("layer")
    assert changes.count() == 1
    assert clock.view.phase == "forward"
    assert clock.timeline().detail == "layer"
    clock.set_sample(10)
    assert clock.sample == 0  # online: one sample in a batch
    with pytest.raises(ValueError, match="detail"):
        clock.set_detail("pixel")


def test_playing_moves_by_itself_until_paused(qtbot: QtBot, clock: StepClock) -> None:
    told = QSignalSpy(clock.playing_changed)
    clock.set_speed(100.0)
    assert clock.speed == 8.0
    clock.play()
    qtbot.waitUntil(lambda: clock.cursor >= 2, timeout=20_000)
    clock.pause()
    clock.pause()
    at = clock.cursor
    qtbot.wait(200)
    assert clock.cursor == at
    assert [told.at(index)[0] for index in range(told.count())] == [True, False]


def test_a_network_without_data_says_so(qtbot: QtBot, store: DocumentStore) -> None:
    trainer = TrainerClient(store)
    clock = StepClock(store, trainer)
    told = []
    clock.failed.connect(told.append)
    assert clock.timeline() is None
    assert not told
    clock.play()
    clock.next()
    assert not clock.playing
    assert clock.view is None
    assert "no data" in render(told[-1])
    trainer.shutdown()


def test_the_first_move_of_playing_comes_at_once_and_the_others_at_their_pace(clock: StepClock) -> None:
    clock.next()
    clock.set_speed(0.25)
    clock.play()
    assert clock._player.interval() < 200
    before = clock.cursor
    clock._play_on()
    assert clock.cursor == before + 1
    assert clock._player.interval() == 2400
    clock.pause()


def test_repeating_plays_the_same_step_again(clock: StepClock, training_store: DocumentStore, qtbot: QtBot) -> None:
    clock.set_repeat(True)
    clock.set_speed(8)
    clock.seek(clock.timeline().total - 1)
    clock.play()
    qtbot.waitUntil(lambda: clock.cursor == 0, timeout=20_000)
    clock.pause()
    assert clock.view.moment.step == 0
    assert not training_store.undo_stack.canUndo()


def test_walking_over_the_end_of_an_epoch_adds_its_figures_to_the_history(
    clock: StepClock, training_store: DocumentStore, trainable: Document
) -> None:
    for _ in range(5):  # four samples, one by one: an epoch and a step
        clock.seek(clock.timeline().total - 1)
        clock.next()
    trained = TrainingSession(trainable)
    trained.advance(steps=5)
    walked, expected = training_store.document, trained.document()
    assert walked.state == expected.state
    assert walked.history["epoch"].tolist() == [0, 1]
    assert walked.history == expected.history
    for _ in range(2):
        clock.seek(0)
        clock.back()
    assert training_store.document.state.epoch == 0
    assert training_store.document.history["epoch"].tolist() == [0]


def test_walking_back_past_another_edit_drops_the_epochs_that_come_again(
    clock: StepClock, training_store: DocumentStore
) -> None:
    for _ in range(4):
        clock.seek(clock.timeline().total - 1)
        clock.next()
    assert training_store.document.history["epoch"].tolist() == [0, 1]
    training_store.commit(move(training_store.document, {"dense1": (8.0, 8.0)}), EDIT)
    clock.seek(0)
    clock.back()
    assert training_store.document.state.step == 3
    assert training_store.document.history["epoch"].tolist() == [0]
