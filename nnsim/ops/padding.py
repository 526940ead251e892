"""A border around images: of one value, of the edge repeated, of the image mirrored or going round."""

from collections.abc import Iterator
from itertools import product
from typing import Any, ClassVar, Literal

from nnsim.ops.base import Array, Emit, Gradients, Index, Op, Scratch, Shape, Slots
from nnsim.ops.expression import Expression, Number, Operand, Sum

Border = Literal["value", "edge", "reflect", "wrap"]
Cut = tuple[slice, slice]


class Pad(Op, frozen=True):
    """out[n, c, v, u] = x[n, c, v − before, u − before]; beyond the image: a value or another cell of x   (input x)

    `margins` are the cells (before, behind) along each axis of the image; the border is one `value`, the cell at the
    `edge`, what lies as far inside the edge (`reflect`), or what comes from the other end (`wrap`).
    """

    margins: tuple[tuple[int, int], ...]
    border: Border = "value"
    value: float = 0.0
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        grown = (length + sum(margin) for length, margin in zip(shapes[0][2:], self.margins, strict=True))
        return (*shapes[0][:2], *grown)

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        if self.border == "value":
            xp.copyto(out, self.value)
            xp.copyto(out[inside(self.margins)], inputs[0])
            return
        for target, source in self._pieces(inputs[0].shape):
            xp.copyto(out[target], inputs[0][source])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        cell = list(index[:2])
        for at, length, (before, _) in zip(index[2:], shapes[0][2:], self.margins, strict=True):
            place = source(self.border, at - before, length)
            if place is None:
                return Number(self.value)
            cell.append(place)
        return Operand(0, tuple(cell))

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        return (emit(PadGradient(self.margins, self.border), upstream),)

    def _pieces(self, image: Shape) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...]]]:
        """Parts of the output, and the cells of x that they are copies of."""
        axes = [
            _copies(self.border, length, before, behind)
            for length, (before, behind) in zip(image[2:], self.margins, strict=True)
        ]
        ahead = (slice(None), slice(None))
        for cuts in product(*axes):
            yield (*ahead, *(target for target, _ in cuts)), (*ahead, *(source for _, source in cuts))


class PadGradient(Op, frozen=True):
    """∂L/∂x = Σ ∂L/∂out over the cells of the output that x was copied to   (input ∂L/∂out)"""

    margins: tuple[tuple[int, int], ...]
    border: Border = "value"
    wiring: ClassVar[bool] = True
    straight: ClassVar[bool] = True

    def shape(self, *shapes: Shape) -> Shape:
        shrunk = (length - sum(margin) for length, margin in zip(shapes[0][2:], self.margins, strict=True))
        return (*shapes[0][:2], *shrunk)

    def view(self, *inputs: Array) -> Array | None:
        return inputs[0][inside(self.margins)] if self.border == "value" else None

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        if self.border == "value":
            return ()
        return tuple((*out[:axis + 3], *shapes[0][axis + 3:]) for axis in range(len(self.margins) - 1))

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        upstream = inputs[0]
        if self.border == "value":
            xp.copyto(out, upstream[inside(self.margins)])
            return
        for axis, target in enumerate((*scratch, out)):
            ahead = (slice(None),) * (axis + 2)
            before, behind = self.margins[axis]
            length = target.shape[axis + 2]
            xp.copyto(target, upstream[(*ahead, slice(before, before + length))])
            for at in (*range(-before, 0), *range(length, length + behind)):
                place = source(self.border, at, length)
                assert place is not None
                cell = target[(*ahead, slice(place, place + 1))]
                xp.add(cell, upstream[(*ahead, slice(at + before, at + before + 1))], cell)
            upstream = target

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        axes = []
        for at, size, (before, behind) in zip(index[2:], shapes[0][2:], self.margins, strict=True):
            length = size - before - behind
            axes.append([place for place in range(size) if source(self.border, place - before, length) == at])
        cells = tuple(Operand(0, (*index[:2], *places)) for places in product(*axes))
        return cells[0] if len(cells) == 1 else Sum(cells)


def inside(margins: tuple[tuple[int, int], ...]) -> tuple[slice, ...]:
    """The image within its margins, as an index."""
    return (slice(None), slice(None), *(slice(before, -behind or None) for before, behind in margins))


def source(border: Border, at: int, length: int) -> int | None:
    """The cell that a border shows at a place along an axis of this many cells (from 0); None where it is a value."""
    if 0 <= at < length:
        return at
    if border == "edge":
        return 0 if at < 0 else length - 1
    if border == "reflect":
        period = max(2 * (length - 1), 1)
        return min(at % period, period - at % period)
    return at % length if border == "wrap" else None


def _copies(border: Border, length: int, before: int, behind: int) -> list[Cut]:
    """Runs of places along an axis, and the cells whose copies they are; a run of copies of one cell has one source."""
    sources = [source(border, at, length) for at in range(-before, length + behind)]
    found: list[Cut] = []
    start = 0
    while start < len(sources):
        stop, first = start + 1, sources[start]
        assert first is not None
        step = 0 if stop == len(sources) else _step(sources[stop], first)
        while stop < len(sources) and sources[stop] == first + step * (stop - start):
            stop += 1
        found.append((slice(start, stop), _run(first, step, stop - start)))
        start = stop
    return found


def _step(following: int | None, first: int) -> int:
    """How a run of neighbors goes on: forwards, backwards, or the same cell again."""
    assert following is not None
    return following - first if abs(following - first) == 1 else 0


def _run(first: int, step: int, count: int) -> slice:
    if step == 0:
        return slice(first, first + 1)
    stop = first + step * count
    return slice(first, None if stop < 0 else stop, step)
