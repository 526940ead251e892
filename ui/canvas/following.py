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


def followed_cards(known: dict[str, Card], before: Document, after: Document) -> tuple[dict[str, Card], set[str]]:
    """The card of each node: the same object where nothing about it is different.

    Returns:
        All of them, and the nodes whose card is another or new.
    """
    network, places, was = after.network, after.views.positions, before.views.positions
    reached = _reached(before.network, network)
    cards, others = _in_order(known, before.network, after)
    for node in reached:
        if node in cards and node not in others:
            made = _made(network.node(node), after)
            if made != cards[node]:
                cards[node] = made
                others.add(node)
    for node in keys_of_others(was, places) - reached:
        if node in cards and (cards[node].x, cards[node].y) != places[node]:
            cards[node] = replace(cards[node], x=places[node][0], y=places[node][1])
            others.add(node)
    return cards, others


def _in_order(known: dict[str, Card], before: Network, after: Document) -> tuple[dict[str, Card], set[str]]:
    """The known cards of the nodes that are still there and those of new ones, in the order of the nodes; the new ones.
    """
    nodes = after.network.nodes
    if nodes is before.nodes:
        return dict(known), set()
    gone, come = middle(before.nodes, nodes), middle(nodes, before.nodes)
    cards, names = dict(known), {node.id for node in come}
    for node in gone:
        if node.id not in names:
            cards.pop(node.id, None)
    new = {node.id: _made(node, after) for node in come if node.id not in known}
    cards |= new
    if [*cards] != [*map(_name, nodes)]:
        cards = {node.id: cards[node.id] for node in nodes}
    return cards, set(new)


def _made(node: Node, document: Document) -> Card:
    """The card of a node that has its place."""
    shape = card_shape(node, document.network, node.id in document.views.opened)
    return card_of(node, document, shape, document.views.positions[node.id])


def _reached(before: Network, after: Network) -> set[str]:
    """The nodes whose card an edit may have changed: by their settings, their links, their shapes or what is beside."""
    if before.nodes is after.nodes and before.links is after.links:
        return set()
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
    known: tuple[Bundle, ...], cards: dict[str, Card], other: set[str], before: Network, after: Network
) -> tuple[tuple[Bundle, ...], dict[str, tuple[Bundle, ...]]]:
    """The bundles in the order of the links, the same objects where neither their cards nor the links beside differ.

    Args:
        other: the nodes whose card is another or new.

    Returns:
        All of them, and by the node at which they end those that may be others, none where they went.
    """
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
    known, places = _numbered
    if known is not links:
        if shared(known, links)[0] < len(known):
            known, places = (), {}
        for place in range(len(known), len(links)):  # most edits add some to those that there were
            places[id(links[place])] = place
        _numbered = links, places
    return places
