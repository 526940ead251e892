"""Neurons and layers that become one layer: its units, and the links that it gets in place of theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from nnsim import catalog
from nnsim.catalog import DenseSettings
from nnsim.document import Link, Network
from nnsim.edits.placed import Column, features
from nnsim.edits.regrouping import OF_UNITS
from nnsim.edits.shapes import wiring


@dataclass(frozen=True)
class Folded:
    """What becomes one layer: `members` from the first unit to the last, and the Activation that follows them all.

    `onto` is the id of the layer; where that is one of the members, they join it.
    """

    network: Network
    members: tuple[str, ...]
    joint: str | None
    onto: str

    @cached_property
    def rows(self) -> tuple[Column, ...]:
        """The node and the unit of it that each unit of the layer was."""
        return tuple((node, unit) for node in self.members for unit in range(self.units_of(node)))

    @cached_property
    def outlets(self) -> dict[str, range]:
        """The units of the layer that every node was that links can start from."""
        if self.joint is not None:
            return {self.joint: range(len(self.rows))}
        ends = list(accumulate(map(self.units_of, self.members)))
        return {node: range(end - self.units_of(node), end) for node, end in zip(self.members, ends, strict=True)}

    def units(self, link: Link) -> range:
        """The units of the layer that a link from one of its parts brings."""
        units = self.outlets[link.source]
        return units if link.unit is None else units[link.unit:link.unit + 1]

    def units_of(self, node_id: str) -> int:
        """How many units a member has."""
        settings = self.network.node(node_id).settings
        return settings.units if isinstance(settings, DenseSettings) else 1


def links_of(network: Network, folded: Folded) -> tuple[Link, ...]:
    """All links, those of the parts in the places of the layer's."""
    members = set(folded.members)
    whole: dict[tuple[str, str], bool] = {}
    done: set[tuple[str, str] | None] = set()
    links: list[Link] = []
    for link in network.links:
        place = (link.target, link.port)
        if link.target in members:
            links += [] if None in done else _into(network, folded)
            done.add(None)
        elif link.source not in folded.outlets:
            links += [] if link.target == folded.joint else [link]
        elif place not in done:
            if place not in whole:
                whole[place] = _whole(network, folded, link)
            if whole[place]:
                links.append(Link(folded.onto, link.target, None, link.port))
                done.add(place)
            else:
                links += [Link(folded.onto, link.target, unit, link.port) for unit in folded.units(link)]
    return tuple(links)


def _whole(network: Network, folded: Folded, link: Link) -> bool:
    """Whether the links to the port at which this one ends become one link of the whole layer."""
    node = network.node(link.target)
    port = catalog.kind(node.kind).port(link.port)
    into = network.into(link.target, link.port)
    ours = [k for k, other in enumerate(into) if other.source in folded.outlets]
    units = [unit for k in ours for unit in folded.units(into[k])]
    every = list(range(len(folded.rows)))
    if port is None or len(set(units)) != len(units):
        return False
    if units == every and (len(ours) == 1 or (port.links == "joined" and ours[-1] - ours[0] == len(ours) - 1)):
        return True
    if node.kind not in OF_UNITS or link.port != "in":
        return False  # the order of what it takes counts
    layers = any(into[k].unit is None and len(folded.outlets[into[k].source]) > 1 for k in ours)
    return len(units) == len(every) or layers


def _into(network: Network, folded: Folded) -> Sequence[Link]:
    """The links into the layer: to all that any of its parts is linked to."""
    each = [[(link.source, link.unit) for link in network.into(node)] for node in folded.members]
    if all(links == each[0] for links in each):
        return [Link(source, folded.onto, unit) for source, unit in each[0]]
    known = wiring(network)
    taken: dict[str, set[int]] = {}
    whole: set[str] = set()
    for source, unit in (link for links in each for link in links):
        count = features(known.shapes[source] or ())
        taken.setdefault(source, set()).update(range(count) if unit is None else (unit,))
        if len(taken[source]) == count:
            whole.add(source)
    return [
        Link(source, folded.onto, unit)
        for source, units in taken.items() for unit in ((None,) if source in whole else sorted(units))
    ]
