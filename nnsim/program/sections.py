"""Stretches of a program whose samples go through them without one another: two hands share the batch there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from nnsim.backend.threads import TWO_THREADS_FROM
from nnsim.ops.base import BATCH, Array, Instruction, Op, Shape
from nnsim.program.program import Slot
from nnsim.program.recording import Call, calls_of
from nnsim.program.side_by_side import side_by_side

CELL = 16
"""Multiplications of a product that take as long as one cell of anything else."""

ByHand = tuple[list[Call], list[Call]]


@dataclass(frozen=True)
class Section:
    """Instructions in a row that need of each sample nothing but what they made of that sample.

    The first half of the samples is one hand's, the second half the other's. What an instruction sums over samples it
    sums over each half and then over both, whoever runs it: the bits do not depend on the number of threads.
    """

    numbers: tuple[int, ...]
    halves: tuple[slice, slice]
    by_sample: frozenset[int]
    """The slots read or written here whose first axis runs over the samples"""


@dataclass(frozen=True)
class Share:
    """What an instruction of a section works in: each hand's scratch arrays, and the second hand's sum if it sums."""

    scratch: tuple[tuple[Array, ...], tuple[Array, ...]]
    total: Array | None = None


def sections_of(
    instructions: Sequence[tuple[int, Instruction]], slots: Sequence[Slot], views: Mapping[int, int], batch: int,
) -> tuple[Section, ...]:
    """The sections that are worth a second hand, which follows from sizes alone.

    Args:
        instructions: what runs, in order, with its number.
        views: slots that are but another look at one before.
        batch: the number of samples.
    """
    shapes = [tuple(batch if size == BATCH else size for size in slot.shape) for slot in slots]
    per_sample = [slot.per_sample for slot in slots]
    halves = slice(0, (batch + 1) // 2), slice((batch + 1) // 2, batch)
    found: list[Section] = []
    row: list[tuple[int, Instruction]] = []
    made: set[int] = set()

    def close() -> None:
        if batch > 1 and _work([each for _, each in row if each.output not in views], shapes) >= TWO_THREADS_FROM:
            used = {slot for _, each in row for slot in (*each.inputs, each.output) if per_sample[slot]}
            found.append(Section(tuple(number for number, _ in row), halves, frozenset(used)))
        row.clear()
        made.clear()

    for number, each in instructions:
        fits = _fits(each, shapes, per_sample, views)
        reads_sums = any(slot in made and not per_sample[slot] for slot in each.inputs)
        if row and (not fits or reads_sums or each.phase != row[-1][1].phase):
            close()
        if fits:
            row.append((number, each))
            made.add(each.output)
    close()
    return tuple(found)


def calls_by_hand(
    op: Op, section: Section, share: Share, xp: Any, out: Array, inputs: Sequence[Array], by_sample: Sequence[bool],
) -> ByHand:
    """An operation's calls for each half of the samples."""
    calls: list[list[Call]] = []
    for half, scratch in zip(section.halves, share.scratch, strict=True):
        given = tuple(array[half] if cut else array for array, cut in zip(inputs, by_sample, strict=True))
        target = out[half] if share.total is None else share.total if calls else out
        calls.append(calls_of(op, xp, target, scratch, given))
    return calls[0], calls[1]


def calls_after(share: Share, xp: Any, out: Array) -> list[Call]:
    """What is left to do for an instruction when both hands are done."""
    return [] if share.total is None else [(xp.add, (out, share.total, out))]


def calls_together(by_hand: Sequence[ByHand]) -> list[Call]:
    """The calls of several instructions, each hand's one after another."""
    first, second = ([call for calls in by_hand for call in calls[hand]] for hand in (0, 1))
    return [(side_by_side, (first, second))]


def _fits(each: Instruction, shapes: Sequence[Shape], per_sample: Sequence[bool], views: Mapping[int, int]) -> bool:
    """Whether an instruction can be part of a section."""
    if each.output in views:
        return per_sample[each.output] and all(per_sample[slot] for slot in each.inputs)
    if not each.op.straight:
        return False
    if each.op.sums_samples:
        return not per_sample[each.output]
    if each.op.elementwise:
        alone = all(per_sample[slot] or not shapes[slot] for slot in each.inputs)
        return alone and per_sample[each.output] and per_sample[each.inputs[0]]
    return each.op.by_samples and per_sample[each.output]


def _work(members: Sequence[Instruction], shapes: Sequence[Shape]) -> float:
    """How long a section takes, in multiplications of a product."""
    work = 0.0
    for each in members:
        terms = each.op.terms(*(shapes[slot] for slot in each.inputs))
        work += prod(shapes[each.output]) * (CELL + (0.0 if terms is None else float(np.mean(terms))))
    return work
