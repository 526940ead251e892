"""The time machine: any step of the training so far is shown at once as it nearly was, and exactly right after."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QObject, Signal

from nnsim.document import Document
from nnsim.edits import add_bookmark, remove_bookmark
from nnsim.program import Replay
from nnsim.text import NnsimError, message
from ui.bridge.store import DocumentStore
from ui.bridge.trainer_client import TrainerClient
from ui.threads import Beside, Work


class TimeTravel(QObject):
    """Visits moments of the past. The nearest kept one is shown at once; the exact one follows from a thread.

    Signals:
        arrived(): the moment that was asked for is shown, to the bit.
        busy_changed(bool): steps are being trained again to get there.
        failed(Message): the past cannot be trained again.
    """

    arrived = Signal()
    busy_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, store: DocumentStore, trainer: TrainerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._trainer = store, trainer
        self._replay: tuple[Document, Replay] | None = None
        self._beside = Beside(self)
        self._beside.ended.connect(self._take)
        self._way_to: int | None = None
        self._after_pause: int | None = None
        trainer.running_changed.connect(self._follow_training)
        store.visited.connect(self._follow)

    @property
    def steps(self) -> range:
        """The training steps that can be visited, the present one included."""
        return self._of_present().steps

    @property
    def first_epoch(self) -> float:
        """How many epochs had been trained before the first of these; −∞ at the very beginning, ∞ where none is."""
        steps = self.steps
        if not steps.start:
            return -math.inf
        return self.epoch_of(steps.start) if len(steps) > 1 else math.inf

    @property
    def step(self) -> int:
        """The training step that is shown, or on its way."""
        return self._store.document.state.step if self._way_to is None else self._way_to

    @property
    def epoch(self) -> float:
        """How many epochs had been trained before the step that is shown."""
        return self._of_present().epoch_of(self.step)

    def epoch_of(self, step: int) -> float:
        """How many epochs had been trained before a training step of the past."""
        return self._of_present().epoch_of(step)

    @property
    def busy(self) -> bool:
        """Whether the exact moment is still being computed."""
        return self._way_to is not None

    def seek(self, step: int) -> None:
        """Visit the moment before a training step; the nearest one that there is. A running training is paused."""
        if self._trainer.running:
            self._after_pause = step
            self._trainer.pause()
            return
        replay = self._of_present()
        step = min(max(step, replay.steps.start), replay.steps.stop - 1)
        self._cancel()
        nearest = replay.nearest(step)
        self._store.visit(nearest)
        if nearest.state.step == step:
            self.arrived.emit()
            return
        self._way_to = step
        self._beside.start(partial(_moment, replay, step))
        self.busy_changed.emit(True)

    def seek_epoch(self, epoch: float) -> None:
        """Visit the moment after so many epochs, counted with the part of the last one."""
        self.seek(self._of_present().step_of(epoch))

    def turn(self, epochs: int) -> None:
        """So many whole epochs on or back."""
        now = self.epoch
        whole = round(now) if abs(now - round(now)) < 1e-9 else None
        start = whole if whole is not None else int(now) + (1 if epochs < 0 else 0)
        self.seek_epoch(max(0.0, start + epochs))

    def leave(self) -> None:
        """Back to where training stands."""
        self._cancel()
        self._store.leave()

    def branch_off(self) -> None:
        """Go on from the visited moment; the run that is left is kept for comparison."""
        self._cancel()
        self._store.branch_off()

    def mark(self, name: str) -> None:
        """Give the step that is shown a name; an empty one takes the bookmark away."""
        present, step = self._store.present, self.step
        if name.strip():
            self._store.commit(add_bookmark(present, step, name), message("Bookmark"))
        else:
            self._store.commit(remove_bookmark(present, step), message("Remove the bookmark"))

    def _of_present(self) -> Replay:
        present = self._store.present
        if self._replay is None or self._replay[0] is not present:
            self._cancel()
            self._replay = present, Replay(present)
        return self._replay[1]

    def _cancel(self) -> None:
        if self._way_to is not None:
            self._beside.drop()
            self._way_to = None
            self.busy_changed.emit(False)

    def _take(self, work: Work) -> None:
        self._way_to = None
        if isinstance(work.result, NnsimError):
            self.failed.emit(work.result.message)
        elif isinstance(work.result, Exception):
            raise work.result
        else:
            self._store.visit(work.result)
            self.arrived.emit()
        self.busy_changed.emit(False)

    def _follow_training(self, running: bool) -> None:
        step, self._after_pause = self._after_pause, None
        if not running and step is not None:
            self.seek(step)

    def _follow(self) -> None:
        if not self._store.visiting:
            self._cancel()


def _moment(replay: Replay, step: int, work: Work) -> Document | None:
    """The moment before a training step, trained again for as long as anybody waits for it."""
    return replay.at(step, work.goes_on)
