"""Images in another size: each cell of the new image takes shares of the old one's cells, axis by axis."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import product
from math import floor, prod
from typing import Any, ClassVar

import numpy as np

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand, Product, Sum

Shares = tuple[tuple[tuple[int, float], ...], ...]
"""For each cell along an axis of the new image: the old cells that it takes from, each with its share."""


class Repeat(Op, frozen=True):
    """out[n, c, v, u] = x[n, c, ⌊v / f⌋, ⌊u / g⌋]: every cell repeated, `factors` (f, g) along the axes   (input x)"""

    factors: tuple[int, ...]
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        grown = (length * factor for length, factor in zip(shapes[0][2:], self.factors, strict=True))
        return (*shapes[0][:2], *grown)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        for cut in _phases(self.factors):
            xp.copyto(out[cut], inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        cell = (at // factor for at, factor in zip(index[2:], self.factors, strict=True))
        return Operand(0, (*index[:2], *cell))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(RepeatGradient(self.factors), upstream),)


class RepeatGradient(Op, frozen=True):
    """∂L/∂x[n, c, y, x] = Σ ∂L/∂out over the f · g cells that repeat it   (input ∂L/∂out)"""

    factors: tuple[int, ...]
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        shrunk = (length // factor for length, factor in zip(shapes[0][2:], self.factors, strict=True))
        return (*shapes[0][:2], *shrunk)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        first, *others = (inputs[0][cut] for cut in _phases(self.factors))
        xp.copyto(out, first)
        for other in others:
            xp.add(out, other, out)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        repeats = (
            range(at * factor, (at + 1) * factor) for at, factor in zip(index[2:], self.factors, strict=True))
        return Sum(tuple(Operand(0, (*index[:2], *cell)) for cell in product(*repeats)))


def _phases(factors: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """The cells of an enlarged image that are the first repeats, the second …"""
    for starts in product(*map(range, factors)):
        steps = (slice(start, None, factor) for start, factor in zip(starts, factors, strict=True))
        yield (slice(None), slice(None), *steps)


class ResampleOp(Op, frozen=True):
    """The base of resampling: the shares of each axis, as `linear_shares` gives them."""

    shares: tuple[Shares, ...]
    straight: ClassVar[bool] = True

    def resample(self, xp: Any, out: Array, scratch: tuple[Array, ...], x: Array, back: bool = False) -> None:
        """Axis by axis from old to new cells, or `back` from new to old ones."""
        for axis, (shares, target) in enumerate(zip(self.shares, (*scratch[1:], out), strict=True)):
            part = scratch[0][:target.size].reshape(target.shape)
            xp.copyto(target, 0.0)
            ahead = (slice(None),) * (axis + 2)
            for new, old, share in runs_of(shares):
                to, of = ((*ahead, new), (*ahead, old)) if not back else ((*ahead, old), (*ahead, new))
                piece = part[to]
                xp.multiply(x[of], share, piece)
                xp.add(target[to], piece, target[to])
            x = target

    def working(self, out: Shape, x: Shape) -> tuple[Shape | Scratch, ...]:
        """Shapes of the images on the way, the first one for what is added to them."""
        between = [(*out[:axis + 3], *x[axis + 3:]) for axis in range(len(self.shares))]
        return ((max(prod(shape) for shape in between),), *between[:-1])


class Resample(ResampleOp, frozen=True):
    """out[n, c, v, u] = Σ a[v, y] · b[u, x] · x[n, c, y, x], shares a and b fixed by the two sizes   (input x)"""

    def shape(self, *shapes: Shape) -> Shape:
        return (*shapes[0][:2], *(len(shares) for shares in self.shares))

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.working(out, shapes[0])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.resample(xp, out, scratch, inputs[0])

    def terms(self, *shapes: Shape) -> Array:
        return reduce(np.multiply.outer, (np.array(list(map(len, shares))) for shares in self.shares))

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        each = (shares[at] for shares, at in zip(self.shares, index[2:], strict=True))
        return Sum(tuple(_share(index, chosen) for chosen in product(*each)))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(ResampleGradient(self.shares), upstream, inputs[0]),)


class ResampleGradient(ResampleOp, frozen=True):
    """∂L/∂x[n, c, y, x] = Σ a[v, y] · b[u, x] · ∂L/∂out[n, c, v, u]   (inputs ∂L/∂out, and x for its shape)"""

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        return self.working(out, shapes[0])

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.resample(xp, out, scratch, inputs[0], back=True)

    def terms(self, *shapes: Shape) -> Array:
        counts: Array = reduce(np.multiply.outer, (
            np.array([len(taken_from(shares).get(at, ())) for at in range(length)])
            for shares, length in zip(self.shares, shapes[1][2:], strict=True)
        ))
        return np.maximum(counts, 1)

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        each = (taken_from(shares).get(at, ()) for shares, at in zip(self.shares, index[2:], strict=True))
        return Sum(tuple(_share(index, chosen) for chosen in product(*each)))


def _share(index: Index, chosen: tuple[tuple[int, float], ...]) -> Expression:
    """A cell of the input times its share along every axis."""
    cell, share = Operand(0, (*index[:2], *(at for at, _ in chosen))), prod(part for _, part in chosen)
    return cell if share == 1 else Product((Number(share), cell))


def linear_shares(length: int, new: int, corners: bool = False) -> Shares:
    """The shares of linear interpolation from `length` cells to `new` ones along an axis.

    Cells count as small squares whose middles are compared (as PyTorch, OpenCV and ONNX's "half_pixel" have it); with
    `corners`, the first and the last cells of both images meet instead.
    """
    found = []
    for at in range(new):
        if corners:
            place = Fraction(at * (length - 1), max(new - 1, 1))
        else:
            middle = Fraction((2 * at + 1) * length, 2 * new) - Fraction(1, 2)
            place = min(max(middle, Fraction(0)), Fraction(length - 1))
        below = floor(place)
        above = place - below
        found.append(((below, float(1 - above)), (below + 1, float(above))) if above else ((below, 1.0),))
    return tuple(found)


@lru_cache(maxsize=256)
def taken_from(shares: Shares) -> dict[int, tuple[tuple[int, float], ...]]:
    """For each old cell, the new cells that take from it, each with the share that it takes."""
    found: dict[int, tuple[tuple[int, float], ...]] = {}
    for new, each in enumerate(shares):
        for old, share in each:
            found[old] = (*found.get(old, ()), (new, share))
    return found


@lru_cache(maxsize=256)
def runs_of(shares: Shares) -> tuple[tuple[slice, slice, float], ...]:
    """Evenly spaced new cells that take the same share of evenly spaced old ones: new, old, share."""
    alike: dict[tuple[int, float], list[tuple[int, int]]] = {}
    for new, each in enumerate(shares):
        for number, (old, share) in enumerate(each):
            alike.setdefault((number, share), []).append((new, old))
    found = []
    for (_, share), pairs in alike.items():
        start = 0
        while start < len(pairs):
            stop = _end_of_run(pairs, start)
            found.append((_spaced(pairs[start:stop], 0), _spaced(pairs[start:stop], 1), share))
            start = stop
    return tuple(found)


def _end_of_run(pairs: list[tuple[int, int]], start: int) -> int:
    """Where the evenly spaced pairs from `start` on end; old cells must not repeat."""
    stop = start + 1
    steps = None
    while stop < len(pairs):
        step = tuple(b - a for a, b in zip(pairs[stop - 1], pairs[stop], strict=True))
        if step[1] < 1 or steps not in (None, step):
            break
        steps, stop = step, stop + 1
    return stop


def _spaced(pairs: list[tuple[int, int]], side: int) -> slice:
    first, last = pairs[0][side], pairs[-1][side]
    return slice(first, last + 1, pairs[1][side] - first if len(pairs) > 1 else 1)
