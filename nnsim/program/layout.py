"""How values lie in memory: in which order of axes, which are looks at others, which are made in another's place."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.base import Array, Instruction, Shape
from nnsim.program.together import span

Bound = Sequence[tuple[int, Instruction]]
Order = tuple[int, ...]
Cells = tuple[Any, ...]


class Layout:
    """Where the values of a bound program lie, found on small arrays of the same form before there are any buffers.

    `views` are the slots that are but another look at one before, and `within` those that are made in their place in a
    larger one or over one that nobody reads any more: each with that slot and its cells there. `root` has for both the
    slot whose memory it is in the end, and `orders` the axes from the slowest to the fastest in memory for all that do
    not lie in the order of their axes.
    """

    def __init__(
        self, instructions: Bound, arrays: Mapping[int, Array], pooled: Mapping[int, Shape], pinned: Collection[int],
    ) -> None:
        self._instructions, self._arrays, self._pooled = instructions, arrays, pooled
        self.orders: dict[int, Order] = {}
        self.within: dict[int, tuple[int, Cells]] = {}
        self.root: dict[int, int] = {}
        self.views: frozenset[int] = frozenset()
        self._phantoms: dict[int, NDArray[np.int8]] = {}
        self._shown: dict[int, int] = {}
        self._look()
        makers = [each.output for _, each in instructions]
        self._once = {slot for slot in makers if slot in pooled and slot not in arrays} - _twice(makers)
        if self._place(pinned):
            self._look()
        self._take_over(pinned)

    def _shape(self, slot: int) -> Shape:
        return self._pooled[slot] if slot in self._pooled else tuple(self._arrays[slot].shape)

    def _filled(self, each: Instruction) -> tuple[Cells | None, ...] | None:
        return each.op.filled(*map(self._shape, each.inputs)) if each.op.wiring else None

    def _phantom(self, slot: int) -> NDArray[np.int8]:
        if slot not in self._phantoms:
            if slot in self.within:
                whole, cells = self.within[slot]
                self._phantoms[slot] = self._phantom(whole)[cells]
            else:
                self._phantoms[slot] = lying(np.empty, self._shape(slot), self.orders.get(slot), np.int8)
        return self._phantoms[slot]

    def _look(self) -> None:
        """Orders of axes, and what is but another look; anew where slots have found their place in others."""
        self._phantoms, views, origins = {}, dict[int, int](), dict[int, str]()
        for _, each in self._instructions:
            origins[each.output] = each.origin
            if each.output not in self._pooled:
                continue
            seen = each.op.view(*map(self._phantom, each.inputs)) if each.op.wiring else None
            if seen is not None:
                views[each.output] = next(
                    slot for slot in each.inputs if np.may_share_memory(seen, self._phantom(slot)))
                self._phantoms[each.output] = seen
                continue
            order = each.op.order(*map(self._shape, each.inputs)) or self._order_of_inputs(each, origins)
            if order is not None:
                self.orders[each.output] = order
        self._shown = views
        self.views = frozenset(views)
        self.root = self._roots()

    def _roots(self) -> dict[int, int]:
        """The slot whose memory it is in the end, for each that has none of its own."""
        found: dict[int, int] = {}
        for slot in (*self._shown, *self.within):
            whole = slot
            while whole in self._shown or whole in self.within:
                whole = self._shown[whole] if whole in self._shown else self.within[whole][0]
            found[slot] = whole
        return found

    def _order_of_inputs(self, each: Instruction, origins: Mapping[int, str]) -> Order | None:
        """What works cell by cell, or puts parts of one node together, keeps the order of what it works on."""
        if not each.op.elementwise and self._filled(each) is None:
            return None
        for slot in each.inputs:
            known = slot in self.orders or slot in self._phantoms
            if known and origins.get(slot) == each.origin and self._shape(slot) == self._pooled[each.output]:
                order = _order_of(self._phantom(slot))
                if order is not None:
                    return order
        return None

    def _place(self, pinned: Collection[int]) -> bool:
        """Lets what is put side by side be made there at once, and what it is made from by cells as well."""
        last = last_reads(self._instructions, pinned, self.root)
        for at, (_, each) in reversed(list(enumerate(self._instructions))):
            if each.output in self.views:
                continue
            filled = self._filled(each)
            if filled is not None and each.output in self._once:
                for slot, cells in zip(each.inputs, filled, strict=True):
                    if cells is not None:
                        self._put(self._itself(slot), each.output, cells)
            elif each.output in self.within and each.op.elementwise:
                slot, *others = (self.root.get(slot, slot) for slot in each.inputs)
                if last.get(slot) == at and slot == each.inputs[0] and slot not in others:
                    self._put(slot, each.output, ())
        return bool(self.within)

    def _itself(self, slot: int) -> int:
        """The slot that a whole look shows."""
        whole = self.root.get(slot, slot)
        return whole if _same(self._phantom(slot), self._phantom(whole)) else slot

    def _put(self, slot: int, whole: int, cells: Cells) -> None:
        """Lets a slot be made in its place of a larger one, if it would not lie otherwise there."""
        if slot not in self._once or slot in self.views or slot in self.within:
            return
        alone, there = self._phantom(slot), self._phantom(whole)[cells]
        if alone.shape == there.shape and alone.strides == there.strides:
            self.within[slot] = (whole, cells)

    def _take_over(self, pinned: Collection[int]) -> None:
        """Lets what works cell by cell write over a part of a larger value that nobody reads any more.

        Who reads a cell is known of each value and the looks at it; what was written over needs no more asking.
        """
        last = last_reads(self._instructions, pinned, views=self.views)
        readers: dict[int, list[tuple[int, int, int]]] = {}
        for slot in {*self.root, *self.root.values()}:
            readers.setdefault(self.root.get(slot, slot), []).append((*self._bounds(slot), last.get(slot, -1)))
        for at, (_, each) in enumerate(self._instructions):
            slot, first = each.output, each.inputs[0] if each.inputs else -1
            able = (each.op.elementwise or each.op.over_first) and slot in self._once and slot not in self.root
            if not able or not (first in self.root or first in self.within) or not self._alike(slot, first):
                continue
            whole = self.root.get(first, first)
            if whole in self._arrays or any(self._overlap(first, other) for other in each.inputs[1:]):
                continue
            low, high = self._bounds(first)
            rows = readers.get(whole, [(low, high, last[first])])
            if all(read <= at for start, stop, read in rows if start < high and low < stop):
                self.within[slot] = (first, ())
        self.root = self._roots()

    def _alike(self, a: int, b: int) -> bool:
        """Whether two slots lie alike."""
        one, other = self._phantom(a), self._phantom(b)
        return one.shape == other.shape and one.strides == other.strides

    def _overlap(self, a: int, b: int) -> bool:
        return bool(np.may_share_memory(self._phantom(a), self._phantom(b)))

    def _bounds(self, slot: int) -> tuple[int, int]:
        """Where the cells of a slot begin and end."""
        return span(self._phantom(slot))


def lying(make: Any, shape: Shape, order: Order | None, dtype: Any) -> Array:
    """A new array whose axes lie in this order in memory."""
    return make(shape, dtype) if order is None else in_order(make(tuple(shape[axis] for axis in order), dtype), order)


def in_order(array: Array, order: Order) -> Array:
    """An array that lies in the order of its axes as the array whose axes lie in that order."""
    return array.transpose(tuple(sorted(range(len(order)), key=order.__getitem__)))


def _order_of(array: Array) -> Order | None:
    """The axes of an array from the slowest to the fastest, if that is not their own order and it has no gaps."""
    if array.flags.c_contiguous:
        return None
    order = tuple(sorted(range(array.ndim), key=lambda axis: -array.strides[axis]))
    return order if array.transpose(order).flags.c_contiguous else None


def _same(a: Array, b: Array) -> bool:
    return bool(a.shape == b.shape and a.strides == b.strides and span(a) == span(b))


def _twice(slots: Sequence[int]) -> set[int]:
    seen: set[int] = set()
    return {slot for slot in slots if slot in seen or seen.add(slot)}  # type: ignore[func-returns-value]


def last_reads(
    instructions: Bound, pinned: Collection[int], root: Mapping[int, int] | None = None, views: Collection[int] = (),
) -> dict[int, int]:
    """When each slot is read or written last, by whatever looks at it if `root` says what does; pinned ones at the end.

    Taking a look in `views` is no reading.
    """
    root = root or {}
    last: dict[int, int] = {}
    for at, (_, each) in enumerate(instructions):
        if each.output not in views:
            for slot in (*each.op.read(each.inputs), each.output):
                last[root.get(slot, slot)] = at
    for slot in pinned:
        last[root.get(slot, slot)] = len(instructions)
    return last
