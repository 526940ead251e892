"""Running on to a breakpoint: where in a training step a walk stops, and which of its steps are passed over."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from nnsim.document import Breakpoint, NodeBreakpoint
from nnsim.document.breakpoints import Quantity
from nnsim.program.trainer import Trainer
from nnsim.text.messages import Message, message
from nnsim.trace.breakpoints import COUNTS, Reading, in_words, of_nodes, reading_between, stops_at, written
from nnsim.trace.condition_watch import ConditionWatch
from nnsim.trace.frame import Frame, Plan
from nnsim.trace.moment import Stop
from nnsim.trace.walk import Walk


@dataclass(frozen=True, slots=True)
class Met:
    """The breakpoint that a walk came to; of a condition with the number that it is about. Without a stop it is at the
    beginning of a training step."""

    breakpoint: Breakpoint
    value: float = 0.0
    stop: Stop | None = None


class Stops:
    """Breakpoints that a walk runs to. A node stops it once in a phase, a condition where it begins to hold: at the
    operation that makes its number, or, of steps, epochs and whole sets, at the beginning of a training step."""

    def __init__(self, breakpoints: Collection[Breakpoint]) -> None:
        self.watch = ConditionWatch(breakpoints)
        self._nodes = [each for each in breakpoints if isinstance(each, NodeBreakpoint) and each.on]
        self._plan: Plan | None = None
        self._first: dict[int, NodeBreakpoint] = {}
        self._known_at: dict[int, list[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._nodes or self.watch.conditions)

    def in_step(self, frame: Frame, trainer: Trainer, behind: Stop | None) -> Met | None:
        """Where the present training step stops after a place in it (None: its beginning), if it does."""
        if frame.plan is not self._plan:
            self._prepare(frame.plan)
        for walk in frame.plan.walks:
            if behind is not None and walk.instruction < behind.instruction:
                continue
            begun = behind is not None and walk.instruction == behind.instruction
            if not begun and walk.instruction in self._first:
                return Met(self._first[walk.instruction], stop=_beginning(walk))
            if begun and behind == walk.stop("term", walk.ticks("term") - 1):
                continue
            found = self.watch.look(self._reading(walk, frame, trainer)) if self.watch.conditions else None
            if found is not None:
                return Met(*found, Stop(walk.instruction))
        return None

    def between(self, trainer: Trainer) -> Met | None:
        """What stops before the first operation of a training step."""
        if not self.watch.conditions:
            return None
        with np.errstate(all="ignore"):
            found = self.watch.look(reading_between(trainer, self.watch.conditions, None))
        return None if found is None else Met(*found)

    def _prepare(self, plan: Plan) -> None:
        """Find the operations at which a node begins in a phase, and those that make what a condition is about."""
        self._plan, self._first, self._known_at = plan, {}, {}
        for each in self._nodes:
            its = (walk for walk in plan.walks if stops_at(each, _place(walk, (walk.origin,))))
            shared = (walk for walk in plan.walks if stops_at(each, _place(walk, walk.nodes)))  # as of free neurons
            walk = next(its, None) or next(shared, None)
            if walk is not None:
                self._first.setdefault(walk.instruction, each)
        for name, slot in _made(self.watch, plan):
            number = plan.cells.producer.get(slot)
            last = [walk.instruction for walk in plan.walks if number is not None and walk.instruction <= number]
            if last:
                self._known_at.setdefault(last[-1], []).append(name)

    def _reading(self, walk: Walk, frame: Frame, trainer: Trainer) -> Reading:
        numbers: dict[Quantity, float] = {}
        if self.watch.for_broken is not None:
            output = frame.array(frame.instruction(walk.instruction).output)
            numbers["not_finite"] = float(not np.isfinite(output).all())
        known = self._known_at.get(walk.instruction, ())
        if "" in known:
            numbers["batch_loss"] = trainer.loss(frame.executor)
        nodes = {name for name in known if name}
        return Reading(numbers, of_nodes(trainer.gradient_norms(nodes)) if nodes else {})


def told_at(met: Met, names: Mapping[str, str]) -> Message | None:
    """What is said of the condition that a walk came to; None of a node, which is seen. `names` as in `in_words`."""
    condition = met.breakpoint
    if isinstance(condition, NodeBreakpoint):
        return None
    if condition.quantity == "not_finite":
        return message("Here a number becomes NaN or infinite.")
    words = in_words(condition, names)
    if condition.quantity in COUNTS:
        return message("Stopped at a breakpoint: {condition}.", condition=words)
    return message("Stopped at a breakpoint: {condition}, and it is {value} here.", condition=words,
                   value=written(condition, met.value))


def _made(watch: ConditionWatch, plan: Plan) -> Iterator[tuple[str, int]]:
    """The slots whose numbers conditions are about: of the loss by "", of a node's gradient the last one by its id."""
    asked = {each.quantity for each in watch.conditions}
    if "batch_loss" in asked and plan.program.data_loss is not None:
        yield "", plan.program.data_loss
    for node in {each.node for each in watch.conditions if each.node is not None}:
        slots = [update.gradient for update in plan.program.updates if update.gradient is not None and any(
            member.node.partition("/")[0] == node for member in plan.program.slots[update.parameter].members)]
        if slots:
            yield node, max(slots, key=lambda slot: plan.cells.producer.get(slot, -1))


def _place(walk: Walk, nodes: Iterable[str]) -> Reading:
    return Reading(phase=walk.phase, nodes={node.partition("/")[0] for node in nodes})


def _beginning(walk: Walk) -> Stop:
    """The first cell of an operation, and the first term of it."""
    return Stop(walk.instruction, 0, 0) if walk.count else Stop(walk.instruction)
