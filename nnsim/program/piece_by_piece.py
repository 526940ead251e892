"""A rule's updates over arenas: piece by piece, each piece through all stages while it is in the cache."""

from typing import Any

from nnsim.ops.base import Op, Scratch
from nnsim.program.memory import Memory, Stage
from nnsim.program.recording import Call, calls_of
from nnsim.program.side_by_side import CELL, side_by_side, worth_two_hands

Array = Any
PIECE = 2**19
"""Bytes of an arena that a rule works on before it goes on: few enough for the cache, enough to be worth the calls."""
Shared = dict[tuple[int, Scratch], Array]


def group_calls(stages: tuple[Stage, ...], memory: Memory, hands: bool) -> list[Call]:
    """The stages of a rule over arenas; two hands share long ones."""
    size = max(each.size for stage in stages for each in (*stage.inputs, stage.output) if not isinstance(each, int))
    if memory.backend.name == "cupy":
        return _calls(stages, memory, range(0, size, max(size, 1)))
    count = max(-(-size * memory.dtype.itemsize // PIECE), 1)
    work = CELL / 4 * size * len(stages)  # a piece stays in the cache from one stage to the next
    if not hands or not worth_two_hands(work, memory.dtype.itemsize):
        return _calls(stages, memory, range(0, size, _even(size, count)))
    middle = _even(size, 2)
    step = _even(middle, -(-count // 2))
    first = _calls(stages, memory, range(0, middle, step))
    return [(side_by_side, (first, _calls(stages, memory, range(middle, size, step))))]


def shared_scratch(op: Op, out: Array, given: tuple[Array, ...], memory: Memory, shared: Shared) -> tuple[Array, ...]:
    """What an operation of a group needs besides: the same arrays for all of them, which run one after another."""
    wanted = op.scratch_shapes(out.shape, *(array.shape for array in given))
    each = list(enumerate(one if isinstance(one, Scratch) else Scratch(one) for one in wanted))
    for key in each:
        if key not in shared:
            shared[key] = key[1].made(memory.backend.xp, memory.dtype)
    return tuple(shared[key] for key in each)


def _even(size: int, count: int) -> int:
    """The cells of each of so many equal pieces, in whole lines of the cache."""
    return max(-(-size // count // 16) * 16, 16)


def _calls(stages: tuple[Stage, ...], memory: Memory, starts: range) -> list[Call]:
    """The stages on the pieces that begin at these cells."""
    xp = memory.backend.xp
    calls: list[Call] = []
    shared: Shared = {}
    passing: dict[int, Array] = {}

    def part(whole: Array | int, piece: slice) -> Array:
        if not isinstance(whole, int):
            return whole[piece]
        if whole not in passing:
            passing[whole] = xp.empty(starts.step, memory.dtype)
        return passing[whole][:piece.stop - piece.start]

    for start in starts:
        piece = slice(start, min(start + starts.step, starts.stop))
        for stage in stages:
            given = tuple(
                a if scalar else part(a, piece) for a, scalar in zip(stage.inputs, stage.scalars, strict=True))
            out = part(stage.output, piece)
            calls += calls_of(stage.op, xp, out, shared_scratch(stage.op, out, given, memory, shared), given)
    return calls
