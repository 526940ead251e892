"""Lowering the drawing to the forward phase and the loss; free neurons of one depth become one masked block."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.catalog import InputSettings, Lowered, NeuronSettings
from nnsim.catalog.dense import lower_layer
from nnsim.document import Document, Network
from nnsim.edits import parameter_specs
from nnsim.edits.placed import Placed, Source
from nnsim.edits.shapes import Column, wiring
from nnsim.ops.base import BATCH
from nnsim.ops.wiring import Gather, Run
from nnsim.program.builder import Builder
from nnsim.program.lowering import BlockLowering, NodeLowering
from nnsim.program.program import Carried, Member, NodeSlots, Noise, Placement

Cell = tuple[int, int]


@dataclass
class Forward:
    """What the forward phase has put where, while it is being built. Nodes go by path id, inside composites too."""

    builder: Builder
    document: Document
    nodes: dict[str, NodeSlots] = field(default_factory=dict)
    activations: dict[str, str] = field(default_factory=dict)
    placements: dict[str, Placement] = field(default_factory=dict)
    fixed: dict[int, NDArray[Any]] = field(default_factory=dict)
    inputs: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    targets: list[int] = field(default_factory=list)
    losses: dict[str, int] = field(default_factory=dict)
    predictions: dict[str, int] = field(default_factory=dict)
    """What each loss measures, by the loss's id"""
    noises: list[Noise] = field(default_factory=list)
    tracked: dict[int, int] = field(default_factory=dict)
    """The slot of a statistic's new value, by the slot of the statistic"""
    carried: dict[str, int] = field(default_factory=dict)
    """The slot of a state that comes from the batch before, by its path"""
    handed_on: list[Carried] = field(default_factory=list)

    @property
    def network(self) -> Network:
        """The network that is lowered."""
        return self.document.network

    def lower(self) -> None:
        """Emits the forward phase of every node, then every loss."""
        known = wiring(self.network)
        depth: dict[str, int] = {}
        levels: dict[int, list[Placed]] = {}
        losses: list[Placed] = []
        for each in known.placed.values():
            sources = [depth[source.node] for port in each.sources.values() for source in port]
            depth[each.id] = 1 + max(sources, default=-1)
            if each.node.kind == "loss":
                losses.append(each)
            else:
                levels.setdefault(depth[each.id], []).append(each)
        for level in sorted(levels):
            for group in _groups(levels[level]):
                self._lower_group(group)
        for whole, part in known.result.items():
            self.nodes[whole] = self.nodes[part]
        self.builder.phase = "loss"
        for each in losses:
            self._lower_loss(each)

    def _lower_group(self, group: list[Placed]) -> None:
        first = group[0]
        if first.node.kind == "input":
            self._lower_input(first)
        elif first.node.kind == "neuron" and (len(group) > 1 or self._cut(first)):
            self._lower_block(group)
        else:
            self._lower_node(first)

    def _lower_input(self, each: Placed) -> None:
        settings = each.node.settings
        assert isinstance(settings, InputSettings)
        assert each.shape is not None
        self.builder.origin = each.id
        count = len(settings.columns)
        member = Member(each.id, 0, count)
        slot = self.builder.slot("x", "input", (BATCH, *each.shape), "input", members=(member,))
        self.inputs.append((slot, settings.columns))
        self.nodes[each.id] = NodeSlots(slot, None, 0, count, each.shape)
        self.activations[each.id] = "linear"

    def _lower_node(self, each: Placed) -> None:
        assert each.shape is not None
        arrived = self._arrive(each)
        count = int(np.prod(each.shape))
        self.builder.origin, self.builder.members = each.id, (Member(each.id, 0, count),)
        lowered = catalog.kind(each.node.kind).lower(NodeLowering(self, each), each.node, arrived)
        self.nodes[each.id] = NodeSlots(lowered.output, lowered.total, 0, count, each.shape)
        self.activations[each.id] = lowered.activation

    def _lower_loss(self, each: Placed) -> None:
        arrived = self._arrive(each)
        self.builder.origin, self.builder.members = each.id, (Member(each.id, 0, 1),)
        lowered = catalog.kind(each.node.kind).lower(NodeLowering(self, each), each.node, arrived)
        self.losses[each.id] = lowered.output
        self.predictions[each.id] = arrived.output
        self.nodes[each.id] = NodeSlots(lowered.output, None, 0, 1, (1,))

    def _lower_block(self, group: list[Placed]) -> None:
        """Neurons of one depth, activation and biasedness as one layer in which only the drawn links exist."""
        settings = group[0].node.settings
        assert isinstance(settings, NeuronSettings)
        columns = list(dict.fromkeys(column for each in group for column in self._columns(each)))
        x = self._gather(group[0], tuple(columns)).output
        self.builder.origin = group[0].id
        self.builder.members = tuple(Member(each.id, row, row + 1) for row, each in enumerate(group))
        lowering = BlockLowering(self, [each.id for each in group], [self._columns(each) for each in group], columns)
        lowered = lower_layer(lowering, x, settings.activation, settings.bias)
        for row, each in enumerate(group):
            self.nodes[each.id] = NodeSlots(lowered.output, lowered.total, row, row + 1, (1,))
            self.activations[each.id] = settings.activation

    def _columns(self, each: Placed) -> tuple[Column, ...]:
        return wiring(self.network).columns(each.id) or ()

    def _arrive(self, each: Placed) -> Lowered:
        """The slots at a node's ports; a joined port of vectors has them gathered side by side."""
        ports: dict[str, tuple[int, ...]] = {}
        joined: Lowered | None = None
        for port in catalog.kind(each.node.kind).ports:
            sources = each.sources.get(port.name, ())
            if port.links == "joined" and self._are_vectors(sources):
                found = self._gather(each, self._columns(each) if port.name == "in" else self._units(sources))
                joined, ports[port.name] = (found if port.name == "in" else joined), (found.output,)
                continue
            ports[port.name] = tuple(self._whole_or_unit(each, source) for source in sources)
            if port.name == "in" and sources and sources[0].unit is None:
                at = self.nodes[sources[0].node]
                joined = Lowered(at.output, at.total, self.activations[sources[0].node])
        if joined is None:
            first = next((slots[0] for slots in ports.values() if slots), -1)
            joined = Lowered(first)
        return Lowered(joined.output, joined.total, joined.activation, ports)

    def _are_vectors(self, sources: tuple[Source, ...]) -> bool:
        return all(source.unit is not None or len(self.nodes[source.node].shape) == 1 for source in sources)

    def _units(self, sources: tuple[Source, ...]) -> tuple[Column, ...]:
        return tuple(
            (source.node, unit) for source in sources
            for unit in (range(self.nodes[source.node].shape[0]) if source.unit is None else (source.unit,))
        )

    def _whole_or_unit(self, each: Placed, source: Source) -> int:
        """The slot of what one link brings: a node's whole output, or one of its units; free neurons are gathered."""
        if len(self.nodes[source.node].shape) > 1 and source.unit is None:
            return self.nodes[source.node].output
        return self._gather(each, self._units((source,))).output

    def _gather(self, each: Placed, columns: tuple[Column, ...]) -> Lowered:
        """The slot with these columns side by side: a node's own output where that is all there is, else gathered.

        A loss can take in the activation before it (its stable form), so what leads to a loss has its sums gathered
        too.
        """
        self.builder.origin, self.builder.members = each.id, _members(columns)
        activation = self._common_activation(columns)
        output = self._gathered([(self.nodes[node].output, self.nodes[node].start + unit) for node, unit in columns])
        totals = [(self.nodes[node].total, self.nodes[node].start + unit) for node, unit in columns]
        before_loss = each.node.kind in ("output", "loss", "activation")
        if activation == "linear" or not before_loss or any(slot is None for slot, _ in totals):
            return Lowered(output, None, activation)
        total = self._gathered([(slot, unit) for slot, unit in totals if slot is not None], "sum")
        return Lowered(output, total, activation)

    def _gathered(self, cells: list[Cell], quantity: str = "activation") -> int:
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

    def _cut(self, each: Placed) -> bool:
        return f"{each.id}/weight:pruned" in self.network.masks

    def place(self, path: str, slot: int, index: tuple[Any, ...] | None = None) -> None:
        """Says where a document's parameter lies, and which of its cells are frozen."""
        shape = parameter_specs(self.network)[path].shape
        self.placements[path] = Placement(slot, shape, index)
        frozen = self.network.masks.get(f"{path}:frozen")
        if frozen is not None:
            whole = self.fixed.setdefault(slot, np.zeros(self.builder.slots[slot].shape, np.bool_))
            cells = index if index is not None else (...,)
            whole[cells] = frozen.reshape(whole[cells].shape)


def _groups(nodes: list[Placed]) -> list[list[Placed]]:
    """Nodes of one depth, neurons of like activation and biasedness together, in the order of the drawing."""
    groups: dict[tuple[Any, ...], list[Placed]] = {}
    for each in nodes:
        settings = each.node.settings
        key = ("neuron", settings.activation, settings.bias) if isinstance(settings, NeuronSettings) else (each.id,)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


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


