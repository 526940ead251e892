"""The drawn network: nodes, the links between them, and which of their weights are frozen or pruned."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from nnsim.document.arrays import ArrayMap

REGISTERS = 4
"""Networks whose nodes and links are at hand by name: the one before an edit and the one after it, and two more"""


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
        return _register_of(self).nodes[node_id]

    def has(self, node_id: str) -> bool:
        """Whether a node of this id is in the network."""
        return node_id in _register_of(self).nodes

    def into(self, node_id: str, port: str = "in") -> tuple[Link, ...]:
        """The links that end at this port of the node, in order."""
        return _register_of(self).into.get((node_id, port), ())

    def out_of(self, node_id: str) -> tuple[Link, ...]:
        """The links that start at this node, in order."""
        return _register_of(self).out_of.get(node_id, ())


class _Register:
    """What a network has under which name, so that large ones need not be searched."""

    def __init__(self, network: Network) -> None:
        self.network = network
        for other in _registers:  # an edit of nodes leaves the links as they are
            if other.network.links is network.links:
                self.__dict__ |= {name: other.__dict__[name] for name in ("into", "out_of") if name in other.__dict__}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        return {node.id: node for node in reversed(self.network.nodes)}  # of two with one id, the first counts

    @cached_property
    def into(self) -> dict[tuple[str, str], tuple[Link, ...]]:
        found: dict[tuple[str, str], list[Link]] = defaultdict(list)
        for link in self.network.links:
            found[link.target, link.port].append(link)
        return {port: tuple(links) for port, links in found.items()}

    @cached_property
    def out_of(self) -> dict[str, tuple[Link, ...]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self.network.links:
            found[link.source].append(link)
        return {node: tuple(links) for node, links in found.items()}


_registers: tuple[_Register, ...] = ()
"""Of the networks asked last: each version in the list of undo would keep too many."""


def _register_of(network: Network) -> _Register:
    global _registers
    for register in _registers:
        if register.network is network:
            return register
    made = _Register(network)
    _registers = (made, *_registers[:REGISTERS - 1])  # one assignment, so that threads find the old or the new ones
    return made
