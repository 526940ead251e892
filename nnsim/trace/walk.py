"""How a step goes through one instruction: which of its cells it visits, and how many terms each adds up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from nnsim.ops.base import Phase
from nnsim.ops.expression import Sum
from nnsim.ops.update import KeepFixed
from nnsim.program.program import Program
from nnsim.trace.cells import Cells
from nnsim.trace.moment import Detail, Stop
from nnsim.trace.sums import running_sum


@dataclass(frozen=True, eq=False)
class Walk:
    """The cells of an instruction that a step visits, in order.

    Of values that exist per sample only the chosen sample's row is walked; `cells` are numbers into that row, or into
    the whole array of a parameter's gradient or new value (None: all of them), without links that do not exist.
    """

    instruction: int
    phase: Phase
    origin: str
    nodes: tuple[str, ...]
    shape: tuple[int, ...]
    per_sample: bool
    cells: NDArray[np.intp] | None
    count_terms: Callable[[], int | NDArray[np.int64]]

    @cached_property
    def terms(self) -> int | NDArray[np.int64]:
        """How many terms each cell adds up; one number where all are alike. Counted when first asked for."""
        return self.count_terms()

    @property
    def count(self) -> int:
        """How many cells are visited."""
        if self.cells is not None:
            return len(self.cells)
        return int(np.prod(self.shape[1:] if self.per_sample else self.shape))

    def ticks(self, detail: Detail) -> int:
        """Stops at this detail."""
        if detail == "layer":
            return 1
        if detail == "neuron":
            return self.count
        return self.count * self.terms if isinstance(self.terms, int) else int(self._ends[-1])

    def stop(self, detail: Detail, offset: int) -> Stop:
        """The stop number `offset` in this instruction."""
        if detail == "layer":
            return Stop(self.instruction)
        if detail == "neuron":
            return Stop(self.instruction, offset)
        if isinstance(self.terms, int):
            cell, term = divmod(offset, self.terms)
            return Stop(self.instruction, cell, term)
        cell = int(np.searchsorted(self._ends, offset, side="right"))
        before = int(self._ends[cell - 1]) if cell else 0
        return Stop(self.instruction, cell, offset - before)

    def offset(self, detail: Detail, stop: Stop) -> int:
        """The number of a stop in this instruction; a stop of coarser detail is where all of it is done."""
        if detail == "layer":
            return 0
        cell = self.count - 1 if stop.cell is None else stop.cell
        if detail == "neuron":
            return cell
        term = self.terms_of(cell) - 1 if stop.term is None else stop.term
        before = cell * self.terms if isinstance(self.terms, int) else int(self._ends[cell]) - self.terms_of(cell)
        return before + term

    def terms_of(self, cell: int) -> int:
        """How many terms the cell number `cell` of the walk adds up; 1 where it is no sum."""
        return self.terms if isinstance(self.terms, int) else int(self.terms[cell])

    def index(self, cell: int, sample: int) -> tuple[int, ...]:
        """The index into the output of the cell number `cell` of the walk."""
        number = cell if self.cells is None else int(self.cells[cell])
        if self.per_sample:
            return (sample, *(int(axis) for axis in np.unravel_index(number, self.shape[1:])))
        return tuple(int(axis) for axis in np.unravel_index(number, self.shape)) if self.shape else ()

    def cell_at(self, index: tuple[int, ...]) -> int | None:
        """Where the walk visits an index of the output (of any sample); None where it does not."""
        here, shape = (index[1:], self.shape[1:]) if self.per_sample else (index, self.shape)
        number = int(np.ravel_multi_index(here, shape)) if shape else 0
        if self.cells is None:
            return number
        found = int(np.searchsorted(self.cells, number))
        return found if found < len(self.cells) and self.cells[found] == number else None

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        assert not isinstance(self.terms, int)
        return np.cumsum(self.terms, dtype=np.int64)


def walks(program: Program, cells: Cells) -> tuple[Walk, ...]:
    """Every instruction that a step stops at, in order; wiring and what only tends to absent links is passed over."""
    found: list[Walk] = []
    for number, instruction in enumerate(program.instructions):
        if instruction.op.wiring or not program.runs(number, cells.turn):
            continue
        slot = program.slots[instruction.output]
        visited = (
            _kept_cells(cells, number)
            if isinstance(instruction.op, KeepFixed)
            else _real_cells(cells, instruction.output)
        )
        if visited is not None and not len(visited):
            continue
        nodes = tuple(dict.fromkeys(member.node for member in slot.members))
        found.append(
            Walk(
                number,
                instruction.phase,
                instruction.origin,
                nodes,
                cells.shape(instruction.output),
                slot.per_sample,
                visited,
                partial(_terms, cells, number, visited),
            )
        )
    return tuple(found)


def _real_cells(cells: Cells, output: int) -> NDArray[np.intp] | None:
    """The cells of a parameter's slot that the document has; None where that is all of them."""
    parameter = cells.parameter_slot(output)
    absent = cells.absent(parameter) if parameter is not None else None
    return None if absent is None or not absent.any() else np.flatnonzero(~absent)


def _kept_cells(cells: Cells, number: int) -> NDArray[np.intp]:
    """The cells that stay as they are because the student froze them: elsewhere there is nothing to see."""
    _, parameter, mask = cells.program.instructions[number].inputs
    fixed = np.array(cells.program.masks[mask], np.bool_)
    absent = cells.absent(parameter)
    return np.flatnonzero(fixed if absent is None else fixed & ~absent)


def _terms(cells: Cells, number: int, visited: NDArray[np.intp] | None) -> int | NDArray[np.int64]:
    """Terms per cell: as the operation says; else alike for all, or, of absent links and the like, cell by cell."""
    instruction = cells.program.instructions[number]
    shape = cells.shape(instruction.output)
    per_sample = cells.meaning(instruction.output).per_sample
    shapes = cells.shapes(number)
    counts = instruction.op.terms(*shapes)
    if counts is not None:
        whole = np.broadcast_to(counts, shape[1:] if per_sample else shape).ravel().astype(np.int64)
        return whole if visited is None else whole[visited]

    def of(cell: int) -> int:
        within = shape[1:] if per_sample else shape
        place = tuple(int(axis) for axis in np.unravel_index(cell, within)) if within else ()
        index = (0, *place) if per_sample else place
        whole: Sum | None = running_sum(cells.element(number, index))
        return len(whole.terms) if whole is not None else 1

    numbers = range(int(np.prod(shape[1:] if per_sample else shape))) if visited is None else visited
    linked = getattr(instruction.op, "links", None) is not None and per_sample
    if not instruction.op.uneven and not linked:
        return of(int(numbers[0]))
    return np.array([of(int(cell)) for cell in numbers], np.int64)
