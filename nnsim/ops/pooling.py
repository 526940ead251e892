"""What pooling has in common: a window that slides over each channel, worked through axis by axis."""

from collections.abc import Iterator
from math import prod
from typing import Any, ClassVar

from nnsim.ops.base import Array, Index, Scratch, Shape
from nnsim.ops.channels import ChannelOp
from nnsim.ops.sliding import Sliding

BLOCK = 2**18
"""Cells of images that are worked on at a time, so that they stay in the cache."""


class PoolOp(ChannelOp, frozen=True):
    """The base of pooling: how the window slides over each channel of images, sequences, signals and volumes."""

    by_samples: ClassVar[bool] = True

    sliding: Sliding

    def cells(self, index: Index, images: Shape) -> list[Index]:
        """The cells of x under the window that makes the output's cell, row by row; none in the padding."""
        n, channel, *place = self.first_shape(index)
        image = self.first_shape(images)[2:]
        found = (self.sliding.cell(tuple(place), offset, image) for offset in self.sliding.offsets())
        return [self.stored((n, channel, *cell)) for cell in found if cell is not None]

    def windows(self, index: Index, outputs: Shape) -> list[Index]:
        """The cells of the output whose windows cover a cell of x."""
        n, channel, *cell = self.first_shape(index)
        places = self.first_shape(outputs)[2:]
        return [self.stored((n, channel, *place)) for place, _ in self.sliding.covering(tuple(cell), places)]

    def covering_counts(self, outputs: Shape, images: Shape) -> Array:
        """How many windows cover each cell of x."""
        places, image = self.first_shape(outputs)[2:], self.first_shape(images)[2:]
        return self.term_counts(self.sliding.counts("cells", image, places))

    def moving(self) -> list[int]:
        """The axes along which the window does anything, the last one first."""
        plain = (1, 1, (0, 0))
        each = zip(self.sliding.size, self.sliding.stride, self.sliding.padding, strict=True)
        return [axis for axis, settings in enumerate(each) if settings != plain][::-1]

    def pairs(self, axis: int, length: int, places: int) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...]]]:
        """For each of the window's cells along an axis: at which places it lies on the image, and where."""
        ahead = (slice(None),) * (axis + 2)
        for offset in range(self.sliding.size[axis]):
            of_places, of_cells = self.sliding.meeting(axis, offset, length, places)
            yield (*ahead, of_places), (*ahead, of_cells)

    def between(self, start: Shape, end: Shape) -> list[Shape]:
        """Shapes on the way from images to places (or back), where one axis is worked on after the other."""
        start, end = self.first_shape(start), self.first_shape(end)
        shapes = [start]
        for axis in self.moving():
            shapes.append((*shapes[-1][:axis + 2], end[axis + 2], *shapes[-1][axis + 3:]))
        return shapes[1:-1]

    def tiles(self, axis: int, length: int, places: int) -> bool:
        """Whether every cell along an axis belongs to exactly one place."""
        covered = self.sliding.size[axis] * places == length and self.sliding.padding[axis] == (0, 0)
        return covered and self.sliding.apart_along(axis)

    def gather_along(self, xp: Any, function: Any, empty: float, out: Array, x: Array, axis: int) -> None:
        """Folds what each window covers along one axis."""
        places = out.shape[axis + 2]
        pairs = list(self.pairs(axis, x.shape[axis + 2], places))
        everywhere = [pair for pair in pairs if pair[0][-1] == slice(0, places)][:2]
        if len(everywhere) == 2:
            function(x[everywhere[0][1]], x[everywhere[1][1]], out=out)
            pairs = [pair for pair in pairs if pair not in everywhere]
        else:
            xp.copyto(out, empty)
        for place, cell in pairs:
            function(out[place], x[cell], out=out[place])


class Window(PoolOp, frozen=True):
    """The base of pooling forwards (input x)."""

    def shape(self, *shapes: Shape) -> Shape:
        samples, channels, *image = self.first_shape(shapes[0])
        return self.stored((samples, channels, *self.sliding.places(tuple(image))))

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        samples = block_of(shapes[0])
        return tuple((samples, *shape[1:]) for shape in self.between(shapes[0], out))

    def gather(self, xp: Any, function: Any, empty: float, out: Array, scratch: tuple[Array, ...], x: Array) -> None:
        """Folds what each window covers by a function of two, axis by axis; `empty` changes nothing in it."""
        moving, samples, count = self.moving(), block_of(x.shape), x.shape[0]
        if not moving:
            xp.copyto(out, x)
            return
        for start in range(0, count, samples):
            end = min(start + samples, count)
            block, made = self.first(x[start:end]), self.first(out[start:end])
            for axis, target in zip(moving, (*(array[:end - start] for array in scratch), made), strict=True):
                self.gather_along(xp, function, empty, target, block, axis)
                block = target


def block_of(images: Shape) -> int:
    """How many samples of images of this shape are worked on at a time."""
    return max(1, min(images[0], BLOCK // max(prod(images[1:]), 1)))
