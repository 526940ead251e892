"""The way back from places to cells: what each place gives, times the kernel, added up where the windows lie."""

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

from msgspec import Struct

from nnsim.ops.base import Array, Shape
from nnsim.ops.patches import BLOCK
from nnsim.ops.sliding import Sliding


class _Phase(Struct, frozen=True):
    """Lines of the image that the same lines of the kernel reach: every stride-th one.

    Line q of the phase is `first + stride · q` of the image, and `from_place[i]` the place whose kernel line
    `kernel_lines[i]` lies on line 0.
    """

    first: int
    lines: int
    kernel_lines: tuple[int, ...]
    from_place: tuple[int, ...]


class Spread:
    """Products that spread values at places [n, groups · out, places …] over images [n, groups · channels, …].

    With stride s, every s-th line of the image meets the same lines of the kernel, so that these lines come out of one
    product; the offsets within the kernel's rows are then added where they belong.
    """

    def __init__(self, sliding: Sliding, groups: int, values: Shape, images: Shape) -> None:
        self.sliding, self.groups = sliding, groups
        self.out, self.channels = values[1] // groups, images[1] // groups
        self.places, self.image = values[2:], images[2:]
        self._offsets = sliding.size[1:]
        self.phases = [phase for number in range(sliding.stride[0]) if (phase := self._phase(number)) is not None]
        along = prod(self.places[1:])
        self._laid = [
            groups * len(phase.kernel_lines) * self.out * phase.lines * along for phase in self.phases
        ]
        self._product = max(
            (groups * self.channels * prod(self._offsets) * phase.lines * along for phase in self.phases), default=0)
        self.block = max(1, min(values[0], BLOCK // max(self._product, *self._laid, 1)))

    def scratch(self) -> tuple[Shape, ...]:
        """Shapes of the arrays that `run` works in."""
        rows = self.groups * self.channels * prod(self._offsets)
        kernels = tuple((rows * len(phase.kernel_lines) * self.out,) for phase in self.phases)
        laid = tuple((self.block * cells,) for cells in self._laid)
        return ((self.block * self._product,), *kernels, *laid)

    def run(self, xp: Any, images: Array, scratch: tuple[Array, ...], values: Array, weight: Array,
            start: Array | float) -> None:
        """Writes the images; `start` is what their cells hold before anything is added."""
        count = len(self.phases)
        kernels = [
            self._kernel(xp, phase, kernel, weight)
            for phase, kernel in zip(self.phases, scratch[1:1 + count], strict=True)
        ]
        samples = 0
        laid: list[tuple[Array, Array]] = []
        for cut in self._blocks(values.shape[0]):
            if cut.stop - cut.start != samples:
                samples = cut.stop - cut.start
                laid = [
                    self._lay_out(xp, phase, buffer, samples)
                    for phase, buffer in zip(self.phases, scratch[1 + count:], strict=True)
                ]
            block = images[cut]
            xp.copyto(block, start)
            by_group = block.reshape(samples, self.groups, self.channels, *self.image)
            from_places = values[cut].reshape(samples, self.groups, self.out, *self.places)
            for phase, kernel, (cells, matrix) in zip(self.phases, kernels, laid, strict=True):
                self._place(xp, phase, cells, from_places)
                spread = scratch[0][:samples * kernel[..., 0].size * matrix.shape[-1]]
                spread = spread.reshape(samples, self.groups, -1, matrix.shape[-1])
                xp.matmul(kernel, matrix, spread)
                self._add(xp, phase, by_group, spread)

    def _blocks(self, samples: int) -> Iterator[slice]:
        for start in range(0, samples, self.block):
            yield slice(start, min(start + self.block, samples))

    def _phase(self, number: int) -> _Phase | None:
        """The lines first, first + stride … of the image, where `number` is the phase in the padded image."""
        sliding, stride, before = self.sliding, self.sliding.stride[0], self.sliding.padding[0][0]
        skipped = max(0, -((number - before) // stride))  # lines of the phase that lie in the padding
        first = number - before + skipped * stride
        lines = max(0, -((first - self.image[0]) // stride))
        reached = [(line, sliding.dilation[0] * line) for line in range(sliding.size[0])]
        kernel = [(line, (at - number) // stride) for line, at in reached if at % stride == number]
        if not lines or not kernel:
            return None
        return _Phase(first, lines, tuple(line for line, _ in kernel), tuple(skipped - at for _, at in kernel))

    def _kernel(self, xp: Any, phase: _Phase, buffer: Array, weight: Array) -> Array:
        """The kernel as [groups, channels · offsets, kernel lines · out]."""
        whole = buffer.reshape(self.groups, self.channels, *self._offsets, len(phase.kernel_lines), self.out)
        by_group = weight.reshape(self.groups, self.out, *weight.shape[1:])  # a view: one axis is split
        for number, line in enumerate(phase.kernel_lines):
            of_line = by_group[:, :, :, line]
            xp.copyto(whole[..., number, :], of_line.transpose(0, *range(2, of_line.ndim), 1))
        return whole.reshape(self.groups, -1, len(phase.kernel_lines) * self.out)

    def _lay_out(self, xp: Any, phase: _Phase, buffer: Array, samples: int) -> tuple[Array, Array]:
        """Where the values are laid out for a phase, and the same as matrices; 0 where no place reaches."""
        shape = (samples, self.groups, len(phase.kernel_lines), self.out, phase.lines, *self.places[1:])
        cells = buffer[:prod(shape)].reshape(shape)
        if any(self._reach(phase, start) != slice(0, phase.lines) for start in phase.from_place):
            xp.copyto(cells, 0.0)
        return cells, cells.reshape(samples, self.groups, len(phase.kernel_lines) * self.out, -1)

    def _reach(self, phase: _Phase, start: int) -> slice:
        """The lines of a phase that some place reaches, of the kernel line whose place on line 0 is `start`."""
        first = min(max(0, -start), phase.lines)
        return slice(first, max(first, min(phase.lines, self.places[0] - start)))

    def _place(self, xp: Any, phase: _Phase, cells: Array, values: Array) -> None:
        for number, start in enumerate(phase.from_place):
            lines = self._reach(phase, start)
            xp.copyto(cells[:, :, number, :, lines], values[:, :, :, lines.start + start:lines.stop + start])

    def _add(self, xp: Any, phase: _Phase, images: Array, spread: Array) -> None:
        cells = spread.reshape(
            *spread.shape[:2], self.channels, *self._offsets, phase.lines, *self.places[1:])
        ahead = (slice(None),) * 3
        for offset in product(*map(range, self._offsets)):
            pairs = [
                self.sliding.meeting(axis + 1, offset[axis], self.image[axis + 1], self.places[axis + 1])
                for axis in range(len(offset))
            ]
            lines = slice(phase.first, phase.first + self.sliding.stride[0] * (phase.lines - 1) + 1,
                          self.sliding.stride[0])
            target = images[(*ahead, lines, *(pair[1] for pair in pairs))]
            xp.add(target, cells[(*ahead, *offset, slice(None), *(pair[0] for pair in pairs))], target)
