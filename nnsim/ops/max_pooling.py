"""Max pooling: the largest value of each window, and the way back to where it stood."""

from math import inf
from typing import Any

from nnsim.ops.base import Array, Emit, Gradients, Index, Scratch, Shape, Slots
from nnsim.ops.expression import Call, Choose, Expression, Number, Operand, Sum
from nnsim.ops.pooling import PoolOp, Window, block_of


class MaxPool(Window, frozen=True):
    """y[n, c, y, x] = the largest x[n, c, s y + d i − p, s x + d j − p] over the window's cells (i, j)   (input x)

    s is the stride, d the dilation, p the padding, whose cells do not count.
    """

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        self.gather(xp, xp.maximum, -inf, out, scratch, inputs[0])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        return largest_of([Operand(0, cell) for cell in self.cells(index, shapes[0])])

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        assert upstream is not None
        of_x = MaxPoolGradient(self.sliding, channels_last=self.channels_last)
        return (emit(of_x, upstream, inputs[0], output),)


class MaxPoolGradient(PoolOp, frozen=True):
    """∂L/∂x = the sum of ∂L/∂y over the windows in which x is the largest, the first of several   (inputs ∂L/∂y, x, y)

    "First" is row by row, as PyTorch has it; what is not the largest in any window gets 0.
    """

    def shape(self, *shapes: Shape) -> Shape:
        return shapes[1]

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        block = (block_of(out), *self.first_shape(shapes[0])[1:])
        return Scratch(block, "truth"), Scratch(block, "truth"), (0,) if self.sliding.apart else block

    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        block = block_of(out.shape)
        for start in range(0, out.shape[0], block):
            cut = slice(start, start + block)
            self._run_block(xp, self.first(out[cut]), scratch, *(self.first(array[cut]) for array in inputs))

    def _run_block(self, xp: Any, out: Array, scratch: tuple[Array, ...], up: Array, x: Array, y: Array) -> None:
        open_, won, share = (array[:out.shape[0]] for array in scratch)
        if not all(self.tiles(axis, out.shape[axis + 2], up.shape[axis + 2]) for axis in range(self.sliding.axes)):
            xp.copyto(out, 0.0)
        xp.copyto(open_, True)
        *others, last = self._meetings(out.shape[2:], up.shape[2:])
        for place, cell in others:
            if won[place].size < won.size:
                xp.copyto(won, False)
            xp.equal(x[cell], y[place], won[place])
            xp.logical_and(won, open_, won)  # whole arrays: short rows cost more than the cells in them
            xp.greater(open_, won, open_)
            self._give(xp, won, up, share, out, place, cell)
        self._give(xp, open_, up, share, out, *last)  # where no other cell has won, the last one has

    def _give(
        self, xp: Any, won: Array, up: Array, share: Array, out: Array, place: tuple[slice, ...],
        cell: tuple[slice, ...],
    ) -> None:
        """Gives the errors of the windows that a cell has won to it."""
        if self.sliding.apart:
            xp.multiply(won[place], up[place], out[cell])
        else:
            xp.multiply(won, up, share)
            xp.add(out[cell], share[place], out[cell])

    def _meetings(self, image: Shape, places: Shape) -> list[tuple[tuple[slice, ...], tuple[slice, ...]]]:
        """For each of the window's cells, row by row: at which places it lies on the image, and where."""
        found = []
        for offset in self.sliding.offsets():
            pairs = [
                self.sliding.meeting(axis, at, image[axis], places[axis]) for axis, at in enumerate(offset)
            ]
            ahead = (slice(None), slice(None))
            found.append(((*ahead, *(pair[0] for pair in pairs)), (*ahead, *(pair[1] for pair in pairs))))
        return found

    def terms(self, *shapes: Shape) -> Array:
        return self.covering_counts(shapes[0], shapes[1])

    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        windows = self.windows(index, shapes[0])
        parts = [won_by(index, self.cells(window, shapes[1]), Operand(0, window)) for window in windows]
        return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def largest_of(cells: list[Operand]) -> Expression:
    """The largest of these cells, or the only one."""
    return Call("largest", tuple(cells)) if len(cells) > 1 else cells[0]


def won_by(index: Index, cells: list[Index], error: Operand) -> Expression:
    """The error if the cell `index` of input 1 is the first largest of these, else 0."""
    if len(cells) == 1:
        return error
    winner = Call("argmax", tuple(Operand(1, cell) for cell in cells))
    return Choose(winner, "=", Number(1.0 + cells.index(index)), error, Number(0.0))
