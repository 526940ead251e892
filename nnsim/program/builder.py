"""Building a program: slots and instructions are appended, and each slot remembers what it means."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from msgspec import structs
from numpy.typing import NDArray

from nnsim.ops.base import Instruction, Op, Phase, Shape, When
from nnsim.program.program import Member, Role, Slot


class Builder:
    """Collects slots and instructions; `phase` and `origin` stamp whatever is emitted next."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.instructions: list[Instruction] = []
        self.makers: dict[int, Instruction] = {}
        """The instruction that was emitted with each slot"""
        self.masks: dict[int, NDArray[Any]] = {}
        self.phase: Phase = "forward"
        self.origin = ""
        self.members: tuple[Member, ...] = ()
        self.turns: tuple[int, ...] | None = None
        self.step: int | None = None

    def slot(
        self, name: str, quantity: str, shape: Shape, role: Role, path: str = "", of: int | None = None,
        members: tuple[Member, ...] | None = None,
    ) -> int:
        """A new slot, of the node at hand; returns its number."""
        mine = self.members if members is None else members
        self.slots.append(Slot(name, quantity, shape, role, self.origin, path, of, mine, self.step))
        return len(self.slots) - 1

    def emit(
        self, op: Op, *inputs: int, quantity: str = "gradient", role: Role = "value", of: int | None = None,
        when: When = "always",
    ) -> int:
        """A new instruction for the node at hand; returns the slot of its output."""
        shape = op.shape(*self.shapes(inputs))
        output = self.slot(quantity, quantity, shape, role, of=of)
        made = Instruction(op, tuple(inputs), output, self.phase, self.origin, when, self.turns)
        self.instructions.append(made)
        self.makers[output] = made
        return output

    def instead(self, of: int, op: Op, *inputs: int) -> None:
        """What makes the slot `of` when the network is used; what made it so far then runs in training steps only."""
        for number, each in enumerate(self.instructions):
            if each.output == of:
                self.instructions[number] = structs.replace(each, when="training")
        assert op.shape(*self.shapes(inputs)) == self.slots[of].shape
        self.instructions.append(
            Instruction(op, tuple(inputs), of, self.phase, self.origin, "inference", self.turns))

    def emit_into(self, slot: int, op: Op, *inputs: int) -> None:
        """Another instruction that makes a slot, in turns in which the one that was emitted with it does not run."""
        assert op.shape(*self.shapes(inputs)) == self.slots[slot].shape
        self.instructions.append(
            Instruction(op, tuple(inputs), slot, self.phase, self.origin, "always", self.turns))

    def mask(self, name: str, values: NDArray[Any]) -> int:
        """A slot with constant values: yes or no, or numbers."""
        number = self.slot(name, name, values.shape, "mask")
        self.masks[number] = values
        return number

    def name(self, slot: int, **changes: Any) -> None:
        """Says more about a slot that exists."""
        self.slots[slot] = replace(self.slots[slot], **changes)

    def shapes(self, slots: Sequence[int]) -> tuple[Shape, ...]:
        """The shapes of these slots."""
        return tuple(self.slots[number].shape for number in slots)
