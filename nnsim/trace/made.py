"""Where the cells of a node's output were made: by which instruction, and which cell of what it gives each one is."""

from dataclasses import dataclass
from math import prod
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from nnsim.trace.frame import Plan

GIVEN = -1
"""In place of an instruction, where a number was there from the start."""


@dataclass(frozen=True, eq=False)
class Made:
    """For every cell of one sample of a slot, in order: the instruction, the slot and the cell of it that it copies.

    `cells` counts the cells of one sample of the source, which is how a walk visits them.
    """

    instructions: NDArray[np.int64]
    slots: NDArray[np.int64]
    cells: NDArray[np.int64]

    def find(self, slot: int, index: tuple[int, ...], plan: Plan) -> int | None:
        """The first cell that is a copy of this one; None where there is none."""
        cell = _number(plan, slot, index)
        found = np.flatnonzero((self.slots == slot) & (self.cells == cell))
        return int(found[0]) if len(found) else None


_known: WeakKeyDictionary[Plan, dict[int, Made]] = WeakKeyDictionary()


def made(plan: Plan, slot: int) -> Made:
    """Where the cells of a slot were made; looked up once for each plan, since wiring is followed cell by cell."""
    known = _known.setdefault(plan, {})
    if slot not in known:
        known[slot] = _made(plan, slot)
    return known[slot]


def _made(plan: Plan, slot: int) -> Made:
    shape = plan.cells.shape(slot)[1:]
    number = plan.cells.producer.get(slot)
    if number is None or not plan.program.instructions[number].op.wiring:
        count = prod(shape)
        whole = np.full(count, GIVEN if number is None else number, np.int64)
        return Made(whole, np.full(count, slot, np.int64), np.arange(count))
    found = []
    for index in np.ndindex(shape):
        source, at = plan.cells.source(slot, (0, *index))
        found.append((plan.cells.producer.get(source, GIVEN), source, _number(plan, source, at)))
    columns = np.array(found, np.int64).reshape(-1, 3).T
    return Made(columns[0], columns[1], columns[2])


def _number(plan: Plan, slot: int, index: tuple[int, ...]) -> int:
    shape = plan.cells.shape(slot)
    if plan.cells.meaning(slot).per_sample:
        shape, index = shape[1:], index[1:]
    return int(np.ravel_multi_index(index, shape)) if shape else 0
