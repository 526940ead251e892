"""What can be told of the stop at the cursor of a training step, and what it shows."""

from nnsim.document import Place as StepPlace
from nnsim.text.messages import Message, message
from nnsim.text.numbers import decimals
from nnsim.trace.cell_names import parameter_cell, unit_cell
from nnsim.trace.chain import Chain, chain, gradient, in_words
from nnsim.trace.elision import SHOWN
from nnsim.trace.explain import explain, scene_at
from nnsim.trace.explanation import Explanation
from nnsim.trace.frame import Frame, Plan
from nnsim.trace.gates import Gates, gates
from nnsim.trace.look import covered, look, look_ahead
from nnsim.trace.moment import Detail, Moment, Stop
from nnsim.trace.pieces import Place
from nnsim.trace.questions import Kind, kinds
from nnsim.trace.timeline import Timeline
from nnsim.trace.update_way import UpdateWay, update_way
from nnsim.trace.view import StepView
from nnsim.trace.whereabouts import place_of, stop_of

_REMEMBERED = 64
"""Explanations that are kept for who goes back and forth."""
_SEEN = 4
"""Views that are kept: they hold the gradients of all parameters."""


class Telling:
    """Reads the kept values of one training step at a cursor; a Stepper moves it, and from step to step."""

    _plan: Plan
    _frame: Frame
    _rows: tuple[int, ...]

    def __init__(self, detail: Detail) -> None:
        self.detail: Detail = detail
        self._tick = -1
        self._step = 0
        self._ahead: StepView | None = None
        self._told: dict[tuple[Moment, Detail, int, int], Explanation] = {}
        self._seen: dict[Moment, StepView] = {}

    def _show(self, frame: Frame, rows: tuple[int, ...], step: int) -> None:
        """Read the numbers of a sample of a step from now on."""
        self._frame, self._plan, self._rows, self._step = frame, frame.plan, rows, step
        self._ahead = None
        self._seen.clear()

    @property
    def cursor(self) -> int:
        """The tick at hand at the present detail; −1 before the first."""
        return self._tick

    @property
    def moment(self) -> Moment:
        """Where the cursor stands."""
        return self._moment(self._tick)

    @property
    def sample(self) -> int:
        """The row of the batch whose numbers are shown."""
        return self._frame.sample

    @property
    def rows(self) -> tuple[int, ...]:
        """The training samples (from 0) in the batch, row by row."""
        return self._rows

    def timeline(self, detail: Detail | None = None) -> Timeline:
        """The ticks of the present step."""
        return self._plan.timeline(detail or self.detail)

    def place(self) -> StepPlace | None:
        """Where the cursor stands, by name; None before the first tick."""
        return None if self._stop is None else place_of(self._plan, self._stop)

    def has(self, place: StepPlace) -> bool:
        """Whether the operation of a place is part of the present step."""
        return stop_of(self._plan, place) is not None

    def explain(self, shown: int = SHOWN) -> Explanation | None:
        """What happens at the cursor, None before the first tick; `shown` terms of a long sum are written out."""
        return self._explained(self._tick, shown)

    def prepare(self, by: int) -> Explanation | None:
        """What happens so many ticks on, or back: explained and looked at now, it is at hand when the cursor comes
        there. None where this step has no such tick."""
        tick = self._tick + by
        if not 0 <= tick < self.timeline().total:
            return None
        self._viewed(tick)
        return self._explained(tick, SHOWN)

    def _explained(self, tick: int, shown: int) -> Explanation | None:
        timeline, moment = self.timeline(), self._moment(tick)
        if moment.stop is None:
            return None
        key = (moment, self.detail, shown, decimals())
        if key not in self._told:
            if len(self._told) >= _REMEMBERED:
                del self._told[next(iter(self._told))]
            following = timeline.stop(tick + 1) if tick + 1 < timeline.total else None
            self._told[key] = explain(self._frame, moment, moment.stop, self.detail, following, shown)
        return self._told[key]

    def kinds(self) -> tuple[Kind, ...]:
        """What can be asked about the stop at the cursor."""
        stop, told = self._stop, self.explain()
        return () if stop is None or told is None else kinds(scene_at(self._frame, stop), told)

    def chain(self) -> Chain | None:
        """Where the gradient at the cursor comes from, factor by factor; None where the outcome is no gradient."""
        stop = self._stop
        if stop is None:
            return None
        output = scene_at(self._frame, stop).output
        return chain(self._frame, (output.slot, output.index))

    def gradient(self) -> float | None:
        """The gradient at the cursor, of which `chain` tells where it comes from; None where there is none."""
        stop = self._stop
        if stop is None:
            return None
        output = scene_at(self._frame, stop).output
        return gradient(self._frame, (output.slot, output.index))

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
        return self._viewed(self._tick)

    def _viewed(self, tick: int) -> StepView:
        moment = self._moment(tick)
        if self._ahead is None:
            self._ahead = look_ahead(self._frame, moment, self._rows)
        if moment not in self._seen:
            if len(self._seen) >= _SEEN:
                del self._seen[next(iter(self._seen))]
            self._seen[moment] = look(self._frame, moment, moment.stop, self._rows, self._ahead)
        return self._seen[moment]

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

    @property
    def _stop(self) -> Stop | None:
        return self.timeline().stop(self._tick) if self._tick >= 0 else None

    def _moment(self, tick: int) -> Moment:
        stop = self.timeline().stop(tick) if tick >= 0 else None
        return Moment(self._step, stop, self.sample)
