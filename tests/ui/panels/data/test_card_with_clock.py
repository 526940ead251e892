"""The data card on the real clock: the sample that was picked is the one whose numbers a step shows."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.bridge import DocumentStore
from ui.bridge.step_clock import StepClock
from ui.panels.data.data_card import DataCard


class IdleTrainer(QObject):
    """A trainer that never runs."""

    running_changed = Signal(bool)
    running = False

    def pause(self) -> None:
        """Nothing to pause."""


def test_the_picked_sample_is_stepped(qtbot: Any, store: DocumentStore) -> None:
    clock = StepClock(store, IdleTrainer())
    card = DataCard(store, clock)
    qtbot.addWidget(card)
    for row in (2, 0, 3, 1):
        card.plot.sample_clicked.emit(row)
        assert card.row == row
        clock.next()
        assert clock.view.row == row
        assert card.navigator.place.text() == f"Sample {row + 1} of 4"
    clock.end()


def test_without_a_network_nothing_is_stepped_but_all_can_be_seen(qtbot: Any, empty_store: DocumentStore) -> None:
    clock = StepClock(empty_store, IdleTrainer())
    card = DataCard(empty_store, clock)
    qtbot.addWidget(card)
    assert clock.rows == ()
