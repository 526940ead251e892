"""How a window slides over an image: which cells it covers at which place, what lies in the padding."""

from collections.abc import Iterator
from functools import reduce
from itertools import product
from typing import Any, Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nnsim.ops.base import Index, Shape

Counts = NDArray[Any]


class Sliding(Struct, frozen=True):
    """Size, stride, dilation and padding (before, after) of a window along each axis of an image.

    An image has two such axes, height and width; a signal has one. At place y the window's cell i lies on the image's
    cell stride · y + dilation · i − padding before it, and in the padding where the image has no such cell.
    """

    size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]
    dilation: tuple[int, ...]

    @classmethod
    def plain(cls, *size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> "Sliding":
        """A window that is treated alike along every axis."""
        axes = len(size)
        return cls(size, (stride,) * axes, ((padding, padding),) * axes, (dilation,) * axes)

    @property
    def axes(self) -> int:
        """Along how many axes it slides."""
        return len(self.size)

    @property
    def padded(self) -> bool:
        """Whether there is any padding."""
        return any(before or after for before, after in self.padding)

    @property
    def single(self) -> bool:
        """Whether it is one cell that meets every cell of the image once: nothing slides at all."""
        return not self.padded and set(self.size) | set(self.stride) == {1}

    @property
    def apart(self) -> bool:
        """Whether no two places share a cell."""
        return all(map(self.apart_along, range(self.axes)))

    def apart_along(self, axis: int) -> bool:
        """Whether no two places share a cell along an axis."""
        return self.size[axis] == 1 or (self.dilation[axis] == 1 and self.stride[axis] >= self.size[axis])

    def extent(self, axis: int) -> int:
        """Cells from the first to the last that the window covers, both included."""
        return self.dilation[axis] * (self.size[axis] - 1) + 1

    def places(self, image: Shape) -> Shape:
        """How many places the window has along each axis; not above 0 where it is larger than the padded image."""
        return tuple(
            (length + sum(self.padding[axis]) - self.extent(axis)) // self.stride[axis] + 1
            for axis, length in enumerate(image)
        )

    def offsets(self) -> Iterator[Index]:
        """The window's own cells, row by row."""
        return product(*map(range, self.size))

    def cell(self, place: Index, offset: Index, image: Shape) -> Index | None:
        """The image's cell under the window's cell `offset` at a place; None in the padding."""
        cell = tuple(
            stride * at + dilation * shift - before
            for stride, at, dilation, shift, (before, _) in
            zip(self.stride, place, self.dilation, offset, self.padding, strict=True)
        )
        return cell if all(0 <= at < length for at, length in zip(cell, image, strict=True)) else None

    def covering(self, cell: Index, places: Shape) -> Iterator[tuple[Index, Index]]:
        """The places whose window covers a cell of the image, each with the window's cell that lies on it."""
        for offset in self.offsets():
            place = []
            for axis, at in enumerate(cell):
                whole, rest = divmod(at + self.padding[axis][0] - self.dilation[axis] * offset[axis], self.stride[axis])
                if rest == 0 and 0 <= whole < places[axis]:
                    place.append(whole)
            if len(place) == len(cell):
                yield tuple(place), offset

    def _counts_along(self, axis: int, length: int, places: int) -> tuple[Counts, Counts, Counts]:
        """Along an axis: cells that the window covers at each place, places that each of its cells meets the image at,
        and how often each cell of the image is covered.
        """
        starts = np.arange(places) * self.stride[axis] - self.padding[axis][0]
        cells = np.arange(self.size[axis])[:, None] * self.dilation[axis] + starts
        inside = (cells >= 0) & (cells < length)
        return inside.sum(0), inside.sum(1), np.bincount(cells[inside], minlength=length)

    def counts(self, of: Literal["places", "offsets", "cells"], image: Shape, places: Shape) -> Counts:
        """The cells that each place covers, the places of each of the window's cells, or the coverings of each cell."""
        which = ("places", "offsets", "cells").index(of)
        return reduce(np.multiply.outer, (
            self._counts_along(axis, length, places[axis])[which] for axis, length in enumerate(image)
        ))

    def meeting(self, axis: int, offset: int, length: int, places: int) -> tuple[slice, slice]:
        """Along an axis: the places at which the window's cell `offset` lies on the image, and the cells it lies on."""
        start = self.dilation[axis] * offset - self.padding[axis][0]
        return meeting(start, self.stride[axis], length, places)


def meeting(start: int, stride: int, length: int, places: int) -> tuple[slice, slice]:
    """The places y from 0 on for which start + stride · y is one of `length` cells, and those cells."""
    first = max(0, -(start // stride))
    last = min(places - 1, (length - 1 - start) // stride)
    if last < first:
        return slice(0, 0), slice(0, 0)
    return slice(first, last + 1), slice(first * stride + start, last * stride + start + 1, stride)
