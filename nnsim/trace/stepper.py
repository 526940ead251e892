"""Steps through training: a cursor over the kept values of a training step, forward and back to the bit."""

from collections.abc import Generator
from time import perf_counter
from typing import final

from msgspec.structs import replace

from nnsim.backend import choose
from nnsim.document import Document, TrainingState
from nnsim.document import Place as StepPlace
from nnsim.edits import past_of, with_training
from nnsim.edits.past import MOST_STATES, stretch_at
from nnsim.program.executor import Executor
from nnsim.program.replay import Replay
from nnsim.program.trainer import Trainer
from nnsim.trace.explain import scene_at
from nnsim.trace.frame import Frame, Plan
from nnsim.trace.moment import Detail, Moment, Stop
from nnsim.trace.pieces import Place
from nnsim.trace.questions import Kind, StopQuestion, ask
from nnsim.trace.running import Met, Stops
from nnsim.trace.telling import Telling
from nnsim.trace.whereabouts import stop_of


@final
class Stepper(Telling):
    """Walks the training steps of a document from where its training stands.

    A step is run once, whole, by the trainer's own executor, and its values are kept; moving within it only moves the
    cursor. The batch is the one that training takes next; `sample` is the row of it whose numbers are shown. Going on
    past the last tick commits the step and runs the next; going back before the first restores the step before by
    replaying from the nearest keyframe.

    Raises NnsimError when the network or its data cannot be trained.
    """

    def __init__(
        self, document: Document, sample: int = 0, detail: Detail = "neuron", most_states: int = MOST_STATES
    ) -> None:
        super().__init__(detail)
        self._document, self._most_states = document, most_states
        self._trainer = Trainer(document, choose("numpy"), keep=True)
        if self._trainer.stopped_early:
            self._trainer.wait_anew()
        self._replay: Replay | None = None
        self._plans: dict[tuple[int, int], Plan] = {}
        self._wanted_sample, self._seconds = sample, 0.0
        self._run_step()

    @property
    def wanted_sample(self) -> int:
        """The row that was asked for, of a batch that has so many."""
        return self._wanted_sample

    @property
    def threads(self) -> int:
        """BLAS threads under which the bits of this training are defined."""
        return self._trainer.threads

    @property
    def at_start(self) -> bool:
        """Whether nothing lies before the cursor."""
        return self._tick < 0 and not self._has_past

    def set_detail(self, detail: Detail) -> None:
        """Walks in other strides from now on; the cursor stays where it is."""
        if detail != self.detail:
            stop = self._stop
            self.detail = detail
            self._tick = -1 if stop is None else self.timeline().tick(stop)

    def set_sample(self, sample: int) -> None:
        """Shows another sample of the batch; the nearest one when there is none of this number."""
        self._wanted_sample = sample
        self._show_row(self._plan, self._frame.executor)

    def next(self, detail: Detail | None = None) -> None:
        """One tick on; past the last one, the first of the next training step."""
        self._turn(detail)
        if self._tick + 1 < self.timeline().total:
            self._tick += 1
        else:
            self._go_on()

    def back(self, detail: Detail | None = None) -> None:
        """One tick back; before the first one, the last of the training step before."""
        self._turn(detail)
        if self._tick > 0 or not self._has_past:
            self._tick = max(-1, self._tick - 1)
        else:
            self._go_back()
            self._tick = self.timeline().total - 1

    def next_phase(self, detail: Detail | None = None) -> None:
        """To the first tick of the next phase."""
        self._turn(detail)
        starts = [track.start for track in self.timeline().tracks if track.count and track.start > self._tick]
        if starts:
            self._tick = starts[0]
        else:
            self._go_on()

    def previous_phase(self, detail: Detail | None = None) -> None:
        """To the first tick of this phase, or of the one before when already there."""
        self._turn(detail)
        starts = [track.start for track in self.timeline().tracks if track.count and track.start < self._tick]
        if starts:
            self._tick = starts[-1]
        elif self._has_past:
            self._go_back()
            self._tick = [track.start for track in self.timeline().tracks if track.count][-1]
        else:
            self._tick = -1

    @property
    def epochs_done(self) -> int | None:
        """How many epochs have been trained, where the present step begins one; None inside of one."""
        return None if self._trainer.position else self._trainer.epoch_number

    def figures(self) -> tuple[float, float, float, float]:
        """Losses on the training and the test set, and accuracies on both, before the present step; NaN for none."""
        (train, right), (test, right_of_test) = (self._trainer.evaluate(part) for part in ("train", "test"))
        return train, test, right, right_of_test

    def run(self, stops: Stops) -> Generator[Met | None]:
        """On to where a breakpoint stops: None after each training step on the way, and at last what it came to.

        Where it is left before that, it stands at the beginning of the step that it came to.
        """
        try:
            met = stops.in_step(self._frame, self._trainer, self._stop)
            while met is None:
                self._trainer.finish(self._plan.batch)
                self._run_step()
                self._tick = 0
                met = stops.between(self._trainer)
                if met is None:
                    yield None
                    met = stops.in_step(self._frame, self._trainer, None)
            if met.stop is not None:
                self._tick = self.timeline().tick(met.stop)
            yield met
        finally:
            self._settle()

    def seek(self, tick: int, detail: Detail | None = None) -> None:
        """To a tick of this step; the nearest one when there is none of this number (−1: before the first)."""
        self._turn(detail)
        self._tick = min(max(tick, -1), self.timeline().total - 1)

    def seek_place(self, place: StepPlace) -> bool:
        """To a place by its name, or as near as there is; False when the operation is gone."""
        stop = stop_of(self._plan, place)
        if stop is not None:
            self._tick = self.timeline().tick(stop)
        return stop is not None

    def follow(self, place: Place) -> bool:
        """To the moment at which the number of a place was made; False when it was there from the start."""
        slot, index = self._plan.cells.source(place.slot, place.index)
        number = self._plan.cells.producer.get(slot)
        walk = self._plan.by_instruction.get(number) if number is not None else None
        if walk is None:
            return False
        if walk.per_sample:
            self.set_sample(index[0])
        stop = Stop(walk.instruction, walk.cell_at(index))
        self._tick = self.timeline().tick(stop)
        return True

    def go(self, moment: Moment) -> None:
        """To a moment of this training step, and to its sample."""
        self.set_sample(moment.sample)
        self._tick = -1 if moment.stop is None else self.timeline().tick(moment.stop)

    def ask(self, kind: Kind) -> StopQuestion:
        """A question of one of these kinds; raises KeyError for another."""
        stop, told = self._stop, self.explain()
        if stop is None or told is None:
            raise KeyError(kind)
        return ask(scene_at(self._frame, stop), told, kind, self._loss_after)

    def document_before(self) -> Document:
        """The document as the present training step found it, with the past that leads there."""
        self._settle()
        return self._document

    def document_after(self) -> Document:
        """The document as the present training step leaves it."""
        before = self._trainer.state()
        self._trainer.finish(self._plan.batch)
        after = self._trainer.state()
        self._trainer.load(before)
        return self._trained(after)

    def _loss_after(self) -> float:
        """The loss of this batch with the parameters that the step leaves; the step's own numbers stand again then."""
        trainer, before, loss = self._trainer, self._trainer.state(), self._plan.program.loss
        assert loss is not None
        trainer.finish(self._plan.batch)
        trainer.load(replace(before, parameters=trainer.parameters()))
        after = trainer.begin()
        after.run()
        found = float(after.value(loss))
        trainer.load(before)
        trainer.begin().run()
        return found

    @property
    def _has_past(self) -> bool:
        """Whether there is a training step before this one to walk back into."""
        return stretch_at(past_of(self._document), self._document.state.step - 1) is not None

    def _trained(self, state: TrainingState) -> Document:
        return with_training(self._document, state, self._document.history, most_states=self._most_states)

    def _turn(self, detail: Detail | None) -> None:
        if detail is not None:
            self.set_detail(detail)

    def _go_on(self) -> None:
        self._trainer.finish(self._plan.batch)
        self._settle()
        self._run_step()
        self._tick = 0

    def _settle(self) -> None:
        """The document as training has come to it."""
        if self._trainer.step_number != self._document.state.step:
            self._document = self._trained(self._trainer.state())
            self._replay = None

    @property
    def seconds(self) -> float:
        """What running the present step took."""
        return self._seconds

    @property
    def steps_back(self) -> int:
        """How many steps walking back into the one before would train again; 0 where it is kept, there is none, or the
        cursor has not come to the beginning of this one."""
        if self._tick > 0 or not self._has_past:
            return 0
        return self._past_of_walk().way_to(self.document_before().state.step - 1)

    def walk_back_along(self, replay: Replay) -> None:
        """Walk back along the past of `document_before()` that was trained again elsewhere."""
        self._replay = replay

    def _past_of_walk(self) -> Replay:
        if self._replay is None:
            self._replay = Replay(self._document, self._trainer)
        return self._replay

    def _go_back(self) -> None:
        replay = self._past_of_walk()
        moment = replay.at(self._document.state.step - 1)
        assert moment is not None
        same = moment.plan == self._document.plan
        if not same:
            self._plans.clear()
        if replay.trainer is not self._trainer:
            (self._trainer.load(moment.state) if same else self._trainer.replace(moment))
        self._document = moment
        self._run_step()

    def _run_step(self) -> None:
        """Runs the step whose turn it is without committing it, so that all of it can be read."""
        self._rows = tuple(int(row) for row in self._trainer.batch()[2])
        executor, begun = self._trainer.begin(), perf_counter()
        executor.run()
        self._seconds = perf_counter() - begun
        key = (executor.batch, executor.turn)
        if key not in self._plans:
            self._plans[key] = Plan(self._trainer.program, self._document, *key)
        self._show_row(self._plans[key], executor)

    def _show_row(self, plan: Plan, executor: Executor) -> None:
        """Read the numbers of the wanted sample, or of the nearest row that the batch has."""
        row = min(max(self._wanted_sample, 0), plan.batch - 1)
        self._show(Frame(plan, executor, row), self._rows, self._trainer.step_number)
