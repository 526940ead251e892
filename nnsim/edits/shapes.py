"""What follows from the drawing alone: the order of the nodes, their units, their input columns and parameters."""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from functools import cached_property
from math import prod

from nnsim import catalog
from nnsim.catalog import ParameterSpec
from nnsim.document import Link, Network, Node
from nnsim.text.messages import Message, message

Column = tuple[str, int]
"""One input of a node: the source node's id and which of its units."""
MOST_WEIGHTS = 2**24
"""Weights that a drawing may have: a file holds them with the two memories that Adam keeps for each."""
REMEMBERED = 64
"""Drawings whose wiring is kept: an undo stack's neighborhood, a preview, a program."""


class Wiring:
    """The drawing looked at from all sides at once, in time that grows with its nodes and links only."""

    def __init__(self, nodes: tuple[Node, ...], links: tuple[Link, ...]) -> None:
        self.nodes, self.links = nodes, links
        self.into: dict[str, list[Link]] = defaultdict(list)
        self.out_of: dict[str, list[Link]] = defaultdict(list)
        for link in links:
            self.out_of[link.source].append(link)
            if link.port == "in":
                self.into[link.target].append(link)
        self.ordered, self.cyclic = self._sorted()
        self.units: dict[str, int | None] = {node.id: None for node in self.cyclic}
        self.counts: dict[str, int | None] = {}  # of inputs: a file may claim more columns than memory holds
        for node in self.ordered:
            self.counts[node.id] = count = self._count(node.id)
            self.units[node.id] = catalog.kind(node.kind).units(node.settings, count)
        for node in self.cyclic:
            self.counts[node.id] = self._count(node.id)
        self._columns: dict[str, tuple[Column, ...] | None] = {}

    @cached_property
    def specs(self) -> dict[str, ParameterSpec]:
        """Every parameter that the network has, by path (`<node id>/<name>`)."""
        specs: dict[str, ParameterSpec] = {}
        for node in self.nodes:
            count = self.counts[node.id]
            if count is not None:
                for spec in catalog.kind(node.kind).parameters(node.settings, count):
                    specs[f"{node.id}/{spec.name}"] = spec
        return specs

    def reaches(self, start: str, end: str) -> bool:
        """Whether a path along links leads from one node to another (a node reaches itself)."""
        seen, todo = {start}, [start]
        while todo:
            here = todo.pop()
            if here == end:
                return True
            for link in self.out_of.get(here, ()):
                if link.target not in seen:
                    seen.add(link.target)
                    todo.append(link.target)
        return False

    def columns(self, node_id: str) -> tuple[Column, ...] | None:
        """The input columns of a node in order, made when first asked for; None where they are open."""
        if node_id not in self._columns:
            self._columns[node_id] = None if self.counts.get(node_id, 0) is None else self._made_columns(node_id)
        return self._columns[node_id]

    def _count(self, node_id: str) -> int | None:
        total = 0
        for link in self.into.get(node_id, ()):
            count = 1 if link.unit is not None else self.units.get(link.source)
            if count is None:
                return None
            total += count
        return total

    def _made_columns(self, node_id: str) -> tuple[Column, ...]:
        columns: list[Column] = []
        for link in self.into.get(node_id, ()):
            if link.unit is not None:
                columns.append((link.source, link.unit))
            else:
                columns += [(link.source, unit) for unit in range(self.units.get(link.source) or 0)]
        return tuple(columns)

    def _sorted(self) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
        waiting = dict.fromkeys((node.id for node in self.nodes), 0)
        for link in self.links:
            if link.target in waiting:
                waiting[link.target] += 1
        place = {node.id: index for index, node in enumerate(self.nodes)}
        done: list[Node] = []
        ready = [node for node in self.nodes if waiting[node.id] == 0]
        while ready:
            done += ready
            freed: list[int] = []
            for target in (link.target for node in ready for link in self.out_of.get(node.id, ())):
                if target in waiting:
                    waiting[target] -= 1
                    if waiting[target] == 0:
                        freed.append(place[target])
            ready = [self.nodes[index] for index in sorted(freed)]
        return tuple(done), tuple(node for node in self.nodes if waiting[node.id] > 0)


_known: OrderedDict[tuple[int, int], Wiring] = OrderedDict()


def wiring(network: Network) -> Wiring:
    """The wiring of a network, remembered for the latest drawings.

    Versions of a document share the tuples of nodes and links that an edit did not touch, so a drawing is known by
    their identity: comparing or hashing a large one would take longer than most edits.
    """
    key = (id(network.nodes), id(network.links))
    found = _known.get(key)
    if found is None or found.nodes is not network.nodes or found.links is not network.links:
        found = Wiring(network.nodes, network.links)  # which holds both tuples, so that their ids stay theirs
        _known[key] = found
        while len(_known) > REMEMBERED:
            _known.popitem(last=False)
    return found


def order(network: Network) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The nodes sorted so that every link goes forward, and the nodes that lie on or behind a cycle."""
    known = wiring(network)
    return known.ordered, known.cyclic


def reaches(network: Network, start: str, end: str) -> bool:
    """Whether a path along links leads from one node to another (a node reaches itself)."""
    return wiring(network).reaches(start, end)


def units(network: Network) -> dict[str, int | None]:
    """How many units each node has; None where a cycle or an unknown part leaves it open."""
    return wiring(network).units


def inputs(network: Network, node_id: str) -> tuple[Column, ...] | None:
    """The input columns of a node in order; None where the units of a source are not known."""
    return wiring(network).columns(node_id)


def links_into(network: Network, node_id: str) -> Sequence[Link]:
    """The links that end at a node's input, in order."""
    return wiring(network).into.get(node_id, ())


def too_large(network: Network) -> Message | None:
    """Why a network is larger than any that can be saved, or None."""
    count = sum(prod(spec.shape) for spec in parameter_specs(network).values())
    if count <= MOST_WEIGHTS:
        return None
    return message("The network would have {count} weights and biases; nnsim holds at most {most}. Use fewer units.",
                   count=count, most=MOST_WEIGHTS)


def parameter_specs(network: Network) -> dict[str, ParameterSpec]:
    """Every parameter that the network has, by path (`<node id>/<name>`)."""
    return wiring(network).specs
