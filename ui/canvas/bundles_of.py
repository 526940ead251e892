"""The bundle of wires that each link of a network stands for: what it carries, and how that is drawn."""

from __future__ import annotations

from collections import defaultdict

from nnsim import catalog
from nnsim.document import Link, Network
from ui.canvas.card import WEIGHTED, Bundle, Card, Sort

_UNIT_BY_UNIT = ("neuron", "activation", "combine", "normalize")
"""Categories whose nodes hand on, or change, each unit by itself, so that each may have a wire of its own."""


def bundles_of(network: Network, cards: dict[str, Card]) -> tuple[Bundle, ...]:
    """The bundles of all links between these cards, in the order of the links."""
    at_port: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, link in enumerate(network.links):
        if link.source in cards and link.target in cards:
            at_port[link.target, link.port].append(place)
    made: list[Bundle | None] = [None] * len(network.links)
    for (node, port), places in at_port.items():
        target, links = cards[node], [network.links[place] for place in places]
        carried = [_carried(link, cards[link.source]) for link in links]
        total, each = sum(map(len, carried)), {len(units) for units in carried}
        first = 0
        for place, link, units in zip(places, links, carried, strict=True):
            source = cards[link.source]
            sort = _sort(source, target, port, total, each)
            alone = sort == "copy" and total != target.units  # each of several inputs has all of the units
            made[place] = Bundle(link, source, target, 0 if alone else first, units, sort)
            first += len(units)
    return tuple(bundle for bundle in made if bundle is not None)


def _carried(link: Link, source: Card) -> tuple[int, ...]:
    return (link.unit,) if link.unit is not None else tuple(range(source.units or 0))


def _sort(source: Card, target: Card, port: str, total: int, each: set[int]) -> Sort:
    """How links into a port are drawn; `total` is what all of them carry, `each` how much one of them does."""
    flat = source.shape.face is None or source.shape.face.line > 0
    whole = target.shape.face is not None and not target.shape.face.line
    if flat and target.kind in WEIGHTED and not whole and source.units:
        return "weight"
    if source.shape.face is not None or target.shape.face is not None or not source.units or port != "in":
        return "whole"
    if target.role == "loss":
        return "loss"
    if catalog.kind(target.kind).category not in _UNIT_BY_UNIT or target.units is None:
        return "whole"
    return "copy" if target.units == total or each == {target.units} else "whole"
