"""What an edit leaves of the cards and bundles of the document before it, so that only the rest is made anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from nnsim.document import Document, Link, Network
from nnsim.edits.ordering import middle
from nnsim.edits.shapes import wiring
from ui.canvas.bundles_of import bundles_of
from ui.canvas.card import Bundle, Card
from ui.canvas.cards_of import card_of, card_shape


def follows(before: Document, after: Document) -> bool:
    """Whether what is drawn of one document can be taken over for another: it depends on nodes, links, places, data.

    Not where cards are to be placed by themselves, or opened layers come or go.
    """
    views, was = after.views, before.views
    same = before.data is after.data and views.opened == was.opened
    return same and all(map(views.positions.__contains__, (n.id for n in after.network.nodes)))


def followed_cards(known: dict[str, Card], before: Document, after: Document) -> dict[str, Card]:
    """The card of each node: the same object where nothing about it is different."""
    places, was = after.views.positions, before.views.positions
    reached = _reached(before.network, after.network)
    cards = {}
    for node in after.network.nodes:
        card = known.get(node.id)
        if card is None or node.id in reached:
            made = card_of(node, after, card_shape(node, after.network, node.id in after.views.opened), places[node.id])
            card = card if card is not None and card == made else made
        elif places is not was and (card.x, card.y) != places[node.id]:
            card = replace(card, x=places[node.id][0], y=places[node.id][1])
        cards[node.id] = card
    return cards


def _reached(before: Network, after: Network) -> set[str]:
    """The nodes whose card an edit may have changed: by their settings, their links, their shapes or what is beside."""
    old = {node.id: node for node in middle(before.nodes, after.nodes)}
    reached = {node.id for node in middle(after.nodes, before.nodes) if old.get(node.id) is not node}
    was, now = wiring(before), wiring(after)
    reached |= {name for node in tuple(reached) for name in _beside(node, now.into, now.out_of)}
    for link in (*middle(before.links, after.links), *middle(after.links, before.links)):
        reached |= {link.source, link.target}
    reached |= {name for name, shape in now.shapes.items() if shape != was.shapes.get(name)}
    return reached | {node.id for node in after.nodes if node.kind == "output"}  # they wear the function before them


def _beside(node: str, into: dict[str, tuple[Link, ...]], out_of: dict[str, tuple[Link, ...]]) -> Iterable[str]:
    yield from (link.source for link in into.get(node, ()))
    yield from (link.target for link in out_of.get(node, ()))


def followed_bundles(
    known: tuple[Bundle, ...], was: dict[str, Card], cards: dict[str, Card], before: Network, after: Network
) -> tuple[Bundle, ...]:
    """The bundles in the order of the links: the same objects where neither their cards nor the links beside differ."""
    other = {name for name, card in cards.items() if was.get(name) is not card}
    links = (*middle(before.links, after.links), *middle(after.links, before.links))
    if not other and not links:
        return known
    wires = wiring(after)
    targets = other | {link.target for node in other for link in wires.out_of.get(node, ())}
    targets |= {link.target for link in links}
    there = tuple(link for target in targets for link in wires.into.get(target, ()))
    made = {id(bundle.link): bundle for bundle in bundles_of(msgspec.structs.replace(after, links=there), cards)}
    if not links and cards.keys() == was.keys():
        followed = list(known)
        for place in [place for place, bundle in enumerate(known) if bundle.link.target in targets]:
            followed[place] = made[id(known[place].link)]
        return tuple(followed)
    made |= {id(bundle.link): bundle for bundle in known if bundle.link.target not in targets}
    return tuple(made[place] for link in after.links if (place := id(link)) in made)
