"""One training step, run and kept: every number of it can be read, named and placed."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Document
from nnsim.edits.shapes import Column, inputs, placed
from nnsim.ops.activation import Sigmoid, Sign, Softmax, Step
from nnsim.ops.attention_weights import AttentionWeights
from nnsim.ops.base import Instruction
from nnsim.ops.expression import Expression, Operand
from nnsim.ops.update import KeepFixed
from nnsim.program.executor import Executor
from nnsim.program.program import Program
from nnsim.text.messages import Message, message
from nnsim.text.numbers import format_count, format_exact, format_loss, format_number
from nnsim.trace.cells import Cell, Cells
from nnsim.trace.moment import Detail
from nnsim.trace.pieces import Place
from nnsim.trace.symbols import Symbols
from nnsim.trace.timeline import Timeline
from nnsim.trace.walk import Walk, walks

_LOSSES = ("loss", "penalty")
_COUNTED = ("keep", "present", "condition", "one_hot", "count")
"""Quantities that are whole numbers by their nature, where they are."""
_WHOLE_UP_TO = 100_000


def node_titles(document: Document) -> dict[str, str | Message]:
    """What the student calls each node by path id; a part of a composite goes by both names, its own in any language.
    """
    names: dict[str, str | Message] = {node.id: node.name for node in document.network.nodes}
    for path, each in placed(document.network).items():
        if path not in names:
            outer = path.rpartition("/")[0]
            names[path] = message("{outer} · {part}", outer=names.get(outer, outer), part=each.node.name)
    return names


_TOKENS = ("embedding", "position", "attention", "multi_head")
_STEPS = ("input", "rnn", "lstm", "gru")


def places(document: Document) -> frozenset[str]:
    """The nodes whose sequences have places, as those of tokens do, rather than time steps."""
    found: set[str] = set()
    for path, each in placed(document.network).items():
        sources = [source.node for port in each.sources.values() for source in port]
        if each.node.kind in _TOKENS or (each.node.kind not in _STEPS and sources and sources[0] in found):
            found.add(path)
    return frozenset(found)


class Plan:
    """What stays the same while one program is stepped on batches of one size."""

    def __init__(self, program: Program, document: Document, batch: int, turn: int = 0) -> None:
        program = program.at(turn)
        self.program, self.document, self.batch = program, document, batch
        self.cells = Cells(program, document, batch, turn)
        self.symbols = Symbols(self.cells)
        self.walks: tuple[Walk, ...] = walks(program, self.cells)
        self.by_instruction = {walk.instruction: walk for walk in self.walks}
        self.names = node_titles(document)
        self.places = places(document)
        self._timelines: dict[Detail, Timeline] = {}
        self._columns: dict[str, tuple[Column, ...]] = {}

    def timeline(self, detail: Detail) -> Timeline:
        """The ticks of a step at a detail."""
        if detail not in self._timelines:
            self._timelines[detail] = Timeline(detail, self.walks, self.document)
        return self._timelines[detail]

    def columns(self, node: str) -> tuple[Column, ...]:
        """The inputs of a node in the order of its weights: node and unit."""
        if node not in self._columns:
            self._columns[node] = inputs(self.document.network, node) or ()
        return self._columns[node]

    @cached_property
    def activation_nodes(self) -> frozenset[str]:
        """Nodes that are an activation by themselves."""
        return frozenset(path for path, each in placed(self.document.network).items() if each.node.kind == "activation")

    @cached_property
    def probabilities(self) -> frozenset[int]:
        """Slots whose values are probabilities, which show one decimal more."""
        shares = (Softmax, AttentionWeights)
        slots = {each.output for each in self.program.instructions if isinstance(each.op, shares)}
        prediction = self.program.prediction
        number = self.cells.producer.get(prediction) if prediction is not None else None
        if number is not None and isinstance(self.program.instructions[number].op, Sigmoid) and prediction is not None:
            slots.add(prediction)
        return frozenset(slots)

    @cached_property
    def thresholds(self) -> frozenset[int]:
        """Slots of what a threshold or the sign gives: 1, 0 or −1."""
        return frozenset(each.output for each in self.program.instructions if isinstance(each.op, Step | Sign))

    @cached_property
    def probable_nodes(self) -> frozenset[str]:
        """Nodes whose units hold probabilities, or pass them on."""
        return frozenset(
            node
            for node, slots in self.program.nodes.items()
            if self.program.slots[slots.output].per_sample
            and self.cells.source(slots.output, self.cells.first_of(node))[0] in self.probabilities
        )


class Frame:
    """The kept values of one step and one sample's row in it."""

    def __init__(self, plan: Plan, executor: Executor, sample: int) -> None:
        self.plan, self.executor, self.sample = plan, executor, sample

    @property
    def cells(self) -> Cells:
        """Places of cells."""
        return self.plan.cells

    def array(self, slot: int) -> NDArray[Any]:
        """All that a slot holds."""
        values: NDArray[Any] = np.asarray(self.executor.value(slot))
        return values

    def fetch(self, slot: int, index: tuple[int, ...]) -> Any:
        """The number in a cell; of all terms of a sum at once, whose indices are arrays, an array."""
        found = self.array(slot)[index]
        return found if isinstance(found, np.ndarray) else float(found)

    def instruction(self, number: int) -> Instruction:
        """An instruction of the program."""
        return self.plan.program.instructions[number]

    def element(self, number: int, index: tuple[int, ...]) -> Expression:
        """One cell of an instruction's output as an expression; of a cell that may be frozen: what it takes over."""
        if isinstance(self.instruction(number).op, KeepFixed):
            return Operand(1 if self.fetch(self.instruction(number).inputs[2], index) else 0, index)
        return self.cells.element(number, index)

    def fetcher(self, number: int) -> Callable[[int, tuple[int, ...]], float]:
        """Gives the cells of an instruction's inputs, by position."""
        slots = self.instruction(number).inputs
        return lambda position, index: self.fetch(slots[position], index)

    def source(self, number: int, operand: Operand) -> Cell:
        """The cell behind an operand, followed through wiring to where the number was made."""
        return self.cells.source(self.instruction(number).inputs[operand.position], operand.index)

    def place(self, cell: Cell) -> Place:
        """Where the number of a cell lives."""
        return self.cells.place(*cell, self.fetch)

    def printed(self, place: Place) -> str:
        """The number of a place as it is written everywhere."""
        return printed(self.plan, place.slot, place.value)


def printed(plan: Plan, slot: int, value: float) -> str:
    """A value of a slot as text: whole data as whole numbers, hyper-parameters in full, losses with a decimal more."""
    meaning = plan.program.slots[slot]
    if meaning.role == "hyper":
        value = float(f"{value:.6g}")  # what was set, without what binary fractions add to it
        text = format_count(int(value)) if value.is_integer() else format_exact(value)
        return text.removeprefix("1×") if text.startswith("1×10") else text
    whole = value == round(value) and abs(value) < _WHOLE_UP_TO if np.isfinite(value) else False
    counted = meaning.quantity in _COUNTED or slot in plan.thresholds
    if whole and (meaning.role in ("input", "target", "mask") or counted):
        return format_count(int(value))
    if meaning.quantity in _LOSSES or slot in plan.probabilities:
        return format_loss(value)
    return format_number(value)
