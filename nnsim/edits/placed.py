"""What a node of a drawing computes on: its sources, the shapes at its ports, its own, and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from nnsim import catalog
from nnsim.catalog import ParameterSpec, Shape, Shapes
from nnsim.document import Node
from nnsim.text.messages import Message

Column = tuple[str, int]
"""One input of a node: the source node's id and which of its units (channels of an image, features of a sequence)."""


@dataclass(frozen=True)
class Source:
    """What links into a port: a node that computes (a path id within composites), and which unit, or None for all."""

    node: str
    unit: int | None = None


@dataclass(frozen=True)
class Placed:
    """A node that computes, with composites taken apart: its id is a path, and its sources compute too.

    `inputs` are the shapes at its ports (None: not known), `shape` its own, `objection` why its inputs cannot be.
    """

    node: Node
    sources: Mapping[str, tuple[Source, ...]]
    inputs: Shapes | None
    shape: Shape | None
    objection: Message | None

    @property
    def id(self) -> str:
        """The path id."""
        return self.node.id

    @property
    def runs(self) -> bool:
        """Whether its inputs are known and can be."""
        return self.inputs is not None and self.objection is None

    @cached_property
    def specs(self) -> dict[str, ParameterSpec]:
        """Its parameters by path (`<node id>/<name>`); none where its inputs are open."""
        if self.inputs is None or self.objection is not None:
            return {}
        parameters = catalog.kind(self.node.kind).parameters(self.node.settings, self.inputs)
        return {f"{self.id}/{spec.name}": spec for spec in parameters}

    @cached_property
    def is_open(self) -> bool:
        """Whether what is its waits as it is, for its inputs or for a version that knows its kind."""
        return not self.runs or not catalog.is_known(self.node.kind)

    @cached_property
    def carried(self) -> Mapping[str, Shape]:
        """The states that samples hand on from batch to batch, by path: the shape of one sample's."""
        if not self.runs:
            return {}
        states = catalog.kind(self.node.kind).carries(self.node.settings)
        return {f"{self.id}/{name}": shape for name, shape in states.items()}

    @cached_property
    def weights(self) -> int:
        """How many numbers its parameters are."""
        return sum(prod(spec.shape) for spec in self.specs.values())


def features(shape: Shape) -> int:
    """How many units, features of a step or channels of an image a sample has: what weights are counted by."""
    return 0 if not shape else shape[0] if len(shape) == 3 else shape[-1]
