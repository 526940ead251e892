"""The step clock: walks through training steps by hand or by playing, and tells the window where it stands."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import History
from nnsim.document import Place as StepPlace
from nnsim.edits import ChangeSet
from nnsim.text import NnsimError
from nnsim.trace import DETAILS, Detail, Place, Stepper, Timeline
from ui.bridge.foresight import Foresight
from ui.bridge.quiz import Quiz
from ui.bridge.step_back import StepBack
from ui.bridge.step_run import StepRun
from ui.bridge.step_trail import StepTrail
from ui.bridge.stepped_document import SteppedDocument
from ui.bridge.store import DocumentStore
from ui.bridge.told_step import ToldStep
from ui.bridge.trainer_client import TrainerClient

TICK_MILLISECONDS: dict[Detail, int] = {"layer": 900, "neuron": 600, "term": 750}  # at 1×: the pulse and a rest
_FIRST = 120  # milliseconds from the key that plays to the first move, however slow those after it


class StepClock(ToldStep):
    """A cursor over the present training step, and the clock that moves it while playing.

    Nothing is run before the first move. Walking past the last instruction of a step commits that step as one undo
    entry; walking back before the first one takes it back, and what was trained otherwise is visited. An edit of
    numbers keeps the place and shows them anew; an edit of the structure or the data, or training, ends stepping
    (`view` is None).

    A network with many operations is made ready beside the event loop, and a step of the past that is not kept is
    trained again there (`going_back`); what is asked for meanwhile happens then.

    Signals:
        moved(StepView | None): the place, the sample or the numbers have changed; also in `view`.
        failed(Message): the network cannot be stepped through as it is.
        outdated(Stepper | None): other numbers are to be walked than those of this stepper.
        busy_changed(bool): the steps are being made ready, also in `busy`; until then there is no timeline.
    """

    moved = Signal(object)
    detail_changed = Signal()
    playing_changed = Signal(bool)
    failed = Signal(object)
    busy_changed = Signal(bool)
    outdated = Signal(object)

    def __init__(self, store: DocumentStore, trainer: TrainerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._trainer = store, trainer
        self._steps = SteppedDocument(store, self)
        self._steps.busy_changed.connect(self.busy_changed)
        self._steps.ready.connect(self._renew)
        self._waiting: list[Callable[[], object]] = []  # what was asked for while the steps are being made ready
        self._detail: Detail = "neuron"
        self._sample = 0
        self._tick = -1
        self._player = QTimer(self)
        self._player.timeout.connect(self._play_on)
        self.speed_changed.connect(self._pace)
        self.trail = StepTrail(self._move, self)
        self.moved.connect(self.trail.keep_to)
        self.run = StepRun(store, lambda: self._stepper, self._move, self._arrive, self)
        self.going_back = StepBack(self)
        self.foresight = Foresight(lambda: self._walked, self)
        self.quiz = Quiz(lambda: self._stepper, self._show, self)
        self.quiz.changed.connect(self._wait_for_answer)
        self._renewal = QTimer(self, interval=0, singleShot=True)
        self._renewal.timeout.connect(self._renew)
        store.changed.connect(self._follow_edit)
        store.recomputed.connect(self._follow_preview)
        trainer.running_changed.connect(self._follow_training)

    @property
    def detail(self) -> Detail:
        """What one move covers: `layer` an instruction, `neuron` a cell, `term` a product of its sum."""
        return self._detail

    @property
    def busy(self) -> bool:
        """Whether the steps of the document are being made ready."""
        return self._steps.busy

    @property
    def sample(self) -> int:
        """Which row of the batch is shown, from 0."""
        return self._sample if self._stepper is None else self._stepper.sample

    @property
    def rows(self) -> tuple[int, ...]:
        """The training samples (from 0) of the batch that is or will be walked; none while it cannot be run."""
        stepper = self._at_hand()
        return () if stepper is None else stepper.rows

    @property
    def playing(self) -> bool:
        """Whether the clock moves by itself."""
        return self._player.isActive()

    @property
    def _stepper(self) -> Stepper | None:
        return self._steps.stepper

    @property
    def cursor(self) -> int:
        """The tick at hand; −1 before the first."""
        return -1 if self._stepper is None or self.view is None else self._stepper.cursor

    @property
    def place(self) -> StepPlace | None:
        """Where the cursor stands, by name; None before the first tick."""
        return None if self._stepper is None or self.view is None else self._stepper.place()

    def has(self, place: StepPlace) -> bool | None:
        """Whether the operation of a place is part of the present training step; None while nobody can say."""
        stepper = self._at_hand()
        return None if stepper is None else stepper.has(place)

    def next(self) -> None:
        """One tick on."""
        self._move(Stepper.next)

    def back(self) -> None:
        """One tick back."""
        self._move(Stepper.back, back=True)

    def next_phase(self) -> None:
        """To the beginning of the next phase."""
        self._move(Stepper.next_phase)

    def previous_phase(self) -> None:
        """To the beginning of this phase, or of the one before when already there."""
        self._move(Stepper.previous_phase, back=True)

    def seek(self, tick: int) -> None:
        """To a tick of this training step; −1: before the first."""
        self._move(lambda stepper: stepper.seek(tick))

    def seek_place(self, place: StepPlace) -> None:
        """To a place of this training step by its name, or as near as there is."""
        self._move(lambda stepper: stepper.seek_place(place))

    def stand(self, stepper: Stepper, place: StepPlace | None, detail: Detail, sample: int) -> None:
        """At a place of a step that was run elsewhere, on the document that is shown; at its beginning where none is
        named, or it is not there."""
        self.run.drop()
        self.pause()
        self._waiting.clear()
        self._renewal.stop()
        self._steps.adopt(stepper)
        turned, self._detail, self._sample = detail != self._detail, detail, sample
        stepper.set_detail(detail)
        if stepper.wanted_sample != sample:
            stepper.set_sample(sample)
        if place is None or not stepper.seek_place(place):
            stepper.seek(-1)
        if turned:
            self.detail_changed.emit()
        self._show()

    def follow(self, place: Place) -> None:
        """To the moment at which a number was computed."""
        self.trail.follow(place)

    def set_detail(self, detail: Detail) -> None:
        """Walk in other strides; the place stays.

        Raises:
            ValueError: there is no such detail.
        """
        if detail not in DETAILS:
            raise ValueError(f"detail must be one of {', '.join(DETAILS)}, got {detail!r}")
        if detail == self._detail:
            return
        self._detail = detail
        if self._stepper is not None:
            self._stepper.set_detail(detail)
        self._pace()
        self.detail_changed.emit()
        if self.view is not None:
            self._show()

    def set_sample(self, sample: int) -> None:
        """Show another sample of the batch, from 0; the nearest one when there is none of this number."""
        self._sample = max(0, sample)
        if self._stepper is not None:
            self._stepper.set_sample(self._sample)
        if self.view is not None:
            self._show()

    def play(self) -> None:
        """Move by itself until paused."""
        if self.playing or self._pause_training():
            return
        self.give_up()
        if self._ready() is not None:
            self._player.start(min(_FIRST, self._interval))
            self.playing_changed.emit(True)
        elif self.busy:
            self._waiting.append(self.play)

    def give_up(self) -> None:
        """Stay at the step that a run has come to, or that a way back has not left yet."""
        self.run.stop()
        self.going_back.drop()

    def pause(self) -> None:
        """Stop moving, running on, and going back."""
        self.give_up()
        if self.playing:
            self._player.stop()
            self.playing_changed.emit(False)

    def end(self) -> None:
        """Leave the step: nothing is shown, and the next move begins at its first tick."""
        self.run.drop()
        self.pause()
        self._waiting.clear()
        self._steps.drop()
        self._renewal.stop()
        if self.view is not None:
            self.view = None
            self.quiz.follow(None)
            self.moved.emit(None)

    def timeline(self, detail: Detail | None = None) -> Timeline | None:
        """The ticks of the training step that is next or being walked, at the present detail or another; None while
        the network cannot be run."""
        stepper = self._at_hand()
        return None if stepper is None else stepper.timeline(detail or self._detail)

    def _at_hand(self) -> Stepper | None:
        """The stepper of the next training step; None while it is being made, or cannot be."""
        if self._trainer.running:
            return None
        try:
            return self._steps.built(self._sample, self._detail)
        except NnsimError:
            return None

    def _move(self, move: Callable[[Stepper], object], back: bool = False) -> None:
        """Move the cursor; a running training is paused instead, since both would change the same numbers.

        What goes `back` into a step that has to be trained again happens when that is there; another move gives it up.
        """
        if self._pause_training():
            return
        self.run.stop()
        if not back:
            self.going_back.drop()
        self._store.drop_preview()
        stepper = self._ready()
        if stepper is None and self.busy:
            self._waiting.append(lambda: self._move(move, back))
        if stepper is not None and not (back and self.going_back.begin(stepper, lambda: self._move(move, back))):
            at = stepper.cursor
            move(stepper)
            if self._store.tried is not None and stepper.moment.step != self._store.document.state.step:
                self._leave_trial(at, move)
                return
            self._sample = stepper.wanted_sample
            self._steps.follow(self)
            self._show()

    def _leave_trial(self, at: int, move: Callable[[Stepper], object]) -> None:
        """What is tried out ends with the training step: it is put back, and the move is made from the same tick."""
        self._store.put_back()
        self._tick = at
        self._waiting.append(lambda: self._move(move))

    def _arrive(self, history: History) -> None:
        """Show where a run has come to."""
        self._steps.follow_run(history, self)
        self._show()

    def _ready(self) -> Stepper | None:
        """The stepper for the present document, built when there is none.

        None while it is being made (`_renew` follows); None, and `failed`, where that cannot be.
        """
        if self._stepper is None:
            self._renewal.stop()
        try:
            return self._steps.built(self._sample, self._detail)
        except NnsimError as error:
            self.end()
            self.failed.emit(error.message)
            return None

    def _show(self) -> None:
        if self._stepper is not None:
            self.quiz.follow(self._stepper)
            self.view = self.quiz.seen(self._stepper)
            self.moved.emit(self.view)
            self.foresight.look()

    def _wait_for_answer(self) -> None:
        if self.quiz.open:
            self.pause()

    def _pause_training(self) -> bool:
        if self._trainer.running:
            self._trainer.pause()
            return True
        return False

    @property
    def _interval(self) -> int:
        return round(TICK_MILLISECONDS[self._detail] / self._speed)

    def _pace(self) -> None:
        self._player.setInterval(self._interval)

    def _play_on(self) -> None:
        if self._player.interval() != self._interval:  # after the first move
            self._pace()
        if self._repeat and self._stepper is not None and self._stepper.cursor == self._stepper.timeline().total - 1:
            self.seek(0)
        else:
            self.next()
        if self._stepper is None:
            self.pause()

    def _renew(self) -> None:
        """Run the step anew with the edited numbers, go to the same tick, and do what was asked for meanwhile."""
        if self.view is None and not self._waiting:
            return
        stepper = self._ready()
        if stepper is None:
            return
        stepper.set_detail(self._detail)
        if stepper.sample != self._sample:
            stepper.set_sample(self._sample)
        if self.view is not None:
            stepper.seek(self._tick)
            self._show()
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each()

    def _outdate(self) -> None:
        self.going_back.drop()
        if self._stepper is not None:
            self._tick = self._stepper.cursor
        self.outdated.emit(self._stepper)
        self._steps.drop()
        if self.view is not None or self._waiting:
            self._renewal.start()

    def _follow_edit(self, change: ChangeSet) -> None:
        if self._steps.committing:
            return
        if change.structure or change.data or change.parameters or change.plan or change.state:
            self.run.drop(edited=True)
        if change.structure or change.data:
            self.end()
        elif change.parameters or change.plan or change.state:
            self._outdate()

    def _follow_preview(self) -> None:
        if not self._trainer.running and not self._steps.committing:
            self._outdate()

    def _follow_training(self, running: bool) -> None:
        if running:
            self.end()
