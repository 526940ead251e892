"""What a sliding kernel sees, laid out for matrix products: patches of a block of samples in buffers that are kept.

Writing every patch of a batch side by side takes as many times the images' memory as a kernel has cells, and most of
the time. So a few samples are laid out at a time, while they are in the cache; and where there are channels enough,
only the offsets within a kernel's rows are written out: the next row of the kernel sees the same cells further down,
which is the same matrix from a later place on.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from nnsim.ops.base import Array, Shape
from nnsim.ops.sliding import Sliding, meeting

BLOCK = 2**16
"""Cells of patches that are laid out at a time."""
ENOUGH = 16
"""Rows of a patch matrix from which a product for each of the kernel's rows costs less than writing them all out."""

Cut = tuple[slice, ...]


class Patches:
    """The patches of images [n, channels, …] under a kernel, as matrices [rows, places] for each sample and group.

    With `extra`, each matrix has a last row of ones (for a bias). With `joined`, the samples of a block share one
    matrix [rows, places of all samples], which is better where an image has few places.
    """

    def __init__(
        self, sliding: Sliding, groups: int, images: Shape, places: Shape, extra: bool = False, joined: bool = False,
    ) -> None:
        self.sliding, self.groups, self.places, self.joined = sliding, groups, places, joined
        self.channels, self.image = images[1] // groups, images[2:]
        size, stride, dilation = sliding.size, sliding.stride[0], sliding.dilation[0]
        self.shifted = size[0] > 1 and self.channels * prod(size[1:]) >= ENOUGH
        lines = [divmod(dilation * line, stride) for line in range(size[0])] if self.shifted else [(0, 0)]
        self._phases = sorted({phase for _, phase in lines})
        self.shifts = [(self._phases.index(phase), row) for row, phase in lines]
        self._depth = max(row for row, _ in lines) + places[0]
        self._offsets = size[1:] if self.shifted else size
        self.rows = self.channels * prod(self._offsets)
        self.all_rows = self.rows + extra
        cells = groups * self.all_rows * len(self._phases) * self._depth * prod(places[1:])
        self._cells = max(cells, 1)
        self.block = max(1, min(images[0], BLOCK // self._cells))

    @property
    def size(self) -> int:
        """Cells of the buffer that a block needs."""
        return self.block * self._cells

    def blocks(self, samples: int) -> Iterator[slice]:
        """The samples, as many at a time as a buffer holds."""
        for start in range(0, samples, self.block):
            yield slice(start, min(start + self.block, samples))

    def arrange(self, xp: Any, buffer: Array, samples: int) -> Array:
        """The buffer as [samples, groups, rows, phases, lines, …], with what no image will be written into set."""
        within = (self.groups, self.all_rows, len(self._phases), self._depth)
        used = buffer[:samples * self._cells]
        if self.joined:
            whole = used.reshape(*within, samples, *self.places[1:])
            patches = whole.transpose(4, 0, 1, 2, 3, *range(5, whole.ndim))
        else:
            patches = used.reshape(samples, *within, *self.places[1:])
        if self.sliding.padded:
            xp.copyto(patches, 0.0)
        if self.all_rows > self.rows:
            xp.copyto(patches[:, :, self.rows], 1.0)
        return patches

    def fill(self, xp: Any, patches: Array, images: Array) -> None:
        """Writes the patches of these images."""
        cells = patches[:, :, :self.rows].reshape(
            *patches.shape[:2], self.channels, *self._offsets, *patches.shape[3:])
        by_group = images.reshape(images.shape[0], self.groups, self.channels, *self.image)  # a view: one axis is split
        for target, source in self._pieces:
            xp.copyto(cells[target], by_group[source])

    def matrix(self, patches: Array, shift: int, rows: int | None = None) -> Array:
        """The patches [samples or 1, groups, rows, places] of one line of the kernel; of all, if not shifted."""
        phase, line = self.shifts[shift]
        cut = patches[:, :, :rows or self.all_rows, phase, line:line + self.places[0]]
        if self.joined:
            cut = cut.transpose(1, 2, 3, 0, *range(4, cut.ndim))[None]
        return cut.reshape(*cut.shape[:3], -1)

    def kernels(self, weight: Array) -> Array:
        """The weight [out, channels, …] as [shift, out, channels, offsets …], in the order of the patches' rows."""
        return weight.transpose(2, 0, 1, *range(3, weight.ndim)) if self.shifted else weight[None]

    def unfolded(self, matrices: Array) -> Array:
        """Kernel matrices [shift, out, rows or more] as [shift, out, channels, offsets …], a view."""
        return matrices[:, :, :self.rows].reshape(*matrices.shape[:2], self.channels, *self._offsets)

    @cached_property
    def _pieces(self) -> list[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        """Which cells of the patches (target) come from which cells of the images (source)."""
        ahead = (slice(None),) * 3
        found = []
        for offset in product(*map(range, self._offsets)):
            for number, phase in enumerate(self._phases):
                pairs = self._meetings(offset, phase)
                target, source = tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)
                found.append(((*ahead, *offset, number, *target), (*ahead, *source)))
        return found

    def _meetings(self, offset: tuple[int, ...], phase: int) -> list[tuple[slice, slice]]:
        sliding, image, places = self.sliding, self.image, self.places
        first = 1 if self.shifted else 0
        pairs = [
            sliding.meeting(axis, offset[axis - first], image[axis], places[axis])
            for axis in range(first, sliding.axes)
        ]
        if not self.shifted:
            return pairs
        return [meeting(phase - sliding.padding[0][0], sliding.stride[0], image[0], self._depth), *pairs]
