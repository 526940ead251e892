"""Which values of a step share memory: a buffer is free again once nobody reads what it holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from nnsim.ops.base import Array, Instruction, Scratch, Shape

LINE = 64
"""Bytes of a line of the cache."""


@dataclass
class Pool:
    """Flat arrays of the backend that are given out and taken back; `take` finds the smallest that is large enough."""

    make: Callable[[int], Array]
    free: list[Array] = field(default_factory=list)
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
    """Arrays by slot, scratch arrays by instruction, the slots that are views, and the bytes that were taken."""

    arrays: dict[int, Array]
    scratch: dict[int, tuple[Array, ...]]
    views: frozenset[int]
    bytes: int


def plan_buffers(
    instructions: Sequence[tuple[int, Instruction]], arrays: dict[int, Array], pooled: Mapping[int, Shape],
    pinned: Collection[int], xp: Any, dtype: Any,
) -> Plan:
    """Gives every pooled slot an array for as long as it is read.

    Args:
        instructions: what runs, in order, with its number.
        arrays: slots that have an array of their own already.
        pooled: slots that get one here, with their shapes; those that are `pinned` keep it to the end.
    """
    found, flats, scratch = dict(arrays), dict[int, Array](), dict[int, tuple[Array, ...]]()
    root = _roots(instructions, arrays, pooled)
    last = _last_reads(instructions, root, pinned)
    pool = Pool(lambda size: _aligned(xp, size, dtype))
    for at, (number, each) in enumerate(instructions):
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
        scratch[number] = _scratch(each, found, pool, xp, dtype)
        if each.output in flats and last[each.output] == at:
            dying.append(each.output)
        for slot in dying:
            pool.give(flats.pop(slot))
    return Plan(found, scratch, frozenset(root), pool.bytes)


def _aligned(xp: Any, size: int, dtype: Any) -> Array:
    """A flat array of zeros that begins at a line of the cache.

    Arrays whose places differ by a few bytes more than whole pages hold each other up ten times as long.
    """
    if xp is not np:
        return xp.zeros(size, dtype)  # a card's memory is aligned by itself
    whole = np.zeros(size + LINE // np.dtype(dtype).itemsize, dtype)
    ahead = -whole.ctypes.data % LINE // whole.itemsize
    return whole[ahead:ahead + size]


def _roots(
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


def _scratch(each: Instruction, found: dict[int, Array], pool: Pool, xp: Any, dtype: Any) -> tuple[Array, ...]:
    """What an instruction needs besides: numbers from the pool, given back at once, the rest its own."""
    out = found[each.output]
    wanted = each.op.scratch_shapes(out.shape, *(found[slot].shape for slot in each.inputs))
    given: list[Array] = []
    flats: list[Array] = []
    for one in (one if isinstance(one, Scratch) else Scratch(one) for one in wanted):
        if one.holds == "numbers":
            flat, array = pool.take(one.shape)
            flats.append(flat)
            given.append(array)
        else:
            given.append(xp.zeros(one.shape, one.dtype(dtype)))
    for flat in flats:
        pool.give(flat)
    return tuple(given)
