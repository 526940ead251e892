"""Compiling a document: forward phase, losses, penalties, backward phase, and the rule's update of each parameter."""

from typing import Any

import numpy as np

from nnsim import catalog
from nnsim.document import Document, TrainingPlan
from nnsim.edits import memory_of
from nnsim.program.builder import Builder
from nnsim.program.drawing_problems import drawing_problems
from nnsim.program.forward import Forward
from nnsim.program.learning import drop_what_nobody_needs, emit_gradients, emit_losses, turns_of
from nnsim.program.program import Aim, Program, Update
from nnsim.program.updating import emit_means, emit_tracked, emit_updates
from nnsim.text.errors import NnsimError


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
    plan, hyper = document.plan, dict[str, int]()
    turns = turns_of(document, forward)
    if not turns:
        return _program(forward, (), (), {})
    for turn in turns:
        emit_losses(turn, forward, plan, hyper)
    for turn in turns:
        emit_gradients(turn, forward, catalog.rule(plan.rule.kind))
    drop_what_nobody_needs(turns, forward)
    for turn in turns:
        emit_means(turn, forward, plan.accumulate)
    updates = [update for turn in turns for update in emit_updates(turn, forward, plan, hyper)]
    aims = tuple(Aim(turn.loss, turn.data_loss, turn.gradients) for turn in turns)
    return _program(forward, aims, (*updates, *emit_tracked(forward)), hyper, len(turns) * plan.accumulate)


def structure_of(plan: TrainingPlan) -> tuple[Any, ...]:
    """What of a plan decides which instructions there are; all else are numbers that change from step to step."""
    return (
        memory_of(plan), plan.precision, plan.l1 == 0, plan.l2 == 0, plan.accumulate, plan.clip_value == 0,
        plan.clip_norm == 0, plan.weight_decay == 0 or plan.decay,
    )


def _check(document: Document) -> None:
    for problem in drawing_problems(document):
        if problem.severity == "error":
            place = problem.place if isinstance(problem.place, str) else problem.place.target
            raise NnsimError("network.problem", problem.message, place)


def _program(
    forward: Forward, aims: tuple[Aim, ...], updates: tuple[Update, ...], hyper: dict[str, int], cycle: int = 1,
) -> Program:
    builder = forward.builder
    prediction = None
    for node in forward.network.nodes:
        if node.kind == "loss" and forward.network.into(node.id):
            prediction = forward.nodes[forward.network.into(node.id)[0].source].output
        elif node.kind == "output" and prediction is None:
            prediction = forward.nodes[node.id].output
    first = aims[0] if aims else Aim(None, None, {})
    return Program(
        tuple(builder.instructions), tuple(builder.slots), tuple(forward.inputs), tuple(forward.targets), first.loss,
        first.data_loss, prediction, forward.nodes, forward.placements, updates, hyper,
        {number: np.ascontiguousarray(mask) for number, mask in builder.masks.items()}, first.gradients,
        tuple(forward.noises), tuple(forward.handed_on), cycle, aims,
    )
