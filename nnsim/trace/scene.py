"""The numbers and names of one stop, as the sentences about it need them."""

from dataclasses import dataclass, replace
from functools import cached_property

from nnsim.ops.base import Op
from nnsim.ops.expression import Expression, Operand, Sum, evaluate
from nnsim.text.messages import Message, message
from nnsim.trace.frame import Frame
from nnsim.trace.pieces import Place
from nnsim.trace.sums import first_operands, running_sum, standing
from nnsim.trace.symbol import Symbol
from nnsim.trace.walk import Walk


@dataclass
class Scene:
    """One cell of one instruction, at one term of its sum (None: all of them added)."""

    frame: Frame
    walk: Walk
    index: tuple[int, ...]
    term: int | None
    whole_layer: bool = False
    """Whether the stop computes every cell of the instruction at once."""
    layer: str | None = None
    """The layer that the result's name has in the formula."""

    @property
    def op(self) -> Op:
        """The operation."""
        return self.frame.instruction(self.walk.instruction).op

    @cached_property
    def expression(self) -> Expression:
        """The cell as an expression."""
        return self.frame.element(self.walk.instruction, self.index)

    @cached_property
    def sum(self) -> Sum | None:
        """The sum that the cell adds up, if it is one."""
        return running_sum(self.expression)

    @cached_property
    def output(self) -> Place:
        """Where the result lives."""
        return self.frame.place((self.frame.instruction(self.walk.instruction).output, self.index))

    @cached_property
    def symbol(self) -> Symbol:
        """The name of the result, as the formula has it."""
        return replace(self.frame.plan.symbols.name(self.output.slot, self.index), layer=self.layer)

    @property
    def value(self) -> float:
        """The result."""
        return self.output.value

    def input(self, position: int, index: tuple[int, ...] | None = None) -> Place:
        """The place behind an input's cell; of the same index as the result when none is given."""
        slot = self.frame.instruction(self.walk.instruction).inputs[position]
        shape = self.frame.cells.shape(slot)
        index = index if index is not None else self.index if shape else ()
        return self.frame.place(self.frame.cells.source(slot, index))

    def places(self, expression: Expression) -> list[Place]:
        """The places of all operands of a part; of very many terms alike those of the first."""
        return [self.frame.place(self.frame.source(self.walk.instruction, each)) for each in first_operands(expression)]

    def name(self, place: Place) -> str:
        """The name of a place's number, as plain text."""
        return self.frame.plan.symbols.name(place.slot, place.index).text

    def node_name(self, node: str) -> str | Message:
        """What the student calls a node."""
        return self.frame.plan.names.get(node, node)

    def whose(self, place: Place) -> Message:
        """A number by name and node: `h₄ of Dense 1`."""
        if not place.node:
            return message("{symbol}", symbol=self.name(place))
        return message("{symbol} of {node}", symbol=self.name(place), node=self.node_name(place.node))

    @cached_property
    def term_value(self) -> float:
        """What the present term adds."""
        if self.sum is None or self.term is None:
            return self.value
        return evaluate(self.sum.terms[self.term], self.frame.fetcher(self.walk.instruction))

    @cached_property
    def term_places(self) -> list[Place]:
        """The operands of the present term (of one that is left out: those that say so)."""
        return [self.frame.place(self.frame.source(self.walk.instruction, each)) for each in self._term_operands]

    @property
    def term_cells(self) -> list[tuple[int, ...]]:
        """The same by their cells in the instruction's inputs: of what was reshaped, where it lies here."""
        return [operand.index for operand in self._term_operands]

    @cached_property
    def _term_operands(self) -> list[Operand]:
        if self.sum is None or self.term is None:
            return []
        term = self.sum.terms[self.term]
        return list(first_operands(standing(term, self.frame.fetcher(self.walk.instruction)) or term))

    @property
    def adding(self) -> bool:
        """Whether this stop is about one term of a longer sum."""
        return self.term is not None and self.sum is not None

    @property
    def term_is_left_out(self) -> bool:
        """Whether the present term is not there at this moment, such as a place that is masked."""
        if self.sum is None or self.term is None:
            return False
        return standing(self.sum.terms[self.term], self.frame.fetcher(self.walk.instruction)) is None

    @property
    def term_is_bare(self) -> bool:
        """Whether the present term is a number by itself, such as a bias."""
        return self.sum is not None and self.term is not None and isinstance(self.sum.terms[self.term], Operand)
