"""What follows from the drawing alone: the order of the nodes, their units, their input columns and parameters."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from nnsim import catalog
from nnsim.catalog import ParameterSpec
from nnsim.document import Link, Network, Node

Column = tuple[str, int]
"""One input of a node: the source node's id and which of its units."""


def order(network: Network) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The nodes sorted so that every link goes forward, and the nodes that lie on or behind a cycle."""
    waiting = dict.fromkeys((node.id for node in network.nodes), 0)
    leaving: dict[str, list[str]] = defaultdict(list)
    for link in network.links:
        if link.target in waiting:
            waiting[link.target] += 1
            leaving[link.source].append(link.target)
    place = {node.id: index for index, node in enumerate(network.nodes)}
    done: list[Node] = []
    ready = [node for node in network.nodes if waiting[node.id] == 0]
    while ready:
        done += ready
        freed: list[int] = []
        for target in (target for node in ready for target in leaving[node.id]):
            waiting[target] -= 1
            if waiting[target] == 0:
                freed.append(place[target])
        ready = [network.nodes[index] for index in sorted(freed)]
    return tuple(done), tuple(node for node in network.nodes if waiting[node.id] > 0)


def reaches(network: Network, start: str, end: str) -> bool:
    """Whether a path along links leads from one node to another (a node reaches itself)."""
    seen, todo = {start}, [start]
    while todo:
        here = todo.pop()
        if here == end:
            return True
        for link in network.links:
            if link.source == here and link.target not in seen:
                seen.add(link.target)
                todo.append(link.target)
    return False


@lru_cache(maxsize=256)
def _units(nodes: tuple[Node, ...], links: tuple[Link, ...]) -> dict[str, int | None]:
    network = Network(nodes, links)
    units: dict[str, int | None] = {}
    ordered, cyclic = order(network)
    into = _links_into(network)
    for node in ordered:
        units[node.id] = catalog.kind(node.kind).units(node.settings, _count(into[node.id], units))
    units.update({node.id: None for node in cyclic})
    return units


def _links_into(network: Network) -> dict[str, list[Link]]:
    """The links that end at each node's input, in order: Network.into for all nodes at once."""
    into: dict[str, list[Link]] = defaultdict(list)
    for link in network.links:
        if link.port == "in":
            into[link.target].append(link)
    return into


def _count(links: Iterable[Link], units: dict[str, int | None]) -> int | None:
    total = 0
    for link in links:
        if link.unit is not None:
            total += 1
            continue
        of_source = units.get(link.source)
        if of_source is None:
            return None
        total += of_source
    return total


def units(network: Network) -> dict[str, int | None]:
    """How many units each node has; None where a cycle or an unknown part leaves it open."""
    return _units(network.nodes, network.links)


def inputs(network: Network, node_id: str) -> tuple[Column, ...] | None:
    """The input columns of a node in order; None where the units of a source are not known."""
    known = units(network)
    columns: list[Column] = []
    for link in network.into(node_id):
        if link.unit is not None:
            columns.append((link.source, link.unit))
            continue
        count = known.get(link.source)
        if count is None:
            return None
        columns += [(link.source, unit) for unit in range(count)]
    return tuple(columns)


def parameter_specs(network: Network) -> dict[str, ParameterSpec]:
    """Every parameter that the network has, by path (`<node id>/<name>`)."""
    specs: dict[str, ParameterSpec] = {}
    known, into = units(network), _links_into(network)
    for node in network.nodes:
        count = _count(into[node.id], known)
        if count is None:
            continue
        for spec in catalog.kind(node.kind).parameters(node.settings, count):
            specs[f"{node.id}/{spec.name}"] = spec
    return specs
