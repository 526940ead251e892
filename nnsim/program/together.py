"""What different instructions do alike with cells that lie side by side, done in one call; the bits stay the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from nnsim.program.recording import Call

Array = Any
Span = tuple[int, int]
WINDOW = 8
"""How many instructions back one looks for another that it can join."""


@dataclass
class Work:
    """The calls of one instruction that works cell by cell, and the arrays that it reads and writes.

    `settled` are those of its inputs that hold their values before the phase begins.
    """

    calls: list[Call]
    out: Array = None
    scratch: tuple[Array, ...] = ()
    inputs: tuple[Array, ...] = ()
    by_cells: bool = False
    settled: tuple[Array, ...] = ()

    @cached_property
    def reads(self) -> list[Span]:
        """Where it reads."""
        return [span(array) for array in self.inputs]

    @cached_property
    def writes(self) -> list[Span]:
        """Where it writes."""
        return [span(array) for array in (self.out, *self.scratch)]


def together(works: Sequence[Work]) -> list[Call]:
    """The calls of instructions in their order, where those that do alike with neighboring cells share their calls."""
    groups: list[_Group] = []
    for work in works:
        mine = _Group([work], _chains(work))
        joined = False
        if mine.chains is not None:
            for back in range(len(groups) - 1, max(len(groups) - 1 - WINDOW, -1), -1):
                if groups[back].takes(mine):
                    joined = True
                    break
                if not _independent(mine, groups[back]):
                    break
        if not joined:
            groups.append(mine)
    return [call for group in groups for call in group.calls()]


@dataclass
class _Group:
    """Instructions that do the same with cells side by side; `chains` are the bounds of the arguments of every call."""

    members: list[Work]
    chains: list[tuple[Any, tuple[Any, ...]]] | None

    def takes(self, other: "_Group") -> bool:
        """Joins another instruction, if its cells lie right before or right behind these."""
        if self.chains is None or other.chains is None or len(self.chains) != len(other.chains):
            return False
        for after in (True, False):
            first, second = (self, other) if after else (other, self)
            joined = _joined(first.chains or [], second.chains or [])
            if joined is not None and _independent(other, self):
                self.chains = joined
                self.members.append(other.members[0])
                return True
        return False

    def calls(self) -> list[Call]:
        """What is called."""
        if self.chains is None or len(self.members) == 1:
            return [call for work in self.members for call in work.calls]
        dtype = self.members[0].out.dtype

        def wide(one: Any) -> Array:
            return one if isinstance(one, np.ndarray) else cells_between(one[0], one[1], dtype)

        return [(function, tuple(map(wide, arguments))) for function, arguments in self.chains]


def _chains(work: Work) -> list[tuple[Any, tuple[Any, ...]]] | None:
    """Functions with the bounds of their arrays (numbers as they are); None where calls cannot be joined."""
    if not work.by_cells or not work.calls:
        return None
    chains = []
    for function, arguments in work.calls:
        if not is_by_cells(function, arguments):
            return None
        bounds: list[Any] = []
        for array in arguments:
            if array.ndim == 0 and not any(array is one for one in work.inputs):
                bounds.append(array)
            elif array.strides == work.out.strides and array.shape == work.out.shape and is_whole(array):
                bounds.append(span(array))
            else:
                return None
        chains.append((function, tuple(bounds)))
    return chains


def _joined(
    first: list[tuple[Any, tuple[Any, ...]]], second: list[tuple[Any, tuple[Any, ...]]],
) -> list[tuple[Any, tuple[Any, ...]]] | None:
    """The chains of cells and of those right behind them as one; None where they do not fit."""
    joined = []
    for (function, ones), (other, others) in zip(first, second, strict=True):
        if function is not other:
            return None
        arguments: list[Any] = []
        for a, b in zip(ones, others, strict=True):
            if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
                if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a == b):
                    return None
                arguments.append(a)
            elif a[1] == b[0]:
                arguments.append((a[0], b[1]))
            else:
                return None
        joined.append((function, tuple(arguments)))
    return joined


def _independent(later: _Group, earlier: _Group) -> bool:
    """Whether the later could as well run before the earlier; not if one does not tell what it reads and writes."""
    if any(work.out is None for work in (*later.members, *earlier.members)):
        return False
    for new in later.members:
        for old in earlier.members:
            if meet(new.writes, old.reads + old.writes) or meet(new.reads, old.writes):
                return False
    return True


def meet(some: Collection[Span], others: Collection[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in some for b in others)


def is_by_cells(function: Any, arguments: tuple[Any, ...]) -> bool:
    """Whether a call is one of NumPy's functions that work cell by cell, with an array for its result."""
    return isinstance(function, np.ufunc) and len(arguments) == function.nargs


class _Memory:
    """A stretch of memory that arrays of the executor own, for NumPy to look at as a whole."""

    def __init__(self, low: int, high: int, dtype: Any) -> None:
        size = (high - low) // np.dtype(dtype).itemsize
        self.__array_interface__: Mapping[str, Any] = {
            "data": (low, False), "shape": (size,), "typestr": np.dtype(dtype).str, "version": 3}


def cells_between(low: int, high: int, dtype: Any) -> Array:
    """The cells between two addresses; whoever calls keeps their owners alive."""
    return np.asarray(_Memory(low, high, dtype))


def span(array: Array) -> Span:
    """Where an array's cells begin and end."""
    if not is_whole(array):
        return np.lib.array_utils.byte_bounds(array)
    low = array.__array_interface__["data"][0]
    return low, low + array.nbytes


def is_whole(array: Array) -> bool:
    """Whether its cells lie without gaps."""
    return bool(array.flags.c_contiguous or array.flags.f_contiguous)


def same_cells(a: Array, b: Array) -> bool:
    return a is b or (a.shape == b.shape and a.strides == b.strides and span(a) == span(b))
