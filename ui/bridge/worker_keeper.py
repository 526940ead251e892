"""The worker that the trainer's client talks to: started, told what it has to know, and replaced when it dies."""

from __future__ import annotations

import math
from collections.abc import Iterable

from nnsim.session import Command, Report, SetSpeed, Snapshot, Watch, WorkerProcess
from ui.bridge.worker_deaths import WorkerDeaths


class WorkerKeeper:
    """At most one worker at a time. What is set of it holds for those that come after it, too.

    Attributes:
        gave_up: workers died one after the other, so there is none.
    """

    def __init__(self) -> None:
        self.gave_up = False
        self.speed = math.inf
        self._watch = Watch(True)
        self._deaths = WorkerDeaths()
        self._worker: WorkerProcess | None = WorkerProcess()

    @property
    def there(self) -> bool:
        """Whether there is a worker."""
        return self._worker is not None

    @property
    def lost(self) -> bool:
        """Whether the worker has died."""
        return self._worker is not None and self._worker.lost

    @property
    def pid(self) -> int | None:
        """The worker's process id, None while there is none."""
        return None if self._worker is None else self._worker.pid

    @property
    def watch(self) -> Watch:
        """What is looked at."""
        return self._watch

    def set_watch(self, watch: Watch) -> None:
        """Look at something else; nothing where that is the same."""
        if watch != self._watch:
            self._watch = watch
            self.send(watch)

    def set_speed(self, epochs_per_second: float) -> None:
        """Train no faster than this."""
        self.speed = epochs_per_second
        self.send(SetSpeed(epochs_per_second))

    def send(self, command: Command) -> None:
        """Tell the worker something; nothing while there is none."""
        if self._worker is not None:
            self._worker.send(command)

    def reports(self) -> Iterable[Report]:
        """What the worker has said since the last time."""
        return () if self._worker is None else self._worker.reports()

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot, None where there is no other than before."""
        return None if self._worker is None else self._worker.snapshot()

    def note_load(self) -> None:
        """The worker has taken a document."""
        self._deaths.note_load()

    def bury(self) -> bool:
        """Put away a worker that died; whether another one shall be started."""
        if self._worker is not None:
            self._worker.close()
        self.gave_up = self._deaths.note_death()
        if self.gave_up:
            self._worker = None
        return not self.gave_up

    def start(self) -> None:
        """Start another worker; after it was given up, as if none had died."""
        if self.gave_up:
            self.gave_up, self._deaths = False, WorkerDeaths()
        self._worker = WorkerProcess()
        self.send(SetSpeed(self.speed))
        self.send(self._watch)

    def close(self) -> None:
        """End the worker for good."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        self.gave_up = False
