"""What one window works on: document, training, stepping and selection, begun together and ended together."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnsim import edits
from ui.bridge.pointed_answer import PointedAnswer
from ui.bridge.problems import ProblemWatch
from ui.bridge.selection import Selection
from ui.bridge.step_clock import StepClock
from ui.bridge.store import DocumentStore
from ui.bridge.time_travel import TimeTravel
from ui.bridge.trainer_client import TrainerClient
from ui.bridge.what_if import WhatIf


class Workbench(QObject):
    """The models behind the views of one window, on an empty network at first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = DocumentStore(edits.new_document(), self)
        self.selection = Selection(self.store, self)
        self.problems = ProblemWatch(self.store, self)
        self.trainer = TrainerClient(self.store, self)
        self.clock = StepClock(self.store, self.trainer, self)
        self.pointed_answer = PointedAnswer(self.clock, self.selection, self.store, self)
        self.what_if = WhatIf(self.store, self.clock, self.trainer, self)
        self.travel = TimeTravel(self.store, self.trainer, self)
        for asked_in_vain in (self.trainer.failed, self.clock.failed):
            asked_in_vain.connect(lambda _: self.problems.insist())
        self.trainer.running_changed.connect(lambda _: self.problems.insist())

    def shutdown(self) -> None:
        """End the training process and the stepping; nothing is left running."""
        self.clock.pause()
        self.trainer.shutdown()
        self.store.undo_stack.blockSignals(True)  # its destructor tells of the empty stack, when nobody is left to hear
