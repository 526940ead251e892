"""The wires of a diagram, made anew where an edit changed what they run between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from ui.canvas.card import Bundle, Card
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import RIBBON_LINKS
from ui.canvas.runs import runs_into
from ui.canvas.wires import Arrivals, Ribbon, Wire, Wiring


def wiring_of(diagram: Diagram, strips: bool = False, summing: bool = False, before: Wiring | None = None) -> Wiring:
    """The wires of a diagram; `strips` draws every bundle as a ribbon, `summing` leaves room for the rings of sums.

    Args:
        before: made of another diagram, with the same room for sums; nodes at which bundles end that run as before
            keep their wires.
    """
    drawn = diagram.drawn
    if before is None:
        before, other = Wiring(strips=strips), {bundle.target.id for bundle in drawn}
    else:
        other = diagram.ends_of_others(before.bundles)
    if before.strips != strips:
        other |= {bundle.target.id for bundle in drawn if 1 < bundle.count <= RIBBON_LINKS}
    into: dict[str, list[Bundle]] = {node: [] for node in other}
    broad = {id(bundle) for bundle in before.broad if bundle.target.id not in other}
    for bundle in _ending(diagram, other):
        if _is_ribbon(bundle, strips):
            broad.add(id(bundle))
        else:
            into[bundle.target.id].append(bundle)
    known = before.arrivals
    made = _arrivals({node: tuple(bundles) for node, bundles in into.items() if bundles}, known, summing)
    gone = (other - made.keys()) & known.keys()
    others = frozenset(gone.union(node for node, each in made.items() if each is not known.get(node)))
    arrivals = known
    if others or diagram.names is not before.order:
        arrivals = _in_order({**known, **made}, gone, before, diagram)
    bands = tuple(bundle for bundle in drawn if id(bundle) in broad) if broad else ()
    ribbons = [
        Ribbon(b.link, b.source.id, b.target.id, b.count, b.source.unit_span, b.target.unit_span)
        for b in bands
    ]  # fmt: skip
    wiring = Wiring(tuple(ribbons), arrivals, drawn, bands, strips, diagram.names)
    wiring.follow(before, others)
    return wiring


def _in_order(
    arrivals: dict[str, Arrivals], gone: Collection[str], before: Wiring, diagram: Diagram
) -> Mapping[str, Arrivals]:
    """Without the nodes that are gone, ordered by their ends, so that the arrays of all wires are those of each node,
    one after the other."""
    for node in gone:
        del arrivals[node]
    known = before.arrivals
    if diagram.names is before.order and len(arrivals) + len(gone) == len(known):
        return arrivals
    found = {node: arrivals[node] for node in diagram.cards if node in arrivals}
    return known if [*found.values()] == [*known.values()] else found


def _ending(diagram: Diagram, nodes: Collection[str]) -> Iterator[Bundle]:
    """The bundles that are drawn and end at these nodes, those at one in order."""
    if diagram.drawn is diagram.bundles:
        yield from chain.from_iterable(map(diagram.into, nodes))
    elif nodes:
        yield from (bundle for bundle in diagram.drawn if bundle.target.id in nodes)


def _arrivals(
    into: Mapping[str, tuple[Bundle, ...]], known: Mapping[str, Arrivals], summing: bool
) -> dict[str, Arrivals]:
    """The wires of the bundles that end at each node, those that are `known` and run as before the same."""
    made, fresh = {}, {}
    for node, bundles in into.items():
        was = known.get(node)
        if was is not None and len(was.bundles) == len(bundles) and all(map(_run_alike, was.bundles, bundles)):
            made[node] = was
        else:
            fresh[node] = bundles
    runs = runs_into(fresh.values(), summing)
    return made | {node: Arrivals(fresh[node], *each) for node, each in zip(fresh, runs, strict=True)}


def _run_alike(one: Bundle, other: Bundle) -> bool:
    """Whether the wires of two bundles are the same: names and settings of their cards may differ."""
    if one is other:
        return True
    if (one.link, one.first, one.carried, one.sort) != (other.link, other.first, other.carried, other.sort):
        return False
    return _place(one.source) == _place(other.source) and _place(one.target) == _place(other.target)


def _place(card: Card) -> tuple[object, ...]:
    return card.id, card.kind, card.role, card.units, card.x, card.y, card.shape, card.linked, card.folded


def unit_wires(diagram: Diagram, node: str, unit: int) -> tuple[Wire, ...]:
    """The wires of one unit to and from the drawn units of its neighbors, also where a ribbon stands for them."""
    into: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in diagram.drawn:
        if node in (bundle.source.id, bundle.target.id):
            into[bundle.target.id].append(bundle)
    arrivals = (Arrivals(tuple(bundles), *made) for bundles, made in
                zip(into.values(), runs_into(into.values()), strict=True))  # fmt: skip
    return tuple(
        w for each in arrivals for w in each.wires
        if (w.source, w.source_unit) == (node, unit) or (w.target, w.target_unit) == (node, unit)
    )  # fmt: skip


def _is_ribbon(bundle: Bundle, strips: bool) -> bool:
    if bundle.source.role == "free" == bundle.target.role:  # most links of a large network, one wire each
        return False
    source, target, count = bundle.source.shape, bundle.target.shape, bundle.count
    if bundle.sort == "weight" and (source.face is not None or target.face is not None):
        return True
    if count > 1 and bundle.sort != "whole" and (source.across or target.across):
        return True
    return count > (1 if strips else RIBBON_LINKS)
