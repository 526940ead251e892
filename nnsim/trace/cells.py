"""From a cell of the program to what it is on the canvas and in the document, and through wiring to its source."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.ops.expression import Expression, Operand
from nnsim.ops.penalty import L1Penalty, L2Penalty
from nnsim.ops.update_gradient import SquaredLength
from nnsim.program.program import BATCH, Program, Slot
from nnsim.trace.pieces import Place
from nnsim.trace.simplified import simplified, without_cells

Cell = tuple[int, tuple[int, ...]]
"""A slot and an index into it."""

_OF_PARAMETER = ("parameter", "state", "updated", "gradient")


class Cells:
    """Looks up cells of one program on batches of one size."""

    def __init__(self, program: Program, document: Document, batch: int, turn: int = 0) -> None:
        self.program, self.document, self.batch = program, document, batch
        self.turn = turn
        self.producer = program.producers(turn)
        self._absent: dict[int, NDArray[np.bool_] | None] = {}

    def shape(self, slot: int) -> tuple[int, ...]:
        """The shape of a slot on this batch."""
        return tuple(self.batch if size == BATCH else size for size in self.program.slots[slot].shape)

    def shapes(self, instruction: int) -> tuple[tuple[int, ...], ...]:
        """The shapes of an instruction's inputs on this batch."""
        return tuple(self.shape(slot) for slot in self.program.instructions[instruction].inputs)

    def element(self, instruction: int, index: tuple[int, ...]) -> Expression:
        """One cell of an instruction's output as an expression, without factors of 1 and links that do not exist."""
        op, inputs = self.program.instructions[instruction].op, self.program.instructions[instruction].inputs
        expression = op.element(index, self.shapes(instruction))
        absent = self._absent_from(inputs[0]) if isinstance(op, L1Penalty | L2Penalty | SquaredLength) else None
        return simplified(expression if absent is None else without_cells(expression, absent))

    def absent(self, parameter: int) -> NDArray[np.bool_] | None:
        """True at cells of a weight for which there is no link; None where that is not told cell by cell."""
        if parameter not in self._absent:
            self._absent[parameter] = self._find_absent(parameter)
        return self._absent[parameter]

    def _absent_from(self, slot: int) -> NDArray[np.bool_] | None:
        parameter = self.parameter_slot(slot)
        return None if parameter is None else self.absent(parameter)

    def _find_absent(self, parameter: int) -> NDArray[np.bool_] | None:
        for instruction in self.program.instructions:
            links: Sequence[Sequence[int]] | None = getattr(instruction.op, "links", None)
            if links is not None and instruction.phase == "forward" and parameter in instruction.inputs:
                absent = np.ones(self.shape(parameter), np.bool_)
                if absent.ndim != 2:
                    return None
                for row, present in enumerate(links):
                    absent[row, list(present)] = False
                return absent
        return None

    def source(self, slot: int, index: tuple[int, ...]) -> Cell:
        """The cell that this one is a copy of: wiring is followed to where the number was made."""
        *_, made = self.copies(slot, index)
        return made

    def copies(self, slot: int, index: tuple[int, ...]) -> Iterator[Cell]:
        """A cell, the one that it is a copy of, and so on to where the number was made."""
        yield slot, index
        while slot in self.producer:
            number = self.producer[slot]
            instruction = self.program.instructions[number]
            if not instruction.op.wiring:
                break
            element = instruction.op.element(index, self.shapes(number))
            if not isinstance(element, Operand):
                break
            slot, index = instruction.inputs[element.position], element.index
            yield slot, index

    def source_slot(self, slot: int) -> int:
        """The slot that a slot is a copy of as a whole, through wiring with one input; else itself."""
        number = self.producer.get(slot)
        if number is None or not self.program.instructions[number].op.wiring or not all(self.shape(slot)):
            return slot
        return self.source(slot, (0,) * len(self.shape(slot)))[0]

    def first_of(self, node: str) -> tuple[int, ...]:
        """The index of a node's first cell in its output, for the first sample."""
        slots = self.program.nodes[node]
        return (0, slots.start) if len(slots.shape) == 1 else (0,) * (len(slots.shape) + 1)

    def place(self, slot: int, index: tuple[int, ...], fetch: Callable[[int, tuple[int, ...]], float]) -> Place:
        """Where the number of a cell lives, with `fetch` giving its value."""
        node, unit = self.unit(slot, index)
        path, at = self.parameter(slot, index)
        if path:
            node, unit = path.rpartition("/")[0], at[0] if at else None
        return Place(slot, index, node, unit, path, at, fetch(slot, index))

    def unit(self, slot: int, index: tuple[int, ...]) -> tuple[str, int | None]:
        """The node and the unit of it (from 0) that a cell belongs to."""
        meaning = self.program.slots[slot]
        if not index:
            return meaning.origin, None
        if meaning.per_sample and (len(index) != 2 or self._is_between(slot)):
            return self._of_whole(slot, index)
        along = index[-1] if meaning.per_sample else index[0]
        for member in meaning.members:
            if member.start <= along < member.stop:
                return member.node, along - member.start
        return meaning.origin, None

    def _is_between(self, slot: int) -> bool:
        """Whether a row of values is no row of units, as the means of a sequence's places are."""
        meaning = self.program.slots[slot]
        node = self.program.nodes.get(meaning.members[0].node if meaning.members else meaning.origin)
        return node is not None and meaning.step is None and len(node.shape) > 1 and meaning.shape[1:] != node.shape

    def _of_whole(self, slot: int, index: tuple[int, ...]) -> tuple[str, int | None]:
        """The node of a value of several axes, and which of its cells this is, where the value is the node's output."""
        meaning = self.program.slots[slot]
        node = meaning.members[0].node if meaning.members else meaning.origin
        slots = self.program.nodes.get(node)
        if slots is None or meaning.shape[1:] != slots.shape:
            return node, None
        return node, int(np.ravel_multi_index(index[1:], slots.shape))

    def parameter(self, slot: int, index: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
        """Path and index of the document's parameter that a cell is, or whose gradient, memory or new value it is."""
        of = self.parameter_slot(slot)
        return self._parameters[of].get(index, ("", ())) if of is not None else ("", ())

    def whole_parameter(self, slot: int) -> str:
        """The path of the document's parameter that fills a parameter slot; empty where several share it."""
        return self._parameters[slot].whole if slot in self._parameters else ""

    def parameter_slot(self, slot: int) -> int | None:
        """The parameter slot that a slot is or belongs to."""
        meaning = self.program.slots[slot]
        if meaning.role == "parameter":
            return slot
        of = meaning.of
        return of if of is not None and self.program.slots[of].role == "parameter" else None

    def meaning(self, slot: int) -> Slot:
        """What the program says about a slot."""
        return self.program.slots[slot]

    @cached_property
    def _parameters(self) -> dict[int, "_ParameterCells"]:
        cells: dict[int, _ParameterCells] = {}
        for path, placement in self.program.placements.items():
            known = cells.setdefault(placement.slot, _ParameterCells())
            if placement.index is None:
                known.whole = path
                continue
            numbers = np.arange(int(np.prod(self.program.slots[placement.slot].shape)))
            chosen = numbers.reshape(self.program.slots[placement.slot].shape)[placement.index].reshape(placement.shape)
            for at, number in np.ndenumerate(chosen):
                where = np.unravel_index(int(number), self.program.slots[placement.slot].shape)
                known.chosen[tuple(int(axis) for axis in where)] = (path, tuple(int(axis) for axis in at))
        return cells


class _ParameterCells:
    """The cells of one parameter slot: all of them of one path, or chosen ones of several."""

    def __init__(self) -> None:
        self.whole = ""
        self.chosen: dict[tuple[int, ...], tuple[str, tuple[int, ...]]] = {}

    def get(self, index: tuple[int, ...], absent: tuple[str, tuple[int, ...]]) -> tuple[str, tuple[int, ...]]:
        return (self.whole, index) if self.whole else self.chosen.get(index, absent)
