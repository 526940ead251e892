"""The program: a flat list of instructions over numbered slots, in four phases, and what each slot is on the canvas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray

from nnsim.ops.base import BATCH, PHASES, Instruction, Op, Phase, Shape

Role = Literal["input", "target", "parameter", "state", "hyper", "mask", "value", "gradient", "updated"]


@dataclass(frozen=True, slots=True)
class Member:
    """Units `start` to `stop` (exclusive) of a slot belong to units 0 … of this node.

    Along the last axis of values, the first axis of parameters.
    """

    node: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What one numbered place holds.

    `quantity` is its meaning (`input`, `target`, `weight`, `bias`, `sum`, `activation`, `loss`, `penalty`, `gradient`,
    `velocity`, `first_moment`, `updated`, a hyper-parameter's name …); `of` is the slot whose gradient, memory or new
    value it is. `path` names the document's parameter where there is exactly one.
    """

    name: str
    quantity: str
    shape: Shape
    role: Role
    origin: str = ""
    path: str = ""
    of: int | None = None
    members: tuple[Member, ...] = ()

    @property
    def per_sample(self) -> bool:
        """Whether the first axis runs over the samples of a batch."""
        return bool(self.shape) and self.shape[0] == BATCH


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document's parameter lies in the program: the whole slot, or chosen cells of a block's slot.

    `index` picks the cells (in NumPy's sense); the result reshaped to `shape` is the document's array.
    """

    slot: int
    shape: Shape
    index: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """How a parameter slot changes: its gradient, the instructions of its rule, its new value, the rule's memory."""

    parameter: int
    gradient: int
    instructions: tuple[int, ...]
    updated: int
    states: tuple[tuple[str, int, int], ...]
    """(name, slot before the step, slot after it)"""


@dataclass(frozen=True)
class NodeSlots:
    """A node's slots: its output and, where it has one, its weighted sum; which of their units are its own."""

    output: int
    total: int | None
    start: int
    stop: int


@dataclass(frozen=True)
class Program:
    """Instructions in order; slots by number; and the ways from the document's names to slots and back."""

    instructions: tuple[Instruction, ...]
    slots: tuple[Slot, ...]
    inputs: tuple[tuple[int, tuple[int, ...]], ...]
    """(slot, columns of the data) of each input node"""
    targets: tuple[int, ...]
    loss: int | None
    data_loss: int | None
    prediction: int | None
    nodes: Mapping[str, NodeSlots]
    placements: Mapping[str, Placement]
    updates: tuple[Update, ...]
    hyper: Mapping[str, int]
    masks: Mapping[int, NDArray[Any]] = field(default_factory=dict)
    gradients: Mapping[int, int] = field(default_factory=dict)
    """Slot of ∂L/∂v by slot of v"""

    def output_of(self, node_id: str) -> int:
        """The slot with a node's output, [batch, units]; `nodes[node_id]` tells which units are its own."""
        return self.nodes[node_id].output

    def sum_of(self, node_id: str) -> int | None:
        """The slot with a node's weighted sum z, or None."""
        return self.nodes[node_id].total

    def gradient_of(self, slot: int) -> int | None:
        """The slot of ∂L/∂v for a value, or None where none flows."""
        return self.gradients.get(slot)

    def phase(self, phase: Phase) -> range:
        """The numbers of the instructions of a phase; phases follow one another."""
        numbers = [number for number, each in enumerate(self.instructions) if each.phase == phase]
        return range(numbers[0], numbers[-1] + 1) if numbers else range(0)

    def multiplications(self, batch: int) -> int:
        """Multiplications of the largest matrix product in a step on this many samples."""
        weights = (self.slots[update.parameter].shape for update in self.updates)
        return max((batch * shape[0] * shape[1] for shape in weights if len(shape) == 2), default=0)


__all__ = [
    "BATCH", "PHASES", "Instruction", "Member", "NodeSlots", "Op", "Phase", "Placement", "Program", "Role", "Slot",
    "Update",
]
