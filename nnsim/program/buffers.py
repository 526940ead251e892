"""Which values of a step share memory: a buffer is free again once nobody reads what it holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from nnsim.ops.base import Array, Instruction, Op, Scratch, Shape
from nnsim.program.sections import Section, Share, parts_of

LINE = 64
"""Bytes of a line of the cache."""


@dataclass
class Pool:
    """Flat arrays of the backend that are given out and taken back; `take` finds the smallest that is large enough."""

    make: Callable[[int], Array]
    free: list[Array] = field(default_factory=list)
    constant: dict[Scratch, Array] = field(default_factory=dict)
    bytes: int = 0

    def take(self, shape: Shape) -> tuple[Array, Array]:
        """A flat array, and the look at it that has this shape."""
        size = prod(shape)
        fitting = [array for array in self.free if size <= array.size <= 4 * size + 64]
        if fitting:
            flat = min(fitting, key=lambda array: int(array.size))
            self.free = [array for array in self.free if array is not flat]
        else:
            flat = self.make(size)
            self.bytes += int(flat.nbytes)
        return flat, flat[:size].reshape(shape)

    def give(self, flat: Array) -> None:
        """Takes an array back."""
        self.free.append(flat)


@dataclass(frozen=True)
class Plan:
    """Arrays by slot, scratch arrays by instruction, and the bytes that were taken."""

    arrays: dict[int, Array]
    scratch: dict[int, tuple[Array, ...]]
    shares: dict[int, Share]
    """What the instructions of sections work in"""
    bytes: int


def plan_buffers(
    instructions: Sequence[tuple[int, Instruction]], arrays: dict[int, Array], pooled: Mapping[int, Shape],
    pinned: Collection[int], root: Mapping[int, int], sections: Sequence[Section], xp: Any, dtype: Any,
) -> Plan:
    """Gives every pooled slot an array for as long as it is read.

    Args:
        instructions: what runs, in order, with its number.
        arrays: slots that have an array of their own already.
        pooled: slots that get one here, with their shapes; those that are `pinned` keep it to the end.
        root: for slots that are but another look at one before, whose memory it is (see `looks`).
        sections: what is worked through piece by piece; nothing that is let go of there is free before its end.
    """
    found, flats, scratch = dict(arrays), dict[int, Array](), dict[int, tuple[Array, ...]]()
    shares, within = dict[int, Share](), {number: section for section in sections for number in section.numbers}
    last = _last_reads(instructions, root, pinned)
    pool = Pool(lambda size: _aligned(xp, size, dtype))
    desk: Desk | None = None
    for at, (number, each) in enumerate(instructions):
        if desk is None and number in within:
            desk = Desk(within[number], pool, xp, dtype)
        read = [root.get(slot, slot) for slot in each.inputs]
        dying = [slot for slot in dict.fromkeys(read) if last[slot] == at and slot in flats]
        if each.output in root:
            seen = each.op.view(*(found[slot] for slot in each.inputs))
            assert seen is not None
            found[each.output] = seen
        elif each.output in pooled and each.output not in found:
            shape, first = pooled[each.output], read[0] if read else -1
            takes_over = each.op.elementwise and first in dying and read.count(first) == 1
            if takes_over and each.inputs[0] == first and found[first].shape == shape:
                flats[each.output], found[each.output] = flats.pop(first), found[first]
                dying.remove(first)
            else:
                flats[each.output], found[each.output] = pool.take(shape)
        if desk is None:
            scratch[number] = _scratch(each.op, _shapes(each, found), pool, xp, dtype)
        elif each.output not in root:
            shares[number] = desk.share(each, found)
        if each.output in flats and last[each.output] == at:
            dying.append(each.output)
        for slot in dying:
            (desk or pool).give(flats.pop(slot))
        if desk is not None and number == desk.section.numbers[-1]:
            desk.clear()
            desk = None
    return Plan(found, scratch, shares, pool.bytes)


class Desk:
    """Where a section works: what it takes from the pool goes back when the section is done."""

    def __init__(self, section: Section, pool: Pool, xp: Any, dtype: Any) -> None:
        self.section, self._pool, self._xp, self._dtype = section, pool, xp, dtype
        self._held: list[Array] = []
        self._hands = [Pool(self._make, constant=pool.constant) for _ in range(2)]

    def _make(self, size: int) -> Array:
        flat, array = self._pool.take((size,))
        self._held.append(flat)
        return array

    def give(self, flat: Array) -> None:
        """Takes an array back, for after the section."""
        self._held.append(flat)

    def clear(self) -> None:
        """Gives everything back to the pool."""
        for flat in self._held:
            self._pool.give(flat)

    def share(self, each: Instruction, found: Mapping[int, Array]) -> Share:
        """What an instruction works in, of each hand."""
        arrays = [found[slot] for slot in (each.output, *each.inputs)]
        parts = parts_of(each.op, self.section, arrays, [slot in self.section.by_sample for slot in each.inputs])
        first, second = (
            _scratch(each.op, [array.shape for array in part], hand, self._xp, self._dtype)
            for part, hand in zip(parts, self._hands, strict=True)
        )
        sums = each.op.sums_samples
        return Share((first, second), self._make(arrays[0].size).reshape(arrays[0].shape) if sums else None)


def _shapes(each: Instruction, found: Mapping[int, Array]) -> tuple[Shape, ...]:
    """The shapes of what an instruction writes and reads."""
    return tuple(found[slot].shape for slot in (each.output, *each.inputs))


def _aligned(xp: Any, size: int, dtype: Any) -> Array:
    """A flat array of zeros that begins at a line of the cache.

    Arrays whose places differ by a few bytes more than whole pages hold each other up ten times as long.
    """
    if xp is not np:
        return xp.zeros(size, dtype)  # a card's memory is aligned by itself
    whole = np.zeros(size + LINE // np.dtype(dtype).itemsize, dtype)
    ahead = -whole.ctypes.data % LINE // whole.itemsize
    return whole[ahead:ahead + size]


def looks(
    instructions: Sequence[tuple[int, Instruction]], arrays: dict[int, Array], pooled: Mapping[int, Shape],
) -> dict[int, int]:
    """For each slot that is but another look at one before it, the slot whose memory it shows.

    Asked of small arrays of as many axes, since whether a look is possible depends on the order in memory alone.
    """
    phantoms: dict[int, Array] = {}
    root: dict[int, int] = {}

    def phantom(slot: int) -> Array:
        if slot not in phantoms:
            shape = pooled[slot] if slot in pooled else arrays[slot].shape
            phantoms[slot] = np.empty(shape, np.int8)
        return phantoms[slot]

    for _, each in instructions:
        if each.output not in pooled or not each.op.wiring:
            continue
        seen = each.op.view(*(phantom(slot) for slot in each.inputs))
        if seen is not None:
            shown = next(slot for slot in each.inputs if np.may_share_memory(seen, phantom(slot)))
            phantoms[each.output], root[each.output] = seen, root.get(shown, shown)
    return root


def _last_reads(
    instructions: Sequence[tuple[int, Instruction]], root: Mapping[int, int], pinned: Collection[int],
) -> dict[int, int]:
    """When each slot, or a look at it, is read or written last; the pinned ones after the end."""
    last: dict[int, int] = {}
    for at, (_, each) in enumerate(instructions):
        for slot in (*each.inputs, each.output):
            last[root.get(slot, slot)] = at
    for slot in pinned:
        last[root.get(slot, slot)] = len(instructions)
    return last


def _scratch(op: Op, shapes: Sequence[Shape], pool: Pool, xp: Any, dtype: Any) -> tuple[Array, ...]:
    """What an operation needs besides: numbers from the pool, given back at once, the rest its own.

    `shapes` are those of its output and its inputs.
    """
    wanted = op.scratch_shapes(*shapes)
    given: list[Array] = []
    flats: list[Array] = []
    for one in (one if isinstance(one, Scratch) else Scratch(one) for one in wanted):
        if one.holds == "numbers":
            flat, array = pool.take(one.shape)
            flats.append(flat)
            given.append(array)
        elif one.holds in ("ones", "zeros"):
            given.append(pool.constant.setdefault(one, one.made(xp, dtype)))
        else:
            given.append(one.made(xp, dtype))
    for flat in flats:
        pool.give(flat)
    return tuple(given)
