"""Changes of a drawing that mend it, as functions of the network alone, so that they can be tried on a part of it."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from nnsim import catalog
from nnsim.catalog.names import given_name
from nnsim.document import Link, Network, Node, Settings
from nnsim.text.messages import Message

_replace = msgspec.structs.replace
Change = Callable[[Network], Network]
Chain = tuple[tuple[str, Settings], ...]
"""Kinds and settings of nodes that follow one another."""


@dataclass(frozen=True)
class Remedy:
    """What a button would say, and the change it would make; of several for one `setting`, one is enough.

    `own` are the settings that the node itself gets, where nothing else is changed.
    """

    label: Message
    change: Change
    setting: str = ""
    own: Settings | None = None


def resettled(node_id: str, settings: Settings) -> Change:
    """Gives a node other settings."""
    def change(network: Network) -> Network:
        nodes = tuple(_replace(node, settings=settings) if node.id == node_id else node for node in network.nodes)
        return _replace(network, nodes=nodes)

    return change


def resettling(label: Message, node_id: str, settings: Settings, setting: str = "") -> Remedy:
    """The remedy that gives the node at hand other settings."""
    return Remedy(label, resettled(node_id, settings), setting, settings)


def unlinked(links: tuple[Link, ...]) -> Change:
    """Takes links away."""
    return lambda network: _replace(network, links=tuple(link for link in network.links if link not in links))


def inserted(nodes: Chain, links: tuple[Link, ...], also: Change | None = None, together: bool = False) -> Change:
    """Puts new nodes, one behind the other, into each of these links, or once for all of them `together`.

    What they hand on takes the place of the (first) link among the inputs of its target. `also` is changed with it.
    """
    def change(network: Network) -> Network:
        network = network if also is None else also(network)
        for group in (links,) if together else tuple((link,) for link in links):
            network = _with_chain(network, nodes, group)
        return network

    return change


def _with_chain(network: Network, nodes: Chain, links: tuple[Link, ...]) -> Network:
    made: list[Node] = []
    for kind, settings in nodes:
        made.append(_new_node((*network.nodes, *made), kind, settings))
    target, port = links[0].target, links[0].port
    steps = [Link(one.id, other.id) for one, other in pairwise(made)]
    changed: list[Link] = []
    for link in network.links:
        if link not in links:
            changed.append(link)
            continue
        changed.append(_replace(link, target=made[0].id, port="in"))
        if link == links[0]:
            changed += [*steps, Link(made[-1].id, target, None, port)]
    return _replace(network, nodes=(*network.nodes, *made), links=tuple(changed))


def _new_node(nodes: tuple[Node, ...], kind: str, settings: Settings) -> Node:
    assert catalog.is_known(kind)
    ids, names = {node.id for node in nodes}, {node.name for node in nodes}
    numbers = range(1, len(nodes) + 2)
    node_id = next(each for number in numbers if (each := f"{kind}{number}") not in ids)
    name = next(each for number in numbers if (each := given_name(kind, number)) not in names)
    return Node(node_id, kind, name, settings)
