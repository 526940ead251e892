"""Lowering the drawing to the forward phase and the loss; free neurons of one depth become one masked block."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import InputSettings, LossSettings, Lowered, NeuronSettings
from nnsim.catalog.dense import lower_layer
from nnsim.document import Document, Network, Node
from nnsim.edits import parameter_specs
from nnsim.edits.shapes import Column, inputs, links_into, order
from nnsim.ops.base import BATCH, Op
from nnsim.ops.wiring import Gather, Run
from nnsim.program.builder import Builder
from nnsim.program.program import Member, NodeSlots, Placement


@dataclass
class Forward:
    """What the forward phase has put where, while it is being built."""

    builder: Builder
    document: Document
    nodes: dict[str, NodeSlots] = field(default_factory=dict)
    activations: dict[str, str] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    fixed: dict[int, NDArray[Any]] = field(default_factory=dict)
    inputs: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    losses: dict[str, int] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network that is lowered."""
        return self.document.network

    def lower(self) -> None:
        """Emits the forward phase of every node, then every loss."""
        ordered, _ = order(self.network)
        depth: dict[str, int] = {}
        for node in ordered:
            sources = [depth[link.source] for link in links_into(self.network, node.id)]
            depth[node.id] = 1 + max(sources, default=-1)
        levels: dict[int, list[Node]] = {}
        for node in ordered:
            if node.kind != "loss":
                levels.setdefault(depth[node.id], []).append(node)
        for level in sorted(levels):
            for group in _groups(levels[level]):
                self._lower_group(group)
        self.builder.phase = "loss"
        for node in ordered:
            if node.kind == "loss":
                self._lower_loss(node)

    def _lower_group(self, group: list[Node]) -> None:
        first = group[0]
        if first.kind == "input":
            self._lower_input(first)
        elif first.kind == "neuron" and (len(group) > 1 or self._cut(first)):
            self._lower_block(group)
        else:
            self._lower_node(first)

    def _lower_input(self, node: Node) -> None:
        assert isinstance(node.settings, InputSettings)
        self.builder.origin = node.id
        count = len(node.settings.columns)
        slot = self.builder.slot("x", "input", (BATCH, count), "input", members=(Member(node.id, 0, count),))
        self.inputs.append((slot, node.settings.columns))
        self.nodes[node.id] = NodeSlots(slot, None, 0, count)
        self.activations[node.id] = "linear"

    def _lower_node(self, node: Node) -> None:
        columns = inputs(self.network, node.id) or ()
        gathered = self._gather(node.id, columns)
        kind = catalog.kind(node.kind)
        count = kind.units(node.settings, len(columns)) or 0
        self.builder.origin = node.id
        self.builder.members = (Member(node.id, 0, count),)
        lowered = kind.lower(_NodeLowering(self, node, len(columns)), node, gathered)
        if node.kind == "output":
            self.builder.origin = node.id
        self.nodes[node.id] = NodeSlots(lowered.output, lowered.total, 0, count)
        self.activations[node.id] = lowered.activation

    def _lower_loss(self, node: Node) -> None:
        assert isinstance(node.settings, LossSettings)
        gathered = self._gather(node.id, inputs(self.network, node.id) or ())
        self.builder.origin, self.builder.members = node.id, (Member(node.id, 0, 1),)
        lowered = catalog.kind(node.kind).lower(_NodeLowering(self, node, 0, gathered.output), node, gathered)
        self.losses[node.id] = lowered.output
        self.nodes[node.id] = NodeSlots(lowered.output, None, 0, 1)

    def _lower_block(self, group: list[Node]) -> None:
        """Neurons of one depth, activation and biasedness as one layer in which only the drawn links exist."""
        settings = group[0].settings
        assert isinstance(settings, NeuronSettings)
        columns = list(dict.fromkeys(
            column for node in group for column in inputs(self.network, node.id) or ()
        ))
        x = self._gather(group[0].id, tuple(columns)).output
        self.builder.origin = group[0].id
        self.builder.members = tuple(Member(node.id, row, row + 1) for row, node in enumerate(group))
        lowering = _BlockLowering(self, group, columns)
        lowered = lower_layer(lowering, x, settings.activation, settings.bias)
        for row, node in enumerate(group):
            self.nodes[node.id] = NodeSlots(lowered.output, lowered.total, row, row + 1)
            self.activations[node.id] = settings.activation

    def _gather(self, node_id: str, columns: tuple[Column, ...]) -> Lowered:
        """The slot with these columns side by side: a node's own output where that is all there is, else gathered.

        A loss can take in the activation before it (its stable form), so what leads to a loss has its sums gathered
        too.
        """
        self.builder.origin, self.builder.members = node_id, _members(columns)
        activation = self._common_activation(columns)
        output = self._gathered([(self.nodes[node].output, self.nodes[node].start + unit) for node, unit in columns])
        totals = [(self.nodes[node].total, self.nodes[node].start + unit) for node, unit in columns]
        before_loss = self.network.node(node_id).kind in ("output", "loss", "activation")
        if activation == "linear" or not before_loss or any(slot is None for slot, _ in totals):
            return Lowered(output, None, activation)
        total = self._gathered([(slot, unit) for slot, unit in totals if slot is not None], "sum")
        return Lowered(output, total, activation)

    def _gathered(self, cells: list[tuple[int, int]], quantity: str = "activation") -> int:
        slots = list(dict.fromkeys(slot for slot, _ in cells))
        if len(slots) == 1 and [unit for _, unit in cells] == list(range(self.builder.slots[slots[0]].shape[1])):
            return slots[0]
        runs: list[Run] = []
        for slot, unit in cells:
            last = runs[-1] if runs else None
            if last is not None and slots[last.position] == slot and last.stop == unit:
                runs[-1] = Run(last.position, last.start, unit + 1)
            else:
                runs.append(Run(slots.index(slot), unit, unit + 1))
        return self.builder.emit(Gather(tuple(runs)), *slots, quantity=quantity)

    def _common_activation(self, columns: tuple[Column, ...]) -> str:
        kinds = {self.activations[node] for node, _ in columns}
        sources = {self.nodes[node].output for node, _ in columns}
        common = kinds.pop() if len(kinds) == 1 else "linear"
        whole = len(sources) == 1 and len(columns) == self.builder.slots[next(iter(sources))].shape[1]
        return common if whole or common != "softmax" else "linear"

    def _cut(self, node: Node) -> bool:
        return f"{node.id}/weight:pruned" in self.network.masks

    def place(self, path: str, slot: int, index: tuple[Any, ...] | None = None) -> None:
        """Says where a document's parameter lies, and which of its cells are frozen."""
        shape = parameter_specs(self.network)[path].shape
        self.placements[path] = Placement(slot, shape, index)
        frozen = self.network.masks.get(f"{path}:frozen")
        if frozen is not None:
            whole = self.fixed.setdefault(slot, np.zeros(self.builder.slots[slot].shape, np.bool_))
            cells = index if index is not None else (...,)
            whole[cells] = frozen.reshape(whole[cells].shape)


