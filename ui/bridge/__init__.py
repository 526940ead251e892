"""Between the window and the simulator: the document store with its undo stack, the trainer's client, the clock."""

from nnsim.session import Snapshot
from ui.bridge.quiz import Quiz
from ui.bridge.selection import Selection
from ui.bridge.step_clock import StepClock
from ui.bridge.step_trail import StepTrail
from ui.bridge.store import DocumentStore
from ui.bridge.time_travel import TimeTravel
from ui.bridge.trainer_client import TrainerClient
from ui.bridge.what_if import WhatIf

__all__ = [
    "DocumentStore", "Quiz", "Selection", "Snapshot", "StepClock", "StepTrail", "TimeTravel", "TrainerClient", "WhatIf",
]
