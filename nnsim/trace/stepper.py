"""Steps through training: a cursor over the kept values of a training step, forward and back to the bit."""

from collections.abc import Generator

from msgspec.structs import replace

from nnsim.backend import choose
from nnsim.document import Document, TrainingState
from nnsim.document import Place as StepPlace
from nnsim.edits import past_of, with_training
from nnsim.edits.past import MOST_STATES, stretch_at
from nnsim.program.executor import Executor
from nnsim.program.replay import Replay
from nnsim.program.trainer import Trainer
from nnsim.text.messages import Message, message
from nnsim.text.numbers import decimals
from nnsim.trace.cell_names import parameter_cell, unit_cell
from nnsim.trace.chain import Chain, chain, in_words
from nnsim.trace.elision import SHOWN
from nnsim.trace.explain import explain, scene_at
from nnsim.trace.explanation import Explanation
from nnsim.trace.frame import Frame, Plan
from nnsim.trace.gates import Gates, gates
from nnsim.trace.look import covered, look, look_ahead
from nnsim.trace.moment import Detail, Moment, Stop
from nnsim.trace.pieces import Place
from nnsim.trace.questions import Kind, StopQuestion, ask, kinds
from nnsim.trace.running import Met, Stops
from nnsim.trace.timeline import Timeline
from nnsim.trace.update_way import UpdateWay, update_way
from nnsim.trace.view import StepView
from nnsim.trace.whereabouts import place_of, stop_of

_REMEMBERED = 64
"""Explanations that are kept for who goes back and forth."""


