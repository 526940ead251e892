"""Looking back into the training: every step to the bit, branches, walking with the step clock, edits on the way."""

import pytest
from msgspec.structs import replace
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from nnsim import edits
from nnsim.document import Document
from nnsim.program import Trainer
from nnsim.text import message
from ui.bridge import DocumentStore, StepClock, TimeTravel, TrainerClient

STEPS = 40


@pytest.fixture
def seen(training_store: DocumentStore) -> list[Document]:
    """Every step of a training that the store has been through, of which it kept one in ten."""
    document = training_store.document
    trainer, states = Trainer(document), [document]
    for step in range(1, STEPS + 1):
        trainer.step()
        states.append(replace(document, state=trainer.state()))
        if step % 10 == 0:
            training_store.follow(edits.with_training(training_store.document, trainer.state(), document.history))
    training_store.settle(message("Train"))
    return states


@pytest.fixture
def travel(training_store: DocumentStore, trainer: TrainerClient, seen: list[Document]) -> TimeTravel:
    return TimeTravel(training_store, trainer)


def test_any_step_is_shown_nearly_at_once_and_to_the_bit_after(
    qtbot: QtBot, training_store: DocumentStore, travel: TimeTravel, seen: list[Document]
) -> None:
    previews = QSignalSpy(training_store.recomputed)
    with qtbot.waitSignal(travel.arrived):
        travel.seek(27)
        assert training_store.shown.state.step == 30
        assert travel.step == 27
    assert training_store.shown.state == seen[27].state
    assert previews.count() == 2
    assert training_store.present.state == seen[STEPS].state
    assert training_store.visiting
    assert training_store.undo_text == message("Look back")
    training_store.undo()
    assert not training_store.visiting
    assert training_store.document.state == seen[STEPS].state


def test_who_goes_elsewhere_meanwhile_is_shown_only_that(
    qtbot: QtBot, training_store: DocumentStore, travel: TimeTravel, seen: list[Document]
) -> None:
    for step in (5, 17, 33, 8):
        travel.seek(step)
    qtbot.waitUntil(lambda: not travel.busy)
    assert training_store.shown.state == seen[8].state
    travel.seek(9)
    travel.leave()
    qtbot.wait(50)
    assert not training_store.visiting


def test_an_epoch_leads_to_its_first_step(qtbot: QtBot, training_store: DocumentStore, travel: TimeTravel) -> None:
    batches = STEPS // training_store.document.state.epoch
    travel.seek_epoch(2)
    assert travel.step == 2 * batches
    travel.turn(-1)
    assert (travel.step, travel.epoch) == (batches, 1)
    travel.seek(batches + 1)
    travel.turn(-1)
    assert travel.epoch == 1
    travel.turn(10**6)
    assert not training_store.visiting


def test_an_edit_of_what_is_visited_is_a_branch_and_undo_comes_back(
    qtbot: QtBot, training_store: DocumentStore, travel: TimeTravel, seen: list[Document]
) -> None:
    present = training_store.document
    travel.seek(20)
    changed = edits.set_weight(training_store.document, "dense1/weight", (0, 0), 0.25)
    training_store.commit(changed, message("Change a weight"))
    assert not training_store.visiting
    assert training_store.document.state.step == 20
    assert training_store.document.state.parameters["dense1/weight"][0, 0] == 0.25
    training_store.undo()
    assert training_store.document == present


def test_moving_a_card_or_marking_a_moment_does_not_end_the_visit(
    training_store: DocumentStore, travel: TimeTravel, seen: list[Document]
) -> None:
    travel.seek(20)
    training_store.commit(edits.move(training_store.document, {"dense1": (7.0, 8.0)}), message("Move"))
    assert training_store.document.state == seen[20].state
    assert training_store.present.views.positions["dense1"] == (7.0, 8.0)
    assert training_store.present.state == seen[STEPS].state
    training_store.undo()
    assert training_store.document.state == seen[20].state
    assert training_store.document.views == training_store.present.views == seen[0].views
    assert training_store.undo_text == message("Look back")
    travel.mark("here")
    assert training_store.document.state == seen[20].state
    assert [(mark.step, mark.name) for mark in training_store.present.past.bookmarks] == [(20, "here")]
    travel.mark("")
    assert training_store.present.past.bookmarks == ()


def test_a_branch_goes_on_from_there(training_store: DocumentStore, travel: TimeTravel, seen: list[Document]) -> None:
    travel.seek(20)
    travel.branch_off()
    assert not training_store.visiting
    assert training_store.document.state == seen[20].state
    assert travel.steps == range(21)


def test_the_clock_walks_through_the_past_and_comes_back_to_the_present(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, travel: TimeTravel, seen: list[Document]
) -> None:
    clock = StepClock(training_store, trainer)
    clock.set_detail("layer")
    travel.seek(30)
    clock.next()
    qtbot.waitUntil(lambda: clock.view is not None)
    for step in (29, 28):
        while training_store.document.state.step > step:
            clock.back()
        assert training_store.document.state == seen[step].state
        assert training_store.visiting
    undoable = training_store.undo_stack.count()
    while training_store.visiting:
        clock.next()
    assert training_store.document.state == seen[STEPS].state
    assert training_store.undo_stack.count() == undoable


def test_what_was_changed_by_hand_meanwhile_comes_when_the_walk_gets_there(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, travel: TimeTravel, seen: list[Document]
) -> None:
    by_hand = edits.set_weight(training_store.document, "dense1/weight", (0, 0), 0.25)
    training_store.commit(by_hand, message("Change a weight"))
    clock = StepClock(training_store, trainer)
    clock.set_detail("layer")
    travel.seek(STEPS - 1)
    qtbot.waitUntil(lambda: not travel.busy)
    assert training_store.document.state == seen[STEPS - 1].state
    clock.next()
    qtbot.waitUntil(lambda: clock.view is not None)
    while training_store.visiting:
        clock.next()
    assert training_store.document.state == by_hand.state


def test_training_from_a_visited_moment_branches_off(
    qtbot: QtBot, training_store: DocumentStore, trainer: TrainerClient, travel: TimeTravel, seen: list[Document]
) -> None:
    travel.seek(20)
    with qtbot.waitSignal(trainer.running_changed, timeout=20_000):
        trainer.step()
    qtbot.waitUntil(lambda: not trainer.running, timeout=20_000)
    assert training_store.document.state == seen[21].state
    assert not training_store.visiting
