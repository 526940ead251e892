"""The panel while training, when folded, and when there is nothing to step through."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from nnsim import program
from nnsim.data import generated
from nnsim.document import ArrayMap, Document, History
from nnsim.edits import choose_data, delete, new_document, with_training
from nnsim.text import message
from tests.ui.panels.timeline.conftest import Trainer, network, settle
from ui.bridge import DocumentStore, StepClock
from ui.look import theme
from ui.panels.data import DataDialog
from ui.panels.timeline import TimelinePanel


def put(store: DocumentStore, document: object) -> None:
    store.commit(document, message("Edit"))
    settle()


def with_history(epochs: int) -> object:
    series = {name: np.linspace(1.0, 0.1, epochs) for name in ("train_loss", "test_loss")}
    series |= {name: np.full(epochs, np.nan) for name in ("train_accuracy", "test_accuracy")}
    document = network(4)
    history = History(ArrayMap({"epoch": np.arange(epochs, dtype=np.float64), **series}))
    return replace(document, history=history, state=replace(document.state, epoch=epochs - 1))


def test_folding_and_the_heights_of_the_design(panel: TimelinePanel) -> None:
    assert panel.height() == 168
    panel.past.fold.click()
    assert panel.collapsed
    assert panel.height() == 52
    assert not panel.past.isVisible()
    panel.unfold.click()
    assert panel.height() == 168
    theme().set_scale(2.0)
    assert panel.height() == 336


def test_the_pace_is_chosen_in_a_low_timeline_too(panel: TimelinePanel) -> None:
    panel.resize(1400, panel.height())
    for low in (False, True, False):
        panel.set_collapsed(low)
        pace = panel.steps.strides.pace
        assert pace.isVisible()
        panel.grab()
        assert panel.rect().contains(pace.rect().translated(pace.mapTo(panel, pace.rect().topLeft())))


def test_training_shows_its_own_row_at_the_same_height(
    panel: TimelinePanel, trainer: Trainer, store: DocumentStore
) -> None:
    put(store, with_history(3))
    trainer.run(True)
    assert panel.training.isVisible()
    assert not panel.steps.isVisible()
    assert panel.height() == 168
    assert panel.past.live.isVisible()
    figures = {name: read_out.value for name, read_out in panel.training.figures.items()}
    assert figures["samples"] == "4"
    assert figures["batch"] == "1"
    assert figures["rate"] == "–"
    assert figures["rule"] == f"Gradient descent {store.document.plan.rule.settings.learning_rate}"
    panel.training.pause.click()
    assert trainer.pauses == 1
    trainer.run(False)
    assert panel.steps.isVisible()


def test_the_history_stands_at_the_present_epoch(panel: TimelinePanel, store: DocumentStore) -> None:
    assert panel.past.strip.is_empty
    put(store, with_history(12))
    assert panel.past.strip.now == 11
    assert panel.past.epoch.text() == "Epoch 11"
    assert panel.past.total.text() == "of 200"
    assert not panel.past.branch.isVisible()
    put(store, replace(store.document, state=replace(store.document.state, epoch=201)))
    assert panel.past.total.text() == "of 400"
    assert panel.past.total.toolTip().startswith("The losses of 11 out of 201 epochs are kept")
    assert not panel.past.epoch.toolTip()
    plan = replace(store.document.plan, batches="mini", batch_size=1)
    put(store, replace(store.document, plan=plan, state=replace(store.document.state, epoch=11, position=2)))
    assert panel.past.epoch.text().startswith("Epoch 11.")
    assert panel.past.epoch.toolTip().startswith("Epoch 12 is under way: 2 of ")
    assert not panel.past.total.toolTip()


def test_the_playhead_is_dragged_into_the_past_and_training_branches_off_there(
    panel: TimelinePanel, store: DocumentStore
) -> None:
    put(store, walked(store.document, epochs=6))
    strip = panel.past.strip
    press_strip(panel, 2.0)
    assert store.visiting
    assert store.document.state.epoch == 2
    assert panel.past.epoch.text() == "Epoch 2"
    assert panel.past.total.text() == "of 6"
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert store.document.state.epoch == 1
    panel.past.latest.click()
    assert not store.visiting
    assert strip.now == 6
    press_strip(panel, 4.0)
    panel.past.ask_name()
    panel.past.name.field.setText("it bends")
    QTest.keyClick(panel.past.name.field, Qt.Key.Key_Return)
    assert [(mark.step, mark.name) for mark in store.present.past.bookmarks] == [(4, "it bends")]
    assert store.visiting
    panel.past.branch.click()
    assert (store.visiting, store.document.state.epoch) == (False, 4)
    [run] = store.document.past.runs
    assert run.history["epoch"][-1] == 6
    assert [mark.name for mark in store.document.past.bookmarks] == ["it bends"]
    store.undo()
    assert store.document.state.epoch == 6


def press_strip(panel: TimelinePanel, epoch: float) -> None:
    """Press and let go at an epoch, and wait until the moment is shown to the bit."""
    strip = panel.past.strip
    at = QPoint(round(strip.to_pixels(epoch, 0.0)[0]), strip.height() // 2)
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at)
    settle()
    while panel.past._travel.busy:  # the exact moment comes from a thread
        QTest.qWait(10)


def walked(document: Document, epochs: int) -> Document:
    """A document that was trained in full batches, a step an epoch, every one of which is kept."""
    document = replace(document, plan=replace(document.plan, batches="full"))
    trainer = program.Trainer(document)
    curves = dict.fromkeys(("train_loss", "test_loss"), np.linspace(1, 0.5, epochs + 1))
    curves["epoch"] = np.arange(epochs + 1.0)
    for _ in range(epochs):
        trainer.step()
        document = with_training(document, trainer.state(), History(ArrayMap(curves)))
    return document


def test_an_empty_network_offers_an_input(panel: TimelinePanel, store: DocumentStore) -> None:
    put(store, new_document())
    assert not panel.steps.tracks.isVisible()
    assert not panel.steps.buttons.isEnabled()
    assert panel.steps.lack.text() == "Begin with an input."
    panel.steps.mend.click()
    assert [node.kind for node in store.document.network.nodes] == ["input"]


def test_without_data_the_choice_of_data_opens(panel: TimelinePanel, store: DocumentStore) -> None:
    put(store, replace(network(4), data=None))
    assert panel.steps.lack.text() == "Choose data to step through the network."
    panel.steps.mend.click()
    dialog = panel.window().findChild(DataDialog)
    assert dialog is not None
    dialog.close()
    put(store, choose_data(store.document, generated("xor"), 2))
    assert panel.steps.tracks.isVisible()
    assert panel.steps.buttons.isEnabled()


def test_a_broken_network_says_what_is_wrong(panel: TimelinePanel, store: DocumentStore) -> None:
    put(store, delete(store.document, ["dense1"]))
    assert "Dense 2" in panel.steps.lack.text()
    row = panel.steps
    row._lacking.resize(360, row._lacking.height())  # laid out later than it is shown
    assert row.lack.width() + row.mend.sizeHint().width() <= 360


def test_training_steps_past_the_end_are_followed(panel: TimelinePanel, clock: StepClock) -> None:
    total = clock.timeline().total
    clock.seek(total - 1)
    clock.next()
    assert panel.steps.tracks.tick == 0
    settle()
    assert panel.steps.tracks.tick == 0


@pytest.mark.parametrize("low", [False, True])
def test_a_collapse_from_outside_is_kept_while_training(panel: TimelinePanel, trainer: Trainer, low: bool) -> None:
    panel.set_collapsed(low)
    trainer.run(True)
    assert panel.height() == (52 if low else 168)
