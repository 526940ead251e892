"""The trainer as the window sees it: start, pause and reset; snapshots arrive on the frame timer."""

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from nnsim.backend import BackendName
from nnsim.edits import ChangeSet, reset_training, state_layout, with_training
from nnsim.session import CardLost, ChangePlan, Load, Loaded, Pause, Refused, Report, Run, Snapshot, StopAt, Stopped
from nnsim.text import Message, message
from ui.bridge.run_goal import RunGoal, told_end_of
from ui.bridge.store import DocumentStore
from ui.bridge.training_settings import TrainingSettings
from ui.bridge.worker_deaths import told_end, told_loss

FRAME_MILLISECONDS = 16
IDLE_MILLISECONDS = 100
SETTLE_MILLISECONDS = 30  # after an edit, before its figures are asked for: a drag makes many


class TrainerClient(TrainingSettings):
    """Trains the store's document in a worker process, and never waits for it.

    While a run is on, the store follows the newest snapshot; when it ends, for whatever reason, it is one undo entry.
    Between runs the worker computes the figures and maps of the shown document after every edit and preview.

    Signals:
        snapshot(Snapshot): new figures, also in `latest`.
        cleared(): the document cannot be computed as it is, so there are no figures; `latest` is None.
        running_changed(bool): a run began or ended.
        failed(Message): a run could not begin or went wrong.
        diverged(Message, bool): a run ended because its numbers grew beyond all bounds; the last good ones are kept,
            as an undo entry if there were any.
        stopped_early(Message): a run was over before its end, because the loss has not fallen for as long as it waits,
            or because a breakpoint's condition holds.
        ended(Message): a run came to the end that the plan sets.
        worker_lost(Message): the worker died, or its graphics card failed; a run goes on all the same.
        given_up(Message): workers died one after the other, so there is none until `try_again`.
    """

    snapshot = Signal(object)
    cleared = Signal()
    running_changed = Signal(bool)
    failed = Signal(object)
    diverged = Signal(object, bool)
    stopped_early = Signal(object)
    ended = Signal(object)
    worker_lost = Signal(object)
    given_up = Signal(object)

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.latest: Snapshot | None = None
        self._store = store
        self._backend: BackendName = "auto"
        self._generation = 0
        self._ticket = 0
        self._memory: tuple[Any, ...] = ()  # the worker's: a plan with other memory needs a document, not a plan
        self._run: Run | None = None
        self._goal = RunGoal(store.document)
        self._refusal: Message | None = None  # why the worker cannot train the document that it was given last
        self._pausing = False
        self._plan = store.document.plan  # under which the worker trains
        self._text = message("Train")
        self._clock = QTimer(self, interval=IDLE_MILLISECONDS, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._poll)
        self._clock.start()
        self._quiet = QTimer(self, interval=SETTLE_MILLISECONDS, singleShot=True)
        self._quiet.timeout.connect(lambda: store.opening.then(self._load))
        self._quiet.start()
        store.changed.connect(self._follow_edit)
        store.recomputed.connect(self._follow_preview)
        store.jumping.connect(self._end_run)

    @property
    def running(self) -> bool:
        """Whether a run is on, a single step included."""
        return self._run is not None

    @property
    def refused(self) -> bool:
        """Whether the document cannot be trained: figures are of the part of it that runs, perhaps without a loss."""
        return self._refusal is not None

    def start(self) -> None:
        """Train until paused, or until the plan's last epoch."""
        self._begin(message("Train"))

    def step(self) -> None:
        """One training step."""
        self._begin(message("Training step"), steps=1)

    def epoch(self) -> None:
        """To the end of the present epoch."""
        self._begin(message("Train one epoch"), epochs=1)

    def pause(self) -> None:
        """End the run after the present step. The undo entry follows as soon as the worker has answered."""
        if self._run is not None and not self._pausing:
            self._pausing = True
            self._worker.send(Pause())

    def reset(self) -> None:
        """Back to the initial parameters; a run ends."""
        self._end_run()
        self._store.commit(reset_training(self._store.present), message("Reset training"))

    def set_backend(self, name: BackendName) -> None:
        """Compute with NumPy, with CuPy on a graphics card, or with what suits the network's size."""
        if name != self._backend:
            self._backend = name
            self._load()

    def try_again(self) -> None:
        """Start a worker after so many of them have died that there is none."""
        if self._worker.gave_up:
            self._worker.start()
            self._load()

    def shutdown(self) -> None:
        """End the worker; nothing can be trained afterwards."""
        self._clock.stop()
        self._quiet.stop()
        self._end_run()
        self._worker.close()

    def _begin(self, text: Message, steps: int | None = None, epochs: int | None = None) -> None:
        """Start a run, or pause the one that is on."""
        if not self._worker.there:
            self._tell_given_up()
            return
        if self._run is not None:
            self.pause()
            return
        self._store.drop_preview()
        self._store.branch_off()
        if self._quiet.isActive():
            self._load()
        if self._refusal is not None:
            self.failed.emit(self._refusal)
            self._quiet.start()  # what stood in the way may be gone by the next time
            return
        self._ticket += 1
        self._text = text
        self._run = Run(self._ticket, steps, epochs)
        self._goal = RunGoal(self._store.document, steps, epochs)
        self._worker.send(self._run)
        self._clock.setInterval(FRAME_MILLISECONDS)
        self.running_changed.emit(True)

    def _end_run(self) -> None:
        """Stop at the newest snapshot that was followed; what the worker did since then is dropped."""
        if self._run is None:
            return
        self._worker.send(Pause())
        self._generation += 1
        self._quiet.start()
        self._finish()

    def _finish(self) -> bool:
        """End the run on this side; whether it made an undo entry."""
        self._run, self._pausing = None, False
        self._clock.setInterval(IDLE_MILLISECONDS)
        entered = self._store.settle(self._text)
        self.running_changed.emit(False)
        return entered

    def _load(self) -> None:
        """Give the worker the document as it is shown."""
        self._quiet.stop()
        self._generation += 1
        self._refusal = None
        self._memory, self._plan = state_layout(self._store.shown), self._store.shown.plan
        self._worker.send(Load(self._generation, self._store.shown, self._run is not None, self._backend))

    def _poll(self) -> None:
        for report in self._worker.reports():
            self._heed(report)
        self._take_snapshot()
        if self._worker.lost:
            self._replace_worker()

    def _heed(self, report: Report) -> None:
        match report:
            case Loaded():
                self._worker.note_load()
            case Refused(generation, reason, partly) if generation == self._generation:
                self._refusal = reason
                if not partly:
                    self._clear()
                if self._run is not None:
                    self._finish()
                    self.failed.emit(reason)
            case Stopped(ticket, trouble, diverged, early) if self._run is not None and ticket == self._run.ticket:
                self._take_snapshot()
                if trouble is None and early is None and self._goes_on_with_another_plan():
                    return
                self._tell_end(trouble, diverged, early)
            case CardLost(step, reason):
                self.worker_lost.emit(message(
                    "The graphics card failed ({reason}). Training goes on on the processor from step {step}.",
                    reason=reason, step=step))
            case Stopped(0, trouble) if trouble is not None:  # a fault between runs
                self.failed.emit(trouble)
            case _:
                pass

    def _tell_end(self, trouble: Message | None, diverged: bool, early: Message | None) -> None:
        """End the run that the worker has ended, and say why it was over."""
        to_the_end = self._goal.open and not self._pausing
        entered = self._finish()
        if trouble is not None and diverged:
            self.diverged.emit(trouble, entered)
        elif trouble is not None:
            self.failed.emit(trouble)
        elif early is not None:
            self.stopped_early.emit(early)
        elif to_the_end and entered:
            self.ended.emit(told_end_of(self._store.document))

    def _take_snapshot(self) -> None:
        taken = self._worker.snapshot()
        if taken is None or taken.generation != self._generation:
            return
        of_part = taken.state.parameters.keys() != self._store.document.state.parameters.keys()
        if of_part and self._run is not None:
            return  # such a one is only looked at: the word that the whole is refused is on its way
        self.latest = taken
        if self._run is not None:
            self._store.follow(with_training(self._store.document, taken.state, taken.history, self._plan))
        self.snapshot.emit(taken)

    def _goes_on_with_another_plan(self) -> bool:
        """After a run has stopped: whether that was for another plan, with which it goes on."""
        document = self._store.document
        if self._run is None or self._pausing or document.plan == self._plan:
            return False
        self._plan = document.plan
        self._worker.send(ChangePlan(document.plan))
        if self._goal.reached(document):
            return False
        self._ticket += 1
        self._run = Run(self._ticket, *self._goal.left(document))
        self._worker.send(self._run)
        return True

    def _replace_worker(self) -> None:
        """Start another worker, which goes on from the newest snapshot."""
        if not self._worker.bury():
            self._end_run()
            self._tell_given_up()
            return
        resumed = self._run if not self._pausing and self._run is not None and self._run.steps is None else None
        if self._run is not None and resumed is None:
            self._finish()
        self._worker.start()
        self._load()
        if resumed is not None:
            self._worker.send(resumed)
        self.worker_lost.emit(told_loss(None if resumed is None else self._store.document.state.step))

    def _tell_given_up(self) -> None:
        if self._worker.gave_up:
            self.given_up.emit(told_end())

    def _clear(self) -> None:
        if self.latest is not None:
            self.latest = None
            self.cleared.emit()

    def _follow_edit(self, change: ChangeSet) -> None:
        if change.initiator is self._store:  # the run itself, put on the undo stack
            return
        if change.data:
            self._clear()
        if change.breakpoints:
            self._worker.send(StopAt(self._store.document.views.breakpoints))
        fields = change.structure or change.parameters or change.data or change.state
        if self._run is None:
            if fields or change.plan or change.history:
                self._quiet.start()
        elif fields or state_layout(self._store.document) != self._memory:
            self._load()
        elif change.plan:
            self._worker.send(Pause())  # at a step that is known: the past says which one was trained by which plan

    def _follow_preview(self) -> None:
        if self._run is None:
            self._quiet.start()
