"""Emitting what a network learns from: for each turn of its plan the loss with penalties, and the backward phase."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec import structs

from nnsim import catalog
from nnsim.document import Document, Objective, TrainingPlan
from nnsim.ops.loss import TotalLoss
from nnsim.ops.penalty import L1Penalty, L2Penalty
from nnsim.ops.wiring import AddUp
from nnsim.program.backward import drop_unused, emit_backward
from nnsim.program.forward import Forward

Steps = tuple[int, ...] | None


@dataclass
class Turn:
    """The objectives that are minimized in one training step, and the slots of what came of them.

    `steps` are those of a cycle of training steps that belong to the turn; it updates in the last of them. With one
    turn and no mean over batches they are None: it is always its turn. `means` has, by parameter, the slots of the mean
    of its gradient over batches, before and after a step.
    """

    number: int
    objectives: tuple[Objective, ...]
    steps: Steps
    parameters: tuple[int, ...]
    loss: int = -1
    data_loss: int = -1
    penalties: list[tuple[int, int]] = field(default_factory=list)
    gradients: dict[int, int] = field(default_factory=dict)
    means: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def update_steps(self) -> Steps:
        """The step of a cycle in which the turn's parameters change."""
        return None if self.steps is None else self.steps[-1:]

    @property
    def learned(self) -> dict[int, int]:
        """The gradients of the parameters that change, by parameter."""
        return {slot: self.gradients[slot] for slot in self.parameters if slot in self.gradients}


def turns_of(document: Document, forward: Forward) -> list[Turn]:
    """The turns of a plan whose losses are drawn, in order."""
    plan = document.plan
    drawn = [each for each in plan.objectives if each.loss in forward.losses]
    numbers = sorted({each.turn for each in drawn})
    trainable = _trainable(forward)
    turns: list[Turn] = []
    for number, turn in enumerate(numbers):
        objectives = tuple(each for each in drawn if each.turn == turn)
        mine = tuple(slot for slot in trainable if any(changes(each, slot, forward) for each in objectives))
        turns.append(Turn(number, objectives, _steps(plan, number, len(numbers)), mine))
    return turns


def changes(objective: Objective, slot: int, forward: Forward) -> bool:
    """Whether an objective may change a parameter's slot, or some cells of it."""
    return any(_names(objective, path) for path, place in forward.placements.items() if place.slot == slot)


def left_alone(turn: Turn, slot: int, forward: Forward) -> list[str]:
    """The parameters in a slot that none of the turn's objectives may change: free neurons of others share it."""
    paths = [path for path, place in forward.placements.items() if place.slot == slot]
    return [path for path in paths if not any(_names(each, path) for each in turn.objectives)]


def emit_losses(turn: Turn, forward: Forward, plan: TrainingPlan, hyper: dict[str, int]) -> None:
    """Emits what a turn adds to its losses: penalties on the weights that it changes, and the total."""
    builder = forward.builder
    builder.phase, builder.turns = "loss", turn.steps
    losses = [forward.losses[each.loss] for each in turn.objectives]
    _leave_to(turn, forward, plan)
    node, members = builder.slots[losses[0]].origin, builder.slots[losses[0]].members
    builder.origin, builder.members = node, members
    turn.data_loss = _total(losses, forward)
    weights = [slot for slot in turn.parameters if builder.slots[slot].quantity == "weight"]
    for name, strength, penalty in (("l1", plan.l1, L1Penalty), ("l2", plan.l2, L2Penalty)):
        if strength == 0:
            continue
        builder.origin, builder.members = "", ()
        if name not in hyper:
            hyper[name] = builder.slot(name, name, (), "hyper")
        for weight in weights:
            builder.origin, builder.members = builder.slots[weight].origin, builder.slots[weight].members
            turn.penalties.append((weight, builder.emit(penalty(), weight, hyper[name], quantity="penalty")))
    builder.origin, builder.members = node, members
    turn.loss = _total([turn.data_loss, *(slot for _, slot in turn.penalties)], forward)


def emit_gradients(turn: Turn, forward: Forward, rule: catalog.RuleKind) -> None:
    """Emits the backward phase of a turn; a parameter that several of its objectives change follows all of them."""
    builder = forward.builder
    builder.turns = turn.steps
    found: dict[int, list[int]] = {}
    penalties = turn.penalties
    for objectives in _alike(turn.objectives):
        wanted = frozenset(slot for slot in turn.parameters if changes(objectives[0], slot, forward))
        mine = [slot for weight, slot in penalties if weight in wanted]
        penalties = [(weight, slot) for weight, slot in penalties if weight not in wanted]
        summands = [*(forward.losses[each.loss] for each in objectives), *mine]
        for slot, gradient in emit_backward(builder, summands, wanted, rule.passes_threshold).items():
            found.setdefault(slot, []).append(gradient)
    for slot, parts in found.items():
        whole = parts[0]
        if len(parts) > 1 and builder.slots[slot].role == "parameter":
            builder.origin, builder.members = builder.slots[slot].origin, builder.slots[slot].members
            whole = builder.emit(AddUp(), *parts, role="gradient", of=slot)
        turn.gradients[slot] = whole


def drop_what_nobody_needs(turns: Iterable[Turn], forward: Forward) -> None:
    """Removes gradients that lead to no parameter, such as those of the data."""
    drop_unused(forward.builder, {gradient for turn in turns for gradient in turn.learned.values()})
    made = {each.output for each in forward.builder.instructions}
    for turn in turns:
        turn.gradients = {slot: gradient for slot, gradient in turn.gradients.items() if gradient in made}


def _leave_to(turn: Turn, forward: Forward, plan: TrainingPlan) -> None:
    """Lets the losses that only this turn minimizes be computed in this turn alone."""
    mine = {each.loss for each in turn.objectives}
    others = {each.loss for each in plan.objectives if each.turn != turn.objectives[0].turn}
    instructions = forward.builder.instructions
    for number, each in enumerate(instructions):
        if each.phase == "loss" and each.origin in mine - others:
            instructions[number] = structs.replace(each, turns=turn.steps)


def _steps(plan: TrainingPlan, number: int, turns: int) -> Steps:
    count = plan.accumulate
    return None if turns * count == 1 else tuple(range(number * count, (number + 1) * count))


def _trainable(forward: Forward) -> list[int]:
    """Parameter slots that have a cell which is not frozen; statistics are tracked, not trained."""
    slots = forward.builder.slots
    parameters = [
        number for number, slot in enumerate(slots) if slot.role == "parameter" and slot.quantity != "statistic"
    ]
    return [number for number in parameters if number not in forward.fixed or not forward.fixed[number].all()]


def _names(objective: Objective, path: str) -> bool:
    return objective.parameters is None or any(
        path == named or path.startswith(f"{named}/") for named in objective.parameters)


def _alike(objectives: tuple[Objective, ...]) -> list[list[Objective]]:
    """The objectives in groups that change the same parameters, so that one backward phase serves each group."""
    groups: dict[tuple[str, ...] | None, list[Objective]] = {}
    for each in objectives:
        groups.setdefault(each.parameters, []).append(each)
    return list(groups.values())


def _total(summands: list[int], forward: Forward) -> int:
    return summands[0] if len(summands) == 1 else forward.builder.emit(TotalLoss(), *summands, quantity="loss")
