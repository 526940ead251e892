"""The drawn network: nodes, the links between them, and which of their weights are frozen or pruned."""

from typing import Any

from msgspec import Struct, field

from nnsim.document.arrays import ArrayMap


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every kind's settings; the catalog defines the subclasses."""


class UnknownSettings(Settings, frozen=True):
    """Settings of a kind that this version does not have, kept as they came so that nothing is lost on saving."""

    raw: dict[str, Any]

    def __hash__(self) -> int:
        return hash(frozenset(self.raw))  # the values may be lists and dictionaries


class Node(Struct, frozen=True):
    """One thing on the canvas. `id` is a path segment and never changes; `name` is what the student calls it."""

    id: str
    kind: str
    name: str
    settings: Settings


class Link(Struct, frozen=True):
    """A wire from a node (all of its units, or the one of index `unit`, counted from 0) to a port of another node.

    The units of a node's incoming links, in the order of the links, are its input, so column k of a weight matrix
    belongs to unit k of that sequence.
    """

    source: str
    target: str
    unit: int | None = None
    port: str = "in"


class Network(Struct, frozen=True):
    """Nodes and links in the order in which they were drawn.

    `masks` holds boolean arrays of a parameter's shape under `<parameter path>:frozen` and `<parameter path>:pruned`;
    an absent mask means that nothing is frozen or pruned.
    """

    nodes: tuple[Node, ...] = ()
    links: tuple[Link, ...] = ()
    masks: ArrayMap = field(default_factory=ArrayMap)

    def node(self, node_id: str) -> Node:
        """The node of this id. Raises KeyError when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def has(self, node_id: str) -> bool:
        """Whether a node of this id is in the network."""
        return any(node.id == node_id for node in self.nodes)

    def into(self, node_id: str, port: str = "in") -> tuple[Link, ...]:
        """The links that end at this port of the node, in order."""
        return tuple(link for link in self.links if link.target == node_id and link.port == port)

    def out_of(self, node_id: str) -> tuple[Link, ...]:
        """The links that start at this node, in order."""
        return tuple(link for link in self.links if link.source == node_id)
