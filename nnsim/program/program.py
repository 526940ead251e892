"""The program: a flat list of instructions over numbered slots, in four phases, and what each slot is on the canvas."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, Literal

from numpy.typing import NDArray

from nnsim.ops.base import BATCH, PHASES, Instruction, Op, Phase, Shape

Role = Literal[
    "input", "target", "noise", "carried", "parameter", "state", "hyper", "mask", "value", "gradient", "updated",
]


@dataclass(frozen=True, slots=True)
class Member:
    """Units `start` to `stop` (exclusive) of a slot belong to units 0 … of this node.

    Along the last axis of vectors, the first axis of parameters. Values of more axes (sequences, images) belong to one
    node as a whole, whose units are then all cells in their order.
    """

    node: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What one numbered place holds.

    `quantity` is its meaning (`input`, `target`, `weight`, `bias`, `sum`, `activation`, `loss`, `penalty`, `gradient`,
    `velocity`, `first_moment`, `updated`, a hyper-parameter's name …); `of` is the slot whose gradient, memory or new
    value it is. `path` names the document's parameter where there is exactly one. `step` is the place in the sequence
    (from 1) of what a recurrent node makes anew for each step.
    """

    name: str
    quantity: str
    shape: Shape
    role: Role
    origin: str = ""
    path: str = ""
    of: int | None = None
    members: tuple[Member, ...] = ()
    step: int | None = None

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
    """How a parameter slot changes: its gradient, the instructions of its rule, its new value, the rule's memory.

    A tracked statistic has no gradient.
    """

    parameter: int
    gradient: int | None
    instructions: tuple[int, ...]
    updated: int
    states: tuple[tuple[str, int, int], ...]
    """(name, slot before the step, slot after it)"""


@dataclass(frozen=True)
class NodeSlots:
    """A node's slots: its output and, where it has one, its weighted sum; which of their units are its own.

    `shape` is that of one sample; an output of several axes is the node's as a whole, and its units are all its cells.
    """

    output: int
    total: int | None
    start: int
    stop: int
    shape: Shape = ()


@dataclass(frozen=True)
class Noise:
    """A slot that is filled anew for each training step: uniform in [0, 1) or normal(0, 1), drawn by its path."""

    slot: int
    distribution: Literal["uniform", "normal"]
    path: str


@dataclass(frozen=True)
class Carried:
    """A state that each sample of a batch takes over from the batch before: the slots of its beginning and its end."""

    path: str
    begins: int
    ends: int


@dataclass(frozen=True)
class Aim:
    """What a turn minimizes: its loss with penalties, the loss of the data alone, and ∂L/∂v by the slot of v."""

    loss: int | None
    data_loss: int | None
    gradients: Mapping[int, int]


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
    noises: tuple[Noise, ...] = ()
    carried: tuple[Carried, ...] = ()
    """What samples take over from the batch before"""
    cycle: int = 1
    """Training steps after which the turns begin again; an instruction runs in the steps that its `turns` name"""
    aims: tuple[Aim, ...] = ()
    """What each turn of the plan minimizes; `loss`, `data_loss` and `gradients` are those of the first"""

    def at(self, turn: int) -> "Program":
        """The same program with the loss and the gradients of that step of the cycle."""
        if len(self.aims) < 2:
            return self
        aim = self.aims[turn * len(self.aims) // self.cycle]
        return replace(self, loss=aim.loss, data_loss=aim.data_loss, gradients=aim.gradients)

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

    def runs(self, number: int, turn: int = 0, training: bool = True) -> bool:
        """Whether an instruction runs in that turn of the cycle, in training or when the network is used."""
        each = self.instructions[number]
        mode = "training" if training else "inference"
        return each.when in ("always", mode) and (each.turns is None or turn in each.turns)

    def producers(self, turn: int = 0, training: bool = True) -> dict[int, int]:
        """The instruction that makes each slot, in that turn."""
        return {each.output: number for number, each in enumerate(self.instructions)
                if self.runs(number, turn, training)}

    def work(self, batch: int) -> int:
        """Multiplications of weights with inputs in the forward phase of a step on this many samples."""
        found = 0
        for each in self.instructions:
            shapes = [self.slots[slot].shape for slot in each.inputs if self.slots[slot].quantity == "weight"]
            if each.phase == "forward" and each.when != "inference":
                cells = prod(batch if size == BATCH else size for size in self.slots[each.output].shape)
                found += sum(cells * prod(shape[1:]) for shape in shapes if len(shape) > 1)
        return found


__all__ = [
    "BATCH", "PHASES", "Aim", "Carried", "Instruction", "Member", "NodeSlots", "Noise", "Op", "Phase", "Placement",
    "Program", "Role", "Slot", "Update",
]
