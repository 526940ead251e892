"""The commands of lectures in the whole window: a slide is recorded from wherever one is, and presented."""

import pytest
from pytestqt.qtbot import QtBot

from ui.lecture.presenter import Presenter
from ui.main_window import MainWindow


def test_slides_are_recorded_while_stepping_and_training_and_presented_from_one(
    lab: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = lab.bench.store
    lab.bench.clock.next()
    lab.acts["record_slide"].trigger()
    assert lab.dock.current == "slides"
    assert lab.focusWidget() is lab.slides.words.fields["caption"]
    lab.bench.trainer.start()
    qtbot.waitUntil(lambda: store.document.state.epoch >= 2, timeout=30_000)
    lab.dock.bring("plots")
    lab.acts["record_slide"].trigger()
    qtbot.waitUntil(lambda: len(store.document.lesson) == 2, timeout=30_000)
    assert not lab.bench.trainer.running
    first, second = store.document.lesson.slides
    assert (first.epochs, first.plot) == (0, "")
    assert (second.epochs, second.plot) == (store.document.state.epoch, "loss")
    assert store.document.lesson.start == 0
    begun = list[Presenter]()
    monkeypatch.setattr(Presenter, "present", lambda made: begun.append(made))
    lab.acts["present_here"].trigger()
    deck = begun[0].deck
    assert deck.index == 1
    qtbot.waitUntil(lambda: not deck.busy, timeout=60_000)
    assert deck.document.state == store.document.state
    begun[0].close()
