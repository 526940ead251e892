"""What instructions make of values that a phase finds ready: made at once at its beginning, with few calls."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnsim.program.recording import Call
from nnsim.program.together import Work, cells_between, is_by_cells, is_whole, meet, same_cells, span

Array = Any
SMALL = 2**16
"""Bytes of an array whose cells take less time than the call."""


@dataclass
class _Prefix:
    """The first calls of an instruction, which make something of the settled value `of` in a scratch array."""

    work: Work
    calls: list[Call]
    made: Array
    of: Array

    @property
    def arrays(self) -> list[Array]:
        """What the calls read and write, call by call."""
        return [array for _, arguments in self.calls for array in arguments if array.ndim]

    @property
    def kind(self) -> tuple[Any, ...]:
        """What is called with which numbers."""
        return tuple((function, tuple(one.item() if one.ndim == 0 else same_cells(one, self.made) for one in arguments))
                     for function, arguments in self.calls)

    def starts(self, made_at: int) -> tuple[int, ...]:
        """Where the arrays begin, if what is made begins there."""
        return tuple(made_at if same_cells(array, self.made) else span(array)[0] for array in self.arrays)


def beforehand(works: Sequence[Work], empty: Callable[[int], Array]) -> list[Call]:
    """What instructions make of settled values alone, taken out of their calls to be made at once before the phase.

    Their scratch arrays then hold it until they need it; `empty` makes the memory for them all.
    """
    calls = _copied_once(works, empty)
    found = [each for each in map(_prefix, works) if each is not None]
    for count in sorted({len(each.calls) for each in found}):
        calls += _made_at_once([each for each in found if len(each.calls) == count], empty)
    return calls


def _copied_once(works: Sequence[Work], empty: Callable[[int], Array]) -> list[Call]:
    """What several instructions begin by copying into a scratch array each, such as a bias for every sample."""
    alike: dict[Any, list[Work]] = {}
    for work in works:
        copied = _copied(work)
        if copied is not None:
            made, of = copied
            alike.setdefault((span(of), made.shape, made.strides), []).append(work)
    calls: list[Call] = []
    for members in alike.values():
        if len(members) > 1:
            made = members[0].scratch[0]
            look = np.lib.stride_tricks.as_strided(empty(made.size), made.shape, made.strides)
            calls.append((look.__setitem__, members[0].calls[0][1]))
            for work in members:
                work.calls = _instead(work.calls[1:], work.scratch[0], look)
                work.scratch, work.inputs = (), (*work.inputs, look)
    return calls


def _copied(work: Work) -> tuple[Array, Array] | None:
    """The only scratch array of an instruction and the settled value that it copies there first and reads from then on.
    """
    if len(work.scratch) != 1 or not is_whole(work.scratch[0]) or work.scratch[0].nbytes > SMALL:
        return None
    made, (function, arguments) = work.scratch[0], work.calls[0]
    target = getattr(function, "__self__", None)
    if not isinstance(target, np.ndarray) or function != target.__setitem__ or not same_cells(target, made):
        return None
    within = [span(one) for one in work.settled if one.ndim]
    if arguments[1].ndim == 0 or not any(low <= span(arguments[1])[0] and span(arguments[1])[1] <= high
                                         for low, high in within):
        return None
    for function, (*others, last) in work.calls[1:]:
        owner = getattr(function, "__self__", None)
        if meet([span(last)], [span(made)]) or (isinstance(owner, np.ndarray) and meet([span(owner)], [span(made)])):
            return None
        if not isinstance(function, np.ufunc) and any(meet([span(one)], [span(made)]) for one in others):
            return None
    return made, arguments[1]


def _instead(calls: list[Call], made: Array, look: Array) -> list[Call]:
    """Calls with another array in the place of one."""
    def instead(one: Any) -> Any:
        return look if isinstance(one, np.ndarray) and same_cells(one, made) else one

    return [(function, tuple(map(instead, arguments))) for function, arguments in calls]


def _prefix(work: Work) -> _Prefix | None:
    """What an instruction does first and could do before, if it does more after it."""
    if len(work.scratch) != 1 or not work.by_cells or not is_whole(work.scratch[0]) or work.out.nbytes > SMALL:
        return None
    made, calls = work.scratch[0], list[Call]()
    for function, arguments in work.calls:
        if not is_by_cells(function, arguments) or not same_cells(arguments[-1], made):
            break
        if not all(each.ndim == 0 or any(same_cells(each, one) for one in (made, *work.settled)) for each in arguments):
            break
        calls.append((function, arguments))
    after = work.calls[len(calls):]
    if not calls or not after or any(not is_by_cells(*call) or same_cells(call[1][-1], made) for call in after):
        return None
    arrays = [each for _, arguments in calls for each in arguments if each.ndim]
    of = next((each for each in arrays if not same_cells(each, made)), None)
    alike = all(each.shape == made.shape and each.strides == made.strides for each in arrays)
    return _Prefix(work, calls, made, of) if alike and of is not None else None


def _made_at_once(found: Sequence[_Prefix], empty: Callable[[int], Array]) -> list[Call]:
    """Lays what is made as that lies which it is made of; the calls for all, if they are much fewer so."""
    first: dict[int, _Prefix] = {}
    for each in found:
        first.setdefault(span(each.of)[0], each)
    chosen = [first[start] for start in sorted(first)]
    places, rows, size = dict[int, int](), dict[Any, list[_Prefix]](), 0
    for each in chosen:
        places[id(each)] = size
        rows.setdefault((each.kind, each.of.nbytes), []).append(each)
        size += each.of.nbytes
    grids = {
        kind: _grids([each.starts(places[id(each)]) for each in row], kind[1]) for kind, row in rows.items()
    }
    if 2 * sum(map(len, grids.values())) > len(chosen):
        return []
    memory = empty(size // chosen[0].of.itemsize) if chosen else None
    calls: list[Call] = []
    for kind, row in rows.items():
        moved = [_moved(each, memory, places[id(each)]) for each in row]
        for at, side, count in grids[kind]:
            calls += _over(moved[at], moved[at + side] if count > 1 else [], side, count)
    return calls


def _moved(each: _Prefix, memory: Array, place: int) -> list[Call]:
    """Lets an instruction find in another place what it would have made first; the calls that make it there."""
    at = place // memory.itemsize
    look = np.lib.stride_tricks.as_strided(memory[at:at + each.made.size], each.made.shape, each.made.strides)

    work = each.work
    work.calls = _instead(work.calls[len(each.calls):], each.made, look)
    work.scratch, work.inputs = (), (*work.inputs, look)
    return _instead(each.calls, each.made, look)


def _starts(calls: list[Call]) -> list[int]:
    return [span(array)[0] for _, arguments in calls for array in arguments if array.ndim]


def _grids(starts: Sequence[tuple[int, ...]], size: int) -> list[tuple[int, int, int]]:
    """Arrays of so many bytes by blocks: the first, how many lie side by side, and how often at even distances."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(starts):
        side = _even(starts, at, 1, (size,) * len(starts[at]))
        count = 1
        if at + side < len(starts):
            steps = tuple(b - a for a, b in zip(starts[at], starts[at + side], strict=True))
            count = _even(starts, at, side, steps)
            whole = 1
            while whole < count and _even(starts[:at + (whole + 1) * side], at + whole * side, 1,
                                          (size,) * len(starts[at])) == side:
                whole += 1
            count = whole
        found.append((at, side, count))
        at += side * count
    return found


def _even(starts: Sequence[tuple[int, ...]], at: int, every: int, steps: tuple[int, ...]) -> int:
    """How many, from one on, begin at these distances from one another."""
    count = 1
    while at + (count + 1) * every <= len(starts) and all(
            b - a == step for a, b, step in zip(
                starts[at + (count - 1) * every], starts[at + count * every], steps, strict=True)):
        count += 1
    return count


def _over(calls: list[Call], following: list[Call], side: int, count: int) -> list[Call]:
    """The calls of one instruction, over so many arrays side by side, so many times as far apart as those following."""
    step = (b - a for a, b in zip(_starts(calls), _starts(following), strict=False))

    def wide(array: Array) -> Array:
        if array.ndim == 0:
            return array
        low, high = span(array)
        cells = cells_between(low, low + side * (high - low), array.dtype)
        if count == 1:
            return cells
        return np.lib.stride_tricks.as_strided(cells, (count, cells.size), (next(step), cells.itemsize))

    return [(function, tuple(map(wide, arguments))) for function, arguments in calls]
