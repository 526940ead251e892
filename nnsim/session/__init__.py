"""Training by budget, wherever it runs: the session, the worker process around it, and the snapshots it publishes."""

from nnsim.session.messages import (
    Attach,
    Attached,
    CardLost,
    ChangePlan,
    Command,
    Load,
    Loaded,
    Pause,
    Refused,
    Report,
    Run,
    SetSpeed,
    StopAt,
    Stopped,
    Watch,
)
from nnsim.session.snapshot import Snapshot
from nnsim.session.training_session import TrainingSession
from nnsim.session.worker_process import WorkerProcess

__all__ = [
    "Attach", "Attached", "CardLost", "ChangePlan", "Command", "Load", "Loaded", "Pause", "Refused", "Report", "Run",
    "SetSpeed", "Snapshot", "StopAt", "Stopped", "TrainingSession", "Watch", "WorkerProcess",
]
