"""The three sums of a kernel that slides over images: to its map, back to the images, and for the kernel itself.

A kernel w[o, c, i, j] and the cells of an image x[n, c, y, x] meet in a map z[n, o, y, x]. With `groups`, the channels
of both are shared out: the o of a group meet only the c of theirs. A convolution goes from image to map, a transposed
one from map to image; each is the other's way back.
"""

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any

import numpy as np

from nnsim.ops.base import Array, Index, Scratch, Shape
from nnsim.ops.channels import ChannelOp
from nnsim.ops.expression import Expression, Operand, Product, Terms, terms_of
from nnsim.ops.patches import Patches
from nnsim.ops.sliding import Sliding
from nnsim.ops.spreading import Spread

FEW_PLACES = 32
"""Places of a map below which the samples of a block share one product for the kernel's gradient."""


class KernelOp(ChannelOp, frozen=True):
    """The base of operations with a kernel: how it slides, and in how many groups the channels are shared out."""

    sliding: Sliding
    groups: int = 1

    def map_terms(
        self, index: Index, image: int, kernel: int, shapes: tuple[Shape, ...], *bias: Expression
    ) -> tuple[Expression, ...] | Terms:
        """The products that a cell of the map adds up; `image` and `kernel` are the inputs' positions."""
        n, out, *place = self.first_shape(index)
        _, channels, *size = self.first_shape(shapes[image])
        within = channels // self.groups
        group = out // (shapes[kernel][0] // self.groups)
        each = ((offset, self.sliding.cell(tuple(place), offset, tuple(size))) for offset in self.sliding.offsets())
        met = _table([(offset, cell) for offset, cell in each if cell is not None], len(size))

        def product(c: Any, number: Any) -> Expression:
            offset, cell = _both(met, number)
            seen = self.stored((n, group * within + c, *cell))
            return Product((Operand(kernel, (out, c, *offset)), Operand(image, seen)))

        return terms_of((within, len(met)), product, *bias)

    def image_terms(
        self, index: Index, maps: int, kernel: int, shapes: tuple[Shape, ...], *bias: Expression
    ) -> tuple[Expression, ...] | Terms:
        """The products that a cell of an image adds up; `maps` and `kernel` are the inputs' positions."""
        n, channel, *cell = self.first_shape(index)
        group, c = divmod(channel, shapes[kernel][1])
        each = shapes[kernel][0] // self.groups
        met = _table(list(self.sliding.covering(tuple(cell), self.first_shape(shapes[maps])[2:])), len(cell))

        def product(number: Any, window: Any) -> Expression:
            (place, offset), out = _both(met, window), group * each + number
            return Product((Operand(maps, self.stored((n, out, *place))), Operand(kernel, (out, c, *offset))))

        return terms_of((each, len(met)), product, *bias)

    def kernel_terms(
        self, index: Index, maps: int, image: int, shapes: tuple[Shape, ...]
    ) -> tuple[Expression, ...] | Terms:
        """The products that a cell of the kernel's gradient adds up; `maps` and `image` are the inputs' positions."""
        out, c, *offset = index
        samples, outs, *places = self.first_shape(shapes[maps])
        _, channels, *size = self.first_shape(shapes[image])
        channel = out // (outs // self.groups) * (channels // self.groups) + c
        each = ((place, self.sliding.cell(place, tuple(offset), tuple(size))) for place in np.ndindex(*places))
        met = _table([(place, cell) for place, cell in each if cell is not None], len(size))

        def product(n: Any, number: Any) -> Expression:
            place, cell = _both(met, number)
            made, seen = self.stored((n, out, *place)), self.stored((n, channel, *cell))
            return Product((Operand(maps, made), Operand(image, seen)))

        return terms_of((samples, len(met)), product)

    def map_counts(self, maps: Shape, image: Shape, biased: bool = False) -> Array:
        """How many terms each cell of the map adds up."""
        maps, image = self.first_shape(maps), self.first_shape(image)
        met = self.sliding.counts("places", image[2:], maps[2:])
        return self.term_counts(image[1] // self.groups * met + biased)

    def image_counts(self, maps: Shape, image: Shape, biased: bool = False) -> Array:
        """How many terms each cell of an image adds up."""
        maps, image = self.first_shape(maps), self.first_shape(image)
        met = self.sliding.counts("cells", image[2:], maps[2:])
        return self.term_counts(maps[1] // self.groups * met + biased)

    def kernel_counts(self, maps: Shape, image: Shape) -> Array:
        """How many terms each cell of the kernel's gradient adds up."""
        maps, image = self.first_shape(maps), self.first_shape(image)
        return np.maximum(maps[0] * self.sliding.counts("offsets", image[2:], maps[2:]), 1)

    def map_scratch(self, maps: Shape, image: Shape, biased: bool) -> tuple[Shape | Scratch, ...]:
        """What `write_map` works in."""
        maps, image = self.first_shape(maps), self.first_shape(image)
        patches = Patches(self.sliding, self.groups, image, maps[2:], extra=biased)
        whole = (patches.block, *maps[1:])
        part, total = whole if len(patches.shifts) > 1 else (0,), whole if self.channels_last else (0,)
        return (patches.size,), (len(patches.shifts), maps[1], patches.all_rows), part, total

    def write_map(
        self, xp: Any, out: Array, scratch: tuple[Array, ...], image: Array, kernel: Array, bias: Array | None,
    ) -> None:
        """z[n, o, …] = Σ w[o, c, …] · x[n, c, …] (+ b[o]), a block of samples at a time."""
        buffer, kernels, parts, totals = scratch
        out, image = self.first(out), self.first(image)
        patches = Patches(self.sliding, self.groups, image.shape, out.shape[2:], extra=bias is not None)
        xp.copyto(patches.unfolded(kernels), patches.kernels(kernel))
        if bias is not None:
            xp.copyto(kernels[0, :, patches.rows], bias)
        by_group = kernels.reshape(kernels.shape[0], self.groups, -1, kernels.shape[2])
        for cut, laid in self._blocks(xp, patches, buffer, image):
            samples = laid.shape[0]
            total = totals[:samples] if self.channels_last else out[cut]
            grouped = total.reshape(samples, self.groups, by_group.shape[2], -1)
            for shift in range(len(patches.shifts)):
                rows = patches.rows if shift else patches.all_rows
                part = parts[:samples].reshape(grouped.shape) if shift else grouped
                xp.matmul(by_group[shift, :, :, :rows], patches.matrix(laid, shift, rows), part)
                if shift:
                    xp.add(grouped, part, grouped)
            if self.channels_last:
                xp.copyto(out[cut], total)

    def image_scratch(self, maps: Shape, image: Shape) -> tuple[Shape | Scratch, ...]:
        """What `write_image` works in."""
        return Spread(self.sliding, self.groups, self.first_shape(maps), self.first_shape(image)).scratch()

    def write_image(
        self, xp: Any, out: Array, scratch: tuple[Array, ...], maps: Array, kernel: Array, bias: Array | None,
    ) -> None:
        """x[n, c, …] = Σ z[n, o, …] · w[o, c, …] (+ b[c])"""
        out, maps = self.first(out), self.first(maps)
        start = 0.0 if bias is None else bias.reshape(-1, *(1,) * self.sliding.axes)
        Spread(self.sliding, self.groups, maps.shape, out.shape).run(xp, out, scratch, maps, kernel, start)

    def kernel_scratch(self, maps: Shape, image: Shape) -> tuple[Shape | Scratch, ...]:
        """What `write_kernel` works in."""
        maps, image = self.first_shape(maps), self.first_shape(image)
        patches = self._gradient_patches(maps, image)
        whole = (len(patches.shifts), self.groups, maps[1] // self.groups, patches.rows)
        products = (whole[0], 1 if patches.joined else patches.block, *whole[1:])
        return (patches.size,), (patches.block * prod(maps[1:]),), products, whole, whole

    def write_kernel(self, xp: Any, out: Array, scratch: tuple[Array, ...], maps: Array, image: Array) -> None:
        """w[o, c, …] = Σₙ Σ z[n, o, …] · x[n, c, …]"""
        buffer, values, products, part, whole = scratch
        maps, image = self.first(maps), self.first(image)
        patches = self._gradient_patches(maps.shape, image.shape)
        for cut, laid in self._blocks(xp, patches, buffer, image):
            rows = self._map_rows(xp, values, maps[cut], patches.joined)
            each = products[:, :rows.shape[0]]
            for shift in range(len(patches.shifts)):
                xp.matmul(rows, patches.matrix(laid, shift).swapaxes(-1, -2), each[shift])
            xp.add.reduce(each, 1, None, part if cut.start else whole)
            if cut.start:
                xp.add(whole, part, whole)
        by_out = whole.reshape(whole.shape[0], -1, whole.shape[3])
        xp.copyto(patches.kernels(out), patches.unfolded(by_out))

    def _gradient_patches(self, maps: Shape, image: Shape) -> Patches:
        return Patches(self.sliding, self.groups, image, maps[2:], joined=prod(maps[2:]) < FEW_PLACES)

    def _map_rows(self, xp: Any, buffer: Array, maps: Array, joined: bool) -> Array:
        """A block's map as [samples or 1, groups, out, places]; a copy where its cells do not lie so."""
        samples, channels, *places = maps.shape
        if not joined and maps.flags.c_contiguous:
            return maps.reshape(samples, self.groups, channels // self.groups, -1)
        used = buffer[:maps.size]
        if not joined:
            xp.copyto(used.reshape(maps.shape), maps)
            return used.reshape(samples, self.groups, channels // self.groups, -1)
        whole = used.reshape(channels, places[0], samples, *places[1:])
        xp.copyto(whole, maps.transpose(1, 2, 0, *range(3, maps.ndim)))
        return used.reshape(1, self.groups, channels // self.groups, -1)

    @staticmethod
    def _blocks(xp: Any, patches: Patches, buffer: Array, images: Array) -> Iterator[tuple[slice, Array]]:
        """The samples of each block, and their patches."""
        laid = None
        for cut in patches.blocks(images.shape[0]):
            if laid is None or laid.shape[0] != cut.stop - cut.start:
                laid = patches.arrange(xp, buffer, cut.stop - cut.start)
            patches.fill(xp, laid, images[cut])
            yield cut, laid


def _table(pairs: Sequence[tuple[Index, Index]], axes: int) -> Array:
    """Pairs of places of so many axes, a row for each pair."""
    return np.array([(*first, *second) for first, second in pairs], np.int64).reshape(-1, 2 * axes)


def _both(table: Array, number: Any) -> tuple[Index, Index]:
    """A pair of places of a table by its number; with an array of numbers those of all, axis by axis."""
    columns = tuple(table[number].tolist() if isinstance(number, int) else np.moveaxis(table[number], -1, 0))
    return columns[:len(columns) // 2], columns[len(columns) // 2:]
