"""Which values of a step share memory: a buffer is free again once nobody reads what it holds."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np

from nnsim.ops.base import Array, Instruction, Op, Scratch, Shape
from nnsim.program.layout import Layout, Order, in_order, last_reads
from nnsim.program.sections import Section, Share, parts_of

LINE = 64
"""Bytes of a line of the cache."""
SLAB = 2**15
"""Cells of the memory that small arrays share."""


@dataclass
class Pool:
    """Flat arrays of the backend that are given out and taken back; `take` finds the smallest that is large enough."""

    make: Callable[[int], Array]
    free: list[Array] = field(default_factory=list)
    constant: dict[Scratch, Array] = field(default_factory=dict)
    bytes: int = 0

    def take(self, shape: Shape, order: Order | None = None) -> tuple[Array, Array]:
        """A flat array, and the look at it that has this shape and this order of axes in memory."""
        size = prod(shape)
        fitting = [array for array in self.free if size <= array.size <= 4 * size + 64]
        if fitting:
            flat = min(fitting, key=lambda array: int(array.size))
            self.free = [array for array in self.free if array is not flat]
        else:
            flat = self.make(size)
            self.bytes += int(flat.nbytes)
        if order is None:
            return flat, flat[:size].reshape(shape)
        return flat, in_order(flat[:size].reshape(tuple(shape[axis] for axis in order)), order)

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
    pinned: Collection[int], layout: Layout, sections: Sequence[Section], xp: Any, dtype: Any,
) -> Plan:
    """Gives every pooled slot an array for as long as it is read.

    Args:
        instructions: what runs, in order, with its number.
        arrays: slots that have an array of their own already.
        pooled: slots that get one here, with their shapes; those that are `pinned` keep it to the end.
        layout: which slots are looks at others or made in their place, and how the others lie.
        sections: what is worked through piece by piece; nothing that is let go of there is free before its end.
    """
    within = {number: section for section in sections for number in section.numbers}
    planning = _Planning(arrays, pooled, layout, last_reads(instructions, pinned, layout.root), xp, dtype)
    for at, (number, each) in enumerate(instructions):
        planning.open(within.get(number))
        read = [layout.root.get(slot, slot) for slot in each.inputs]
        dying = planning.place_output(each, read, planning.read_last(read, at))
        planning.place_scratch(number, each)
        planning.let_go(each, at, dying)
        planning.close(number)
    return planning.plan()


class _Planning:
    """What has been given out so far, on the way from instruction to instruction.

    `last` tells at which instruction a slot is read for the last time.
    """

    def __init__(
        self, arrays: Mapping[int, Array], pooled: Mapping[int, Shape], layout: Layout, last: Mapping[int, int],
        xp: Any, dtype: Any,
    ) -> None:
        self._found, self._pooled, self._layout, self._last = dict(arrays), pooled, layout, last
        self._flats: dict[int, Array] = {}
        self._scratch: dict[int, tuple[Array, ...]] = {}
        self._shares: dict[int, Share] = {}
        self._xp, self._dtype = xp, dtype
        self._pool = Pool(Slabs(xp, dtype).take)
        self._desk: Desk | None = None

    def open(self, section: Section | None) -> None:
        """Begins to work in a section, where none is open yet."""
        if self._desk is None and section is not None:
            self._desk = Desk(section, self._pool, self._xp, self._dtype)

    def close(self, number: int) -> None:
        """Ends the section whose last instruction this is."""
        if self._desk is not None and number == self._desk.section.numbers[-1]:
            self._desk.clear()
            self._desk = None

    def read_last(self, read: Sequence[int], at: int) -> list[int]:
        """Which of these slots nobody reads after the instruction at hand."""
        return [slot for slot in dict.fromkeys(read) if self._last.get(slot) == at and slot in self._flats]

    def place_output(self, each: Instruction, read: Sequence[int], dying: list[int]) -> list[int]:
        """Gives an instruction's output its array; returns which of the dying slots are left with one of their own."""
        found, layout = self._found, self._layout
        if each.output in layout.views:
            seen = each.op.view(*(found[slot] for slot in each.inputs))
            assert seen is not None
            found[each.output] = seen
        elif each.output in layout.within:
            self._place(each.output)
        elif each.output in self._pooled and each.output not in found:
            if self._takes_over(each, read, dying):
                self._flats[each.output], found[each.output] = self._flats.pop(read[0]), found[read[0]]
                return [slot for slot in dying if slot != read[0]]
            self._take(each.output)
        return dying

    def place_scratch(self, number: int, each: Instruction) -> None:
        """Gives an instruction what it works in besides."""
        if self._desk is None:
            order = self._layout.orders.get(each.output) if each.op.elementwise else None
            shapes = _shapes(each, self._found)
            self._scratch[number] = _scratch(each.op, shapes, self._pool, self._xp, self._dtype, order)
        elif each.output not in self._layout.views:
            self._shares[number] = self._desk.share(each, self._found)

    def let_go(self, each: Instruction, at: int, dying: Sequence[int]) -> None:
        """Takes back the arrays of these slots, and that of an output which nobody reads."""
        unread = (each.output,) if each.output in self._flats and self._last[each.output] == at else ()
        for slot in (*dying, *unread):
            (self._desk or self._pool).give(self._flats.pop(slot))

    def plan(self) -> Plan:
        """Everything that was given out."""
        return Plan(self._found, self._scratch, self._shares, self._pool.bytes)

    def _place(self, slot: int) -> Array:
        """The array of a slot that others are made in, which begins to be in use with the first of them."""
        if slot not in self._found:
            if slot in self._layout.within:
                whole, cells = self._layout.within[slot]
                self._found[slot] = self._place(whole)[cells]
            else:
                self._take(slot)
        return self._found[slot]

    def _take(self, slot: int) -> None:
        self._flats[slot], self._found[slot] = self._pool.take(self._pooled[slot], self._layout.orders.get(slot))

    def _takes_over(self, each: Instruction, read: Sequence[int], dying: Sequence[int]) -> bool:
        """Whether an instruction works in the place of its first input, which nobody else reads."""
        if not read or not each.op.elementwise or read[0] not in dying or read.count(read[0]) != 1:
            return False
        first, orders = read[0], self._layout.orders
        alike = self._found[first].shape == self._pooled[each.output] and orders.get(first) == orders.get(each.output)
        return alike and each.inputs[0] == first


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


