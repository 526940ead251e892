"""What stands in for the trainer on a stage: nothing trains there, and the figures of each slide are handed on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.bridge import Snapshot


class Stillness(QObject):
    """A trainer that never runs.

    Signals:
        snapshot(Snapshot): the figures of the slide that is shown.
        cleared(): there are none.
        running_changed(bool): never.
    """

    snapshot = Signal(object)
    cleared = Signal()
    running_changed = Signal(bool)

    running = False

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.latest: Snapshot | None = None

    def show(self, figures: Snapshot | None) -> None:
        """Hand on the figures of another moment."""
        self.latest = figures
        if figures is None:
            self.cleared.emit()
        else:
            self.snapshot.emit(figures)

    def pause(self) -> None:
        """Nothing runs."""
