"""What an edit leaves of the cards and bundles of the document before it, so that only the rest is made anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import cast

import msgspec

from nnsim.document import Document, Link, Network, Node
from nnsim.document.others import keys_of_others
from nnsim.edits.ordering import middle, shared
from nnsim.edits.shapes import wiring
from ui.canvas.bundles_of import bundles_of
from ui.canvas.card import Bundle, Card
from ui.canvas.cards_of import card_of, card_shape

_name = attrgetter("id")


def follows(before: Document, after: Document) -> bool:
    """Whether what is drawn of one document can be taken over for another: it depends on nodes, links, places, data.

    Not where cards are to be placed by themselves, or opened layers come or go.
    """
    views, was = after.views, before.views
    same = before.data is after.data and views.opened == was.opened
    return same and all(map(views.positions.__contains__, map(_name, after.network.nodes)))


def followed_cards(known: dict[str, Card], before: Document, after: Document) -> dict[str, Card]:
    """The card of each node: the same object where nothing about it is different."""
    network, places, was = after.network, after.views.positions, before.views.positions
    reached = _reached(before.network, network)
    cards = _in_order(known, before.network, after)
    for node in reached & cards.keys() & known.keys():
        made = _made(network.node(node), after)
        if made != cards[node]:
            cards[node] = made
    for node in (keys_of_others(was, places) - reached) & cards.keys():
        if (cards[node].x, cards[node].y) != places[node]:
            cards[node] = replace(cards[node], x=places[node][0], y=places[node][1])
    return cards


def _in_order(known: dict[str, Card], before: Network, after: Document) -> dict[str, Card]:
    """The known cards of the nodes that are still there and those of new ones, in the order of the nodes."""
    nodes = after.network.nodes
    gone, come = middle(before.nodes, nodes), middle(nodes, before.nodes)
    cards, names = dict(known), {node.id for node in come}
    for node in gone:
        if node.id not in names:
            cards.pop(node.id, None)
    cards |= {node.id: _made(node, after) for node in come if node.id not in known}
    return cards if [*cards] == [*map(_name, nodes)] else {node.id: cards[node.id] for node in nodes}


def _made(node: Node, document: Document) -> Card:
    """The card of a node that has its place."""
    shape = card_shape(node, document.network, node.id in document.views.opened)
    return card_of(node, document, shape, document.views.positions[node.id])


def _reached(before: Network, after: Network) -> set[str]:
    """The nodes whose card an edit may have changed: by their settings, their links, their shapes or what is beside."""
    old = {node.id: node for node in middle(before.nodes, after.nodes)}
    reached = {node.id for node in middle(after.nodes, before.nodes) if old.get(node.id) is not node}
    was, now = wiring(before), wiring(after)
    reached |= {name for node in tuple(reached) for name in _beside(node, now.into, now.out_of)}
    for link in (*middle(before.links, after.links), *middle(after.links, before.links)):
        reached |= {link.source, link.target}
        if after.has(link.target) and after.node(link.target).kind == "output":  # which counts what it takes
            reached.update(other.source for other in now.into.get(link.target, ()))
    if now is not was:
        reached |= {name for name in keys_of_others(was.shapes, now.shapes) & now.shapes.keys()
                    if now.shapes[name] != was.shapes.get(name)}
    return reached | {node.id for node in after.nodes if node.kind == "output"}  # they wear the function before them


def _beside(node: str, into: dict[str, tuple[Link, ...]], out_of: dict[str, tuple[Link, ...]]) -> Iterable[str]:
    yield from (link.source for link in into.get(node, ()))
    yield from (link.target for link in out_of.get(node, ()))


def followed_bundles(
    known: tuple[Bundle, ...], was: dict[str, Card], cards: dict[str, Card], before: Network, after: Network
) -> tuple[tuple[Bundle, ...], dict[str, tuple[Bundle, ...]]]:
    """The bundles in the order of the links, the same objects where neither their cards nor the links beside differ.

    Returns:
        All of them, and by the node at which they end those that may be others, none where they went.
    """
    other = keys_of_others(was, cards) & cards.keys()
    links = (*middle(before.links, after.links), *middle(after.links, before.links))
    if not other and not links:
        return known, {}
    wires = wiring(after)
    targets = other | {link.target for node in other for link in wires.out_of.get(node, ())}
    targets |= {link.target for link in links}
    there = tuple(link for target in targets for link in wires.into.get(target, ()))
    made = {id(bundle.link): bundle for bundle in bundles_of(msgspec.structs.replace(after, links=there), cards)}
    ends = {
        target: tuple(made[id(link)] for link in wires.into.get(target, ()) if id(link) in made) for target in targets
    }
    if len(known) == len(before.links) and len(made) == len(there):
        start, end = shared(before.links, after.links)
        followed = [*known[:start], *after.links[start : len(after.links) - end], *known[len(known) - end :]]
        places = _places(after.links)
        for place, bundle in made.items():
            followed[places[place]] = bundle
        if all(isinstance(bundle, Bundle) for bundle in followed[start : len(followed) - end]):
            return cast(tuple[Bundle, ...], tuple(followed)), ends
    made |= {id(bundle.link): bundle for bundle in known if bundle.link.target not in targets}
    return tuple(made[place] for link in after.links if (place := id(link)) in made), ends


_numbered: tuple[tuple[Link, ...], dict[int, int]] = ((), {})
"""The links asked for last, which most edits leave as they are, and the place of each by its identity."""


def _places(links: tuple[Link, ...]) -> dict[int, int]:
    """Where each of these links stands, by its identity."""
    global _numbered
    if _numbered[0] is not links:
        _numbered = links, dict(zip(map(id, links), range(len(links)), strict=True))
    return _numbered[1]
