"""Stretches of a program whose samples go through them without one another: two hands share the batch there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnsim.ops.base import BATCH, Array, Instruction, Op, Shape
from nnsim.program.program import Slot
from nnsim.program.recording import Call, calls_of
from nnsim.program.side_by_side import side_by_side, worth_two_hands
from nnsim.program.threads import work_of

ByHand = tuple[list[Call], list[Call]]


@dataclass(frozen=True)
class Section:
    """Instructions in a row that need of each sample nothing but what they made of that sample.

    The first half of the samples is one hand's, the second half the other's. What an instruction sums over samples it
    sums over each half and then over both, or for half of the units over all samples, whoever runs it: the bits do not
    depend on the number of threads.
    """

    numbers: tuple[int, ...]
    samples: int
    by_sample: frozenset[int]
    """The slots read or written here whose first axis runs over the samples"""
    work: tuple[float, ...]
    """How long each instruction takes, in multiplications of a product"""


@dataclass(frozen=True)
class Share:
    """What an instruction of a section works in: each hand's scratch arrays, and the second hand's sum if it sums."""

    scratch: tuple[tuple[Array, ...], tuple[Array, ...]]
    total: Array | None = None


def sections_of(
    instructions: Sequence[tuple[int, Instruction]], slots: Sequence[Slot], views: Collection[int], batch: int,
    itemsize: int, scattered: Collection[int] = (),
) -> tuple[Section, ...]:
    """The sections that are worth a second hand, which follows from sizes alone.

    Args:
        instructions: what runs, in order, with its number.
        views: slots that are but another look at one before.
        batch: the number of samples.
        itemsize: bytes of a number.
        scattered: slots whose samples do not lie one behind the other in memory.
    """
    shapes = [tuple(batch if size == BATCH else size for size in slot.shape) for slot in slots]
    per_sample = [slot.per_sample for slot in slots]
    found: list[Section] = []
    row: list[tuple[int, Instruction]] = []
    made: set[int] = set()

    def close() -> None:
        work = tuple(0.0 if each.output in views else work_of(each, shapes) for _, each in row)
        if batch > 1 and worth_two_hands(sum(work), itemsize, sum(each > 0.0 for each in work)):
            used = {slot for _, each in row for slot in (*each.inputs, each.output) if per_sample[slot]}
            found.append(Section(tuple(number for number, _ in row), batch, frozenset(used), work))
        row.clear()
        made.clear()

    for number, each in instructions:
        apart = not {*each.inputs, each.output}.isdisjoint(scattered)
        fits = not apart and _fits(each, shapes, per_sample, views)
        reads_sums = any(slot in made and not per_sample[slot] for slot in each.inputs)
        if row and (not fits or reads_sums or each.phase != row[-1][1].phase):
            close()
        if fits:
            row.append((number, each))
            made.add(each.output)
    close()
    return tuple(found)


def halves(count: int) -> tuple[slice, slice]:
    """The halves of so many samples or units, the first one larger if they are not alike."""
    return slice(0, (count + 1) // 2), slice((count + 1) // 2, count)


def parts_of(op: Op, section: Section, arrays: Sequence[Array], by_sample: Sequence[bool]) -> list[list[Array]]:
    """What each hand writes and reads of an operation's output and inputs."""
    (out, *given), parts = arrays, list[list[Array]]()
    for half in halves(out.shape[0] if op.unit_by_unit else section.samples):
        if op.unit_by_unit:
            parts.append([out[half], given[0][..., half], *given[1:]])
        else:
            own = [array[half] if cut else array for array, cut in zip(given, by_sample, strict=True)]
            parts.append([out if op.sums_samples else out[half], *own])
    return parts


class Stages:
    """Gathers the calls of a section's instructions: those by samples together, then those by units, which need all.

    Those by units wait as long as nothing is written over what they read.
    """

    def __init__(self, xp: Any, itemsize: int) -> None:
        self.calls: list[Call] = []
        self._xp, self._itemsize = xp, itemsize
        self._by_hand: list[ByHand] = []
        self._unit_by_unit: list[ByHand] = []
        self._work = [0.0, 0.0]
        self._read: list[Array] = []
        self._after: list[Call] = []

    def add(
        self, op: Op, share: Share, out: Array, parts: Sequence[Sequence[Array]], work: float,
    ) -> list[Call]:
        """Takes in an instruction whose parts for each hand these are; returns its calls by itself."""
        if any(np.may_share_memory(out, read) for read in self._read):
            self.finish()
        first, second = (
            calls_of(op, self._xp, target, scratch, tuple(given))
            for (target, *given), scratch, total in zip(parts, share.scratch, (None, share.total), strict=True)
            for target in (target if total is None else total,)
        )
        after = [] if share.total is None else [(self._xp.add, (out, share.total, out))]
        (self._unit_by_unit if op.unit_by_unit else self._by_hand).append((first, second))
        if op.unit_by_unit:
            self._read += [array for part in parts for array in part[1:]]
        self._after += after
        self._work[op.unit_by_unit] += work
        return first + second + after

    def finish(self) -> None:
        """Puts down the calls of what was taken in so far."""
        for number, stage in enumerate((self._by_hand, self._unit_by_unit)):
            first, second = ([call for calls in stage for call in calls[hand]] for hand in (0, 1))
            # within a large section half as much pays
            together = worth_two_hands(2 * self._work[number], self._itemsize)
            self.calls += [(side_by_side, (first, second))] if together else first + second
            stage.clear()
            self._work[number] = 0.0
        self.calls += self._after
        self._after.clear()
        self._read.clear()


def _fits(each: Instruction, shapes: Sequence[Shape], per_sample: Sequence[bool], views: Collection[int]) -> bool:
    """Whether an instruction can be part of a section."""
    if each.output in views:
        return per_sample[each.output] and all(per_sample[slot] for slot in each.inputs)
    if not each.op.straight:
        return False
    if each.op.sums_samples:
        return not per_sample[each.output]
    if each.op.unit_by_unit:
        return len(shapes[each.inputs[0]]) == 2
    if each.op.elementwise:
        alone = all(per_sample[slot] or not shapes[slot] for slot in each.inputs)
        return alone and per_sample[each.output] and per_sample[each.inputs[0]]
    return each.op.by_samples and per_sample[each.output]