class _NodeLowering:
    """What a kind sees of the compiler while one node is lowered."""

    def __init__(self, forward: Forward, node: Node, columns: int, prediction: int | None = None) -> None:
        self.forward, self.node, self.columns, self.prediction = forward, node, columns, prediction

    def emit(self, op: Op, *inputs: int, quantity: str = "activation") -> int:
        return self.forward.builder.emit(op, *inputs, quantity=quantity)

    def parameter(self, name: str) -> int:
        builder, path = self.forward.builder, f"{self.node.id}/{name}"
        if name == "target":
            assert self.prediction is not None
            width = builder.slots[self.prediction].shape[1]
            slot = builder.slot("y", "target", (BATCH, width), "target", members=(Member(self.node.id, 0, width),))
            self.forward.targets.append(slot)
            return slot
        shape = parameter_specs(self.forward.network)[path].shape
        slot = builder.slot(name, name, shape, "parameter", path)
        self.forward.place(path, slot)
        return slot

    def absent(self, name: str) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
        key = f"{self.node.id}/{name}:pruned"
        if key not in self.forward.network.masks:
            return None
        cut = self.forward.network.masks[key]
        return self.forward.builder.mask("absent", cut), _remaining(cut)


class _BlockLowering:
    """What `lower_layer` sees of the compiler while a block of free neurons is lowered."""

    def __init__(self, forward: Forward, group: list[Node], columns: list[Column]) -> None:
        self.forward, self.group, self.columns = forward, group, columns
        position = {column: k for k, column in enumerate(columns)}
        self.at = [[position[column] for column in inputs(forward.network, node.id) or ()] for node in group]

    def emit(self, op: Op, *inputs: int, quantity: str = "activation") -> int:
        return self.forward.builder.emit(op, *inputs, quantity=quantity)

    def parameter(self, name: str) -> int:
        builder = self.forward.builder
        shape = (len(self.group), len(self.columns)) if name == "weight" else (len(self.group),)
        slot = builder.slot(name, name, shape, "parameter")
        for row, node in enumerate(self.group):
            cells = (np.full(len(self.at[row]), row), np.array(self.at[row], int))
            self.forward.place(f"{node.id}/{name}", slot, cells if name == "weight" else (slice(row, row + 1),))
        return slot

    def absent(self, name: str) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
        cut = self._cut()
        return (self.forward.builder.mask("absent", cut), _remaining(cut)) if cut.any() else None

    def _cut(self) -> NDArray[np.bool_]:
        cut = np.ones((len(self.group), len(self.columns)), np.bool_)
        for row, node in enumerate(self.group):
            key = f"{node.id}/weight:pruned"
            masks = self.forward.network.masks
            cut[row, self.at[row]] = masks[key][0] if key in masks else False
        return cut


def _groups(nodes: list[Node]) -> list[list[Node]]:
    """Nodes of one depth, neurons of like activation and biasedness together, in the order of the drawing."""
    groups: dict[tuple[Any, ...], list[Node]] = {}
    for node in nodes:
        settings = node.settings
        key = ("neuron", settings.activation, settings.bias) if isinstance(settings, NeuronSettings) else (node.id,)
        groups.setdefault(key, []).append(node)
    return list(groups.values())


def _remaining(cut: NDArray[Any]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(k) for k in np.flatnonzero(~row)) for row in cut)


def _members(columns: tuple[Column, ...]) -> tuple[Member, ...]:
    """Which node each gathered column belongs to, where its units stand in order from 0; others are followed."""
    members: list[Member] = []
    for at, (node, unit) in enumerate(columns):
        last = members[-1] if members else None
        if last is not None and last.node == node and last.stop == at and unit == at - last.start:
            members[-1] = Member(node, last.start, at + 1)
        elif unit == 0:
            members.append(Member(node, at, at + 1))
    return tuple(members)
