"""How training runs, whatever is trained: its speed, and what of it is looked at."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject

from ui.bridge.worker_keeper import WorkerKeeper


class TrainingSettings(QObject):
    """What a person sets of training, and the worker that is told of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = WorkerKeeper()

    @property
    def speed(self) -> float:
        """The limit in epochs per second, infinite at full speed."""
        return self._worker.speed

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None while there is none."""
        return self._worker.pid

    def set_speed(self, epochs_per_second: float) -> None:
        """Train no faster than this; infinite for full speed.

        Raises:
            ValueError: the speed is not above zero.
        """
        if not epochs_per_second > 0:
            raise ValueError(f"speed must be above 0 epochs per second, got {epochs_per_second}")
        self._worker.set_speed(epochs_per_second)

    def set_watching(self, on: bool) -> None:
        """Whether somebody can see the window; if not, snapshots are rare and without maps."""
        self._worker.set_watch(replace(self._worker.watch, on=on))

    def set_measuring(self, on: bool) -> None:
        """Whether somebody looks at the metrics; if not, snapshots of a run carry old ones until it ends."""
        self._worker.set_watch(replace(self._worker.watch, metrics=on))

    def look_at(self, sample: int) -> None:
        """Choose the training sample, from 0, whose activations snapshots have."""
        self._worker.set_watch(replace(self._worker.watch, sample=sample))
