"""Compiling a document: forward phase, losses, penalties, backward phase, and the rule's update of each parameter."""

import numpy as np

from nnsim import catalog
from nnsim.document import Document
from nnsim.ops.base import Op
from nnsim.ops.loss import TotalLoss
from nnsim.ops.penalty import L1Penalty, L2Penalty
from nnsim.ops.update import KeepFixed, TakeOver
from nnsim.program.backward import drop_unused, emit_backward
from nnsim.program.builder import Builder
from nnsim.program.forward import Forward
from nnsim.program.problems import drawing_problems
from nnsim.program.program import Program, Update
from nnsim.text.errors import NnsimError
from nnsim.text.messages import message


def compile_document(document: Document) -> Program:
    """The program of a document's training step; without an objective, of its forward phase alone.

    The drawing must be free of cycles and unknown parts (`problems` says where it is not).

    Raises:
        NnsimError: the drawing cannot run.
    """
    builder = Builder()
    forward = Forward(builder, document)
    _check(document)
    forward.lower()
    losses = [forward.losses[o.loss] for o in document.plan.objectives if o.loss in forward.losses]
    if not losses:
        return _program(forward, None, None, {}, (), {})
    if len(losses) > 1:
        raise NnsimError("plan.objectives", message(
            "A plan of this version has one loss, and the network has {count}. Delete the others.",
            count=len(losses)), "plan")
    hyper: dict[str, int] = {}
    trainable = _trainable(forward)
    summands = [losses[0], *_emit_penalties(builder, document, losses[0], hyper)]
    total = summands[0] if len(summands) == 1 else builder.emit(TotalLoss(), *summands, quantity="loss")
    rule = catalog.rule(document.plan.rule.kind)
    gradients = emit_backward(builder, summands, frozenset(trainable), rule.passes_threshold)
    drop_unused(builder, {gradients[slot] for slot in trainable if slot in gradients})
    made = {each.output for each in builder.instructions}
    gradients = {slot: gradient for slot, gradient in gradients.items() if gradient in made}
    updates = tuple(
        _emit_update(forward, document, slot, gradients[slot], hyper) for slot in trainable if slot in gradients
    ) + tuple(_tracked(forward, slot, updated) for slot, updated in forward.tracked.items())
    return _program(forward, total, losses[0], gradients, updates, hyper)


def _check(document: Document) -> None:
    for problem in drawing_problems(document):
        if problem.severity == "error":
            place = problem.place if isinstance(problem.place, str) else problem.place.target
            raise NnsimError("network.problem", problem.message, place)


def _trainable(forward: Forward) -> list[int]:
    """Parameter slots that have a cell which is not frozen; statistics are tracked, not trained."""
    slots = forward.builder.slots
    parameters = [
        number for number, slot in enumerate(slots) if slot.role == "parameter" and slot.quantity != "statistic"
    ]
    return [number for number in parameters if number not in forward.fixed or not forward.fixed[number].all()]


def _emit_penalties(builder: Builder, document: Document, data_loss: int, hyper: dict[str, int]) -> list[int]:
    """The slots of the L1 and L2 penalties of every weight."""
    plan = document.plan
    parts: list[int] = []
    weights = [number for number, slot in enumerate(builder.slots) if slot.quantity == "weight"]
    loss_node, loss_members = builder.slots[data_loss].origin, builder.slots[data_loss].members
    for name, strength, penalty in (("l1", plan.l1, L1Penalty), ("l2", plan.l2, L2Penalty)):
        if strength == 0:
            continue
        builder.origin, builder.members = "", ()
        hyper[name] = builder.slot(name, name, (), "hyper")
        for weight in weights:
            builder.origin, builder.members = builder.slots[weight].origin, builder.slots[weight].members
            parts.append(builder.emit(penalty(), weight, hyper[name], quantity="penalty"))
    builder.origin, builder.members = loss_node, loss_members
    return parts


class _UpdateLowering:
    """What a rule sees of the compiler while it emits the update of one parameter."""

    def __init__(self, builder: Builder, parameter: int, hyper: dict[str, int]) -> None:
        self.builder, self.parameter, self.hypers = builder, parameter, hyper
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


def _emit_update(
    forward: Forward, document: Document, parameter: int, gradient: int, hyper: dict[str, int]
) -> Update:
    builder = forward.builder
    slot = builder.slots[parameter]
    builder.phase, builder.origin, builder.members = "update", slot.origin, slot.members
    begin = len(builder.instructions)
    lowering = _UpdateLowering(builder, parameter, hyper)
    updated = catalog.rule(document.plan.rule.kind).update(lowering, parameter, gradient)
    fixed = forward.fixed.get(parameter)
    if fixed is not None and fixed.any():
        updated = lowering.emit(KeepFixed(), updated, parameter, builder.mask("frozen", fixed), quantity="updated")
    states = tuple((name, before, lowering.after[name]) for name, before in lowering.before.items())
    return Update(parameter, gradient, tuple(range(begin, len(builder.instructions))), updated, states)


def _tracked(forward: Forward, statistic: int, updated: int) -> Update:
    """The update of a running statistic: its new value, computed in the forward phase, takes its place."""
    builder = forward.builder
    slot = builder.slots[statistic]
    builder.phase, builder.origin, builder.members = "update", slot.origin, slot.members
    kept = builder.emit(TakeOver(), statistic, updated, quantity="updated", role="updated", of=statistic)
    return Update(statistic, None, (len(builder.instructions) - 1,), kept, ())


def _program(
    forward: Forward, loss: int | None, data_loss: int | None, gradients: dict[int, int],
    updates: tuple[Update, ...], hyper: dict[str, int],
) -> Program:
    builder = forward.builder
    prediction = None
    for node in forward.network.nodes:
        if node.kind == "loss" and forward.network.into(node.id):
            prediction = forward.nodes[forward.network.into(node.id)[0].source].output
        elif node.kind == "output" and prediction is None:
            prediction = forward.nodes[node.id].output
    return Program(
        tuple(builder.instructions), tuple(builder.slots), tuple(forward.inputs), tuple(forward.targets), loss,
        data_loss, prediction, forward.nodes, forward.placements, updates, hyper,
        {number: np.ascontiguousarray(mask) for number, mask in builder.masks.items()}, gradients,
        tuple(forward.noises),
    )
