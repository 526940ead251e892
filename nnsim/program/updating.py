"""Emitting the updates of a turn: what happens to the gradients first, then the rule, parameter by parameter."""

import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.document import TrainingPlan
from nnsim.ops.base import Op
from nnsim.ops.update import Decay, KeepFixed, TakeOver
from nnsim.ops.update_gradient import (
    ClipFactor,
    ClippedCells,
    FirstShare,
    Length,
    NextShare,
    Shortened,
    SquaredLength,
    WithDecay,
)
from nnsim.program.forward import Forward
from nnsim.program.learning import Turn, left_alone
from nnsim.program.program import Update


class UpdateLowering:
    """What a rule sees of the compiler while it emits the update of one parameter: `nnsim.catalog.UpdateLowering`."""

    def __init__(self, forward: Forward, turn: Turn, parameter: int, plan: TrainingPlan, hyper: dict[str, int]) -> None:
        self.builder, self.turn, self.parameter, self.hypers = forward.builder, turn, parameter, hyper
        self.settings = plan.rule.settings
        self.before: dict[str, int] = {}
        self.after: dict[str, int] = {}

    def emit(self, op: Op, *inputs: int, quantity: str) -> int:
        return self.builder.emit(op, *inputs, quantity=quantity, role="updated", of=self.parameter)

    def hyper(self, name: str) -> int:
        if name not in self.hypers:
            self.hypers[name] = self.builder.slot(name, name, (), "hyper", members=())
        return self.hypers[name]

    def state(self, name: str) -> int:
        if name not in self.before:
            shape = self.builder.slots[self.parameter].shape
            self.before[name] = self.builder.slot(name, name, shape, "state", of=self.parameter)
        return self.before[name]

    def keep(self, name: str, updated: int) -> None:
        self.after[name] = updated

    def states(self) -> tuple[tuple[str, int, int], ...]:
        """(name, slot before the step, slot after it) of all that the rule remembers; each turn has its own."""
        mean = self.turn.means.get(self.parameter)
        found = [(name, before, self.after[name]) for name, before in self.before.items()]
        found += [] if mean is None else [("accumulated", *mean)]
        own = f".{self.turn.number}" if self.turn.number else ""
        return tuple((name + own, before, after) for name, before, after in found)


def emit_means(turn: Turn, forward: Forward, count: int) -> None:
    """Emits the mean of each gradient over `count` batches, which the last of them hands to the update."""
    if count == 1:
        return
    assert turn.steps is not None
    builder = forward.builder
    builder.phase = "backward"
    for parameter, gradient in turn.learned.items():
        slot = builder.slots[parameter]
        builder.origin, builder.members = slot.origin, slot.members
        before = builder.slot("accumulated", "accumulated", slot.shape, "state", of=parameter)
        builder.turns = turn.steps[:1]
        after = builder.emit(FirstShare(count), gradient, quantity="accumulated", role="updated", of=parameter)
        builder.turns = turn.steps[1:]
        builder.emit_into(after, NextShare(count), before, gradient)
        turn.means[parameter] = (before, after)


def emit_updates(turn: Turn, forward: Forward, plan: TrainingPlan, hyper: dict[str, int]) -> list[Update]:
    """Emits the update phase of a turn.

    The length of the gradient counts every cell of every parameter that has an update, whether it is frozen or not.
    """
    builder = forward.builder
    builder.phase, builder.turns = "update", turn.update_steps
    gradients = {slot: turn.means[slot][1] if slot in turn.means else at for slot, at in turn.learned.items()}
    factor: int | None = None
    if plan.clip_norm > 0:
        gradients, factor = _emit_length(turn, forward, plan, gradients, hyper)
    return [
        _emit_update(turn, forward, plan, parameter, gradient, factor, hyper)
        for parameter, gradient in gradients.items()
    ]


def emit_tracked(forward: Forward) -> list[Update]:
    """The updates of running statistics: what the forward phase computed takes their place."""
    builder = forward.builder
    builder.phase, builder.turns = "update", None
    found = []
    for statistic, updated in forward.tracked.items():
        slot = builder.slots[statistic]
        builder.origin, builder.members = slot.origin, slot.members
        kept = builder.emit(TakeOver(), statistic, updated, quantity="updated", role="updated", of=statistic)
        found.append(Update(statistic, None, (len(builder.instructions) - 1,), kept, ()))
    return found


def _emit_length(
    turn: Turn, forward: Forward, plan: TrainingPlan, gradients: dict[int, int], hyper: dict[str, int],
) -> tuple[dict[int, int], int]:
    """The gradients, clipped cell by cell first if asked for, and the factor that shortens all of them alike."""
    builder = forward.builder
    lengths: list[int] = []
    for parameter, gradient in gradients.items():
        slot = builder.slots[parameter]
        builder.origin, builder.members = slot.origin, slot.members
        lowering = UpdateLowering(forward, turn, parameter, plan, hyper)
        if plan.clip_value > 0:
            gradients = gradients | {parameter: _clipped(lowering, gradient)}
        lengths.append(builder.emit(SquaredLength(), gradients[parameter], quantity="squared_length"))
    node = builder.slots[turn.data_loss]
    builder.origin, builder.members = node.origin, node.members
    length = builder.emit(Length(), *lengths, quantity="gradient_length")
    return gradients, builder.emit(ClipFactor(), length, lowering.hyper("clip_norm"), quantity="clip_factor")


def _clipped(lowering: UpdateLowering, gradient: int) -> int:
    return lowering.emit(ClippedCells(), gradient, lowering.hyper("clip_value"), quantity="clipped")


def _emit_update(
    turn: Turn, forward: Forward, plan: TrainingPlan, parameter: int, gradient: int, factor: int | None,
    hyper: dict[str, int],
) -> Update:
    builder = forward.builder
    slot = builder.slots[parameter]
    builder.origin, builder.members = slot.origin, slot.members
    begin, lowering = len(builder.instructions), UpdateLowering(forward, turn, parameter, plan, hyper)
    follows, start = gradient, parameter
    if factor is not None:
        follows = lowering.emit(Shortened(), follows, factor, quantity="shortened")
    elif plan.clip_value > 0:
        follows = _clipped(lowering, follows)
    if plan.weight_decay > 0 and slot.quantity == "weight":
        strength = lowering.hyper("plan_decay")
        if plan.decay == "coupled":
            follows = lowering.emit(WithDecay(), follows, parameter, strength, quantity="with_decay")
        else:
            start = lowering.emit(Decay(), parameter, lowering.hyper("learning_rate"), strength, quantity="decayed")
    updated = catalog.rule(plan.rule.kind).update(lowering, start, follows)
    fixed = _fixed(turn, forward, parameter)
    if fixed is not None:
        updated = lowering.emit(KeepFixed(), updated, parameter, builder.mask("frozen", fixed), quantity="updated")
    return Update(parameter, gradient, tuple(range(begin, len(builder.instructions))), updated, lowering.states())


def _fixed(turn: Turn, forward: Forward, parameter: int) -> NDArray[np.bool_] | None:
    """Which cells of a parameter stay as they are in this turn: frozen ones, and those of others; None for none."""
    fixed = forward.fixed.get(parameter)
    for path in left_alone(turn, parameter, forward):
        if fixed is None or fixed is forward.fixed.get(parameter):
            shape = forward.builder.slots[parameter].shape
            fixed = np.zeros(shape, np.bool_) if fixed is None else fixed.copy()
        fixed[forward.placements[path].index] = True
    return fixed if fixed is not None and fixed.any() else None