@dataclass
class Slabs:
    """New arrays, small ones one behind the other in the order in which they are taken.

    What the steps of a sequence take then lies at even distances, so that one call can reach it all.
    """

    xp: Any
    dtype: Any
    left: Array = None

    def take(self, size: int) -> Array:
        """An array of zeros."""
        count = -(-size * np.dtype(self.dtype).itemsize // LINE) * LINE // np.dtype(self.dtype).itemsize
        if self.xp is not np or 4 * count > SLAB:
            return aligned(self.xp, size, self.dtype)
        if self.left is None or self.left.size < count:
            self.left = aligned(self.xp, SLAB, self.dtype)
        taken, self.left = self.left[:size], self.left[count:]
        return taken


def aligned(xp: Any, size: int, dtype: Any) -> Array:
    """A flat array of zeros that begins at a line of the cache.

    Arrays whose places differ by a few bytes more than whole pages hold each other up ten times as long.
    """
    if xp is not np:
        return xp.zeros(size, dtype)  # a card's memory is aligned by itself
    whole = np.zeros(size + LINE // np.dtype(dtype).itemsize, dtype)
    ahead = -whole.ctypes.data % LINE // whole.itemsize
    return whole[ahead:ahead + size]


def _scratch(
    op: Op, shapes: Sequence[Shape], pool: Pool, xp: Any, dtype: Any, order: Order | None = None,
) -> tuple[Array, ...]:
    """What an operation needs besides: numbers from the pool, given back at once, the rest its own.

    `shapes` are those of its output and its inputs; `order` is that of the output's axes, which scratch arrays of the
    same shape share.
    """
    wanted = op.scratch_shapes(*shapes)
    given: list[Array] = []
    flats: list[Array] = []
    for one in (one if isinstance(one, Scratch) else Scratch(one) for one in wanted):
        if one.holds == "numbers":
            flat, array = pool.take(one.shape, order if one.shape == shapes[0] else None)
            flats.append(flat)
            given.append(array)
        elif one.holds in ("ones", "zeros"):
            given.append(pool.constant.setdefault(one, one.made(xp, dtype)))
        else:
            given.append(one.made(xp, dtype))
    for flat in flats:
        pool.give(flat)
    return tuple(given)