class Stepper:
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
        self._document, self._most_states = document, most_states
        self._trainer = Trainer(document, choose("numpy"), keep=True)
        if self._trainer.stopped_early:
            self._trainer.wait_anew()
        self._replay: Replay | None = None
        self._plans: dict[tuple[int, int], Plan] = {}
        self._ahead: StepView | None = None
        self._plan: Plan
        self._frame: Frame
        self._wanted_sample = sample
        self.detail: Detail = detail
        self._tick = -1
        self._told: dict[tuple[Moment, Detail, int, int], Explanation] = {}
        self._run_step()

    @property
    def cursor(self) -> int:
        """The tick at hand at the present detail; −1 before the first."""
        return self._tick

    @property
    def moment(self) -> Moment:
        """Where the cursor stands."""
        return Moment(self._trainer.step_number, self._stop, self.sample)

    @property
    def sample(self) -> int:
        """The row of the batch whose numbers are shown."""
        return self._frame.sample

    @property
    def wanted_sample(self) -> int:
        """The row that was asked for, of a batch that has so many."""
        return self._wanted_sample

    @property
    def threads(self) -> int:
        """BLAS threads under which the bits of this training are defined."""
        return self._trainer.threads

    @property
    def rows(self) -> tuple[int, ...]:
        """The training samples (from 0) in the batch, row by row."""
        return self._rows

    @property
    def at_start(self) -> bool:
        """Whether nothing lies before the cursor."""
        return self._tick < 0 and not self._has_past

    def timeline(self, detail: Detail | None = None) -> Timeline:
        """The ticks of the present step."""
        return self._plan.timeline(detail or self.detail)

    def set_detail(self, detail: Detail) -> None:
        """Walks in other strides from now on; the cursor stays where it is."""
        if detail != self.detail:
            stop = self._stop
            self.detail = detail
            self._tick = -1 if stop is None else self.timeline().tick(stop)

    def set_sample(self, sample: int) -> None:
        """Shows another sample of the batch; the nearest one when there is none of this number."""
        self._wanted_sample = sample
        self._show_row(self._frame.executor)

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

    def place(self) -> StepPlace | None:
        """Where the cursor stands, by name; None before the first tick."""
        return None if self._stop is None else place_of(self._plan, self._stop)

    def has(self, place: StepPlace) -> bool:
        """Whether the operation of a place is part of the present step."""
        return stop_of(self._plan, place) is not None

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

    def explain(self, shown: int = SHOWN) -> Explanation | None:
        """What happens at the cursor, None before the first tick; `shown` terms of a long sum are written out."""
        stop = self._stop
        if stop is None:
            return None
        key = (self.moment, self.detail, shown, decimals())
        if key not in self._told:
            if len(self._told) >= _REMEMBERED:
                del self._told[next(iter(self._told))]
            timeline = self.timeline()
            following = timeline.stop(self._tick + 1) if self._tick + 1 < timeline.total else None
            self._told[key] = explain(self._frame, self.moment, stop, self.detail, following, shown)
        return self._told[key]

    def kinds(self) -> tuple[Kind, ...]:
        """What can be asked about the stop at the cursor."""
        stop, told = self._stop, self.explain()
        return () if stop is None or told is None else kinds(scene_at(self._frame, stop), told)

    def ask(self, kind: Kind) -> StopQuestion:
        """A question of one of these kinds; raises KeyError for another."""
        stop, told = self._stop, self.explain()
        if stop is None or told is None:
            raise KeyError(kind)
        return ask(scene_at(self._frame, stop), told, kind, self._loss_after)

    def chain(self) -> Chain | None:
        """Where the gradient at the cursor comes from, factor by factor; None where the outcome is no gradient."""
        stop = self._stop
        if stop is None:
            return None
        output = scene_at(self._frame, stop).output
        return chain(self._frame, (output.slot, output.index))

    def gates(self, unit: int | None = None, covers: bool = False) -> Gates | None:
        """The recurrent cell at the cursor, of a unit (from 0) or the one at hand; None where the cursor is in none.

        `covers` leaves out what the stop computes.
        """
        stop = self._stop
        return None if stop is None else gates(scene_at(self._frame, stop), unit, covers)

    def update_way(self, covers: bool = False) -> UpdateWay | None:
        """The way of the weight at the cursor from its gradient to its new value; None outside of the update phase.

        `covers` leaves out what the stop computes.
        """
        stop = self._stop
        return None if stop is None else update_way(scene_at(self._frame, stop), covers)

    def about(self, told: Chain) -> tuple[Message, ...]:
        """What makes a gradient of this moment small, or how it comes about, in a sentence or two."""
        return in_words(self._frame, told)

    def name_of(self, place: Place) -> Message:
        """What a number is called: `h₄ of Dense 1`."""
        symbol = self._plan.symbols.name(place.slot, place.index).text
        node = self._plan.names.get(place.node)
        if node is None:
            return message("{symbol}", symbol=symbol)
        return message("{symbol} of {node}", symbol=symbol, node=node)

    def name_of_parameter(self, path: str, index: tuple[int, ...]) -> Message:
        """What a weight or bias of the document is called; raises KeyError for one that the network does not have."""
        return self.name_of(self._frame.place(parameter_cell(self._plan, path, index)))

    def name_of_unit(self, node: str, unit: int) -> Message:
        """What a unit's value is called; raises KeyError for a node without values."""
        return self.name_of(self._frame.place(unit_cell(self._plan, node, unit, self.sample)))

    def view(self) -> StepView:
        """What the canvas shows at the cursor."""
        if self._ahead is None:
            self._ahead = look_ahead(self._frame, self.moment, self._rows)
        return look(self._frame, self.moment, self._stop, self._rows, self._ahead)

    def covered_view(self, whole: bool = False) -> StepView:
        """The same without what this stop computes, or without all that its node does in this phase."""
        view = self.view()
        if self._stop is None:
            return view
        timeline, tick = self.timeline(), self._tick
        if whole:
            here, timeline = self._plan.by_instruction[self._stop.instruction], self.timeline("layer")
            same = (walk for walk in self._plan.walks if (walk.phase, walk.origin) == (here.phase, here.origin))
            tick = timeline.tick(Stop(next(same).instruction))
        before = timeline.stop(tick - 1) if tick else None
        return covered(self._frame, view, before, self._stop.instruction)

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

    @property
    def _stop(self) -> Stop | None:
        return self.timeline().stop(self._tick) if self._tick >= 0 else None

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

    def _go_back(self) -> None:
        if self._replay is None:
            self._replay = Replay(self._document, self._trainer)
        moment = self._replay.at(self._document.state.step - 1)
        assert moment is not None
        if moment.plan != self._document.plan:
            self._plans.clear()
        self._document = moment
        self._run_step()

    def _run_step(self) -> None:
        """Runs the step whose turn it is without committing it, so that all of it can be read."""
        self._rows = tuple(int(row) for row in self._trainer.batch()[2])
        executor = self._trainer.begin()
        executor.run()
        key = (executor.batch, executor.turn)
        if key not in self._plans:
            self._plans[key] = Plan(self._trainer.program, self._document, *key)
        self._plan = self._plans[key]
        self._show_row(executor)

    def _show_row(self, executor: Executor) -> None:
        """Read the numbers of the wanted sample, or of the nearest row that the batch has."""
        row = min(max(self._wanted_sample, 0), self._plan.batch - 1)
        self._frame = Frame(self._plan, executor, row)
        self._ahead = None
