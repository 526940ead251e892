"""The columns of a drawing: which nodes stand in which, and in which order, so that few links cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nnsim.document import Link, Network
from nnsim.edits.shapes import order

MOST_LANES = 400
"""Places that links take in columns that they pass; more are not looked at."""
ROUNDS, PATIENCE = 12, 3


@dataclass(frozen=True)
class Lane:
    """Where a link passes a column between those of its ends."""

    source: str
    target: str
    column: int


Item = str | Lane
Columns = list[list[Item]]
Ends = Mapping[Item, Sequence[Item]]


def depths(network: Network) -> dict[str, int]:
    """The column of each node: one past the furthest of its sources; links that close a cycle do not count."""
    ordered, cyclic = order(network)
    incoming = _sources(network.links)
    found: dict[str, int] = {}
    for node in (*ordered, *cyclic):
        found[node.id] = 1 + max((found[each] for each in incoming.get(node.id, ()) if each in found), default=-1)
    return found


def columns_of(network: Network) -> Columns:
    """The nodes column by column, from the left, each in its order from above, with the lanes of links that pass it."""
    return _untangled(*_with_lanes(_in_columns(network), network.links))


def crossings(columns: Columns, following: Ends) -> int:
    """How many links cross between neighboring columns."""
    return sum(_crossings_of(left, right, following) for left, right in pairwise(columns))


def _in_columns(network: Network) -> list[list[str]]:
    """Nodes by depth; what feeds only later columns stands right before them, a loose output or loss last."""
    depth = _tightened(network, depths(network))
    linked = {end for link in network.links for end in (link.source, link.target)}
    last = max((depth[node.id] for node in network.nodes if node.kind == "loss"), default=0)
    columns: dict[int, list[str]] = {}
    for node in network.nodes:
        loose_end = node.id not in linked and node.kind in ("output", "loss")
        columns.setdefault(max(last, 1) if loose_end else depth[node.id], []).append(node.id)
    return [columns[key] for key in sorted(columns)]


def _tightened(network: Network, depth: dict[str, int]) -> dict[str, int]:
    """The depths where chains that begin in nothing else (a second input, its embedding) stand close to their end."""
    ordered, _ = order(network)
    incoming, outgoing = _sources(network.links), defaultdict[str, list[str]](list)
    for target, sources in incoming.items():
        for source in sources:
            outgoing[source].append(target)
    alone: set[str] = set()
    for node in ordered:
        sources = incoming.get(node.id, [])
        if not sources or (len(sources) == 1 and sources[0] in alone and len(outgoing[sources[0]]) == 1):
            alone.add(node.id)
    tight = dict(depth)
    for node in reversed(ordered):
        if node.id in alone and outgoing[node.id]:
            tight[node.id] = max(tight[node.id], min(tight[target] for target in outgoing[node.id]) - 1)
    return tight


def _with_lanes(columns: list[list[str]], links: Sequence[Link]) -> tuple[Columns, Ends]:
    """The columns with a lane in the middle of each that a link passes, and what follows each item in the next one."""
    place = {node: number for number, column in enumerate(columns) for node in column}
    pairs = dict.fromkeys(
        (link.source, link.target) for link in links
        if link.source in place and link.target in place and place[link.source] < place[link.target]
    )
    lanes = sum(place[target] - place[source] - 1 for source, target in pairs) <= MOST_LANES
    items: Columns = [list(column) for column in columns]
    following: dict[Item, list[Item]] = defaultdict(list)
    for source, target in pairs:
        if place[target] - place[source] > 1 and not lanes:
            continue
        before: Item = source
        for number in range(place[source] + 1, place[target]):
            lane = Lane(source, target, number)
            items[number].insert(len(items[number]) // 2, lane)
            following[before].append(lane)
            before = lane
        following[before].append(target)
    return items, following


def _untangled(columns: Columns, following: Ends) -> Columns:
    """The columns in the order with the fewest crossings that sweeps to the right and back come to.

    Each sweep puts every item where the middle of its neighbors in the column before lies (K. Sugiyama, S. Tagawa and
    M. Toda, Methods for visual understanding of hierarchical system structures, 1981). What ties keeps its place.
    """
    preceding: dict[Item, list[Item]] = defaultdict(list)
    for item, targets in following.items():
        for target in targets:
            preceding[target].append(item)
    best, fewest, waited = columns, crossings(columns, following), 0
    present = columns
    for round_ in range(ROUNDS):
        if not fewest or waited >= PATIENCE:
            break
        present = _swept(present, preceding) if round_ % 2 == 0 else _swept(present[::-1], following)[::-1]
        count = crossings(present, following)
        best, fewest, waited = (present, count, 0) if count < fewest else (best, fewest, waited + 1)
    return best


def _swept(columns: Columns, neighbors: Ends) -> Columns:
    """The columns, each but the first in the order of the middles of its neighbors in the one before."""
    done: Columns = columns[:1]
    for column in columns[1:]:
        rank = {item: number / max(1, len(done[-1]) - 1) for number, item in enumerate(done[-1])}
        pulls: dict[Item, float] = {}
        for number, item in enumerate(column):
            near = [rank[each] for each in neighbors.get(item, ()) if each in rank]
            pulls[item] = sum(near) / len(near) if near else number / max(1, len(column) - 1)
        done.append(sorted(column, key=pulls.__getitem__))
    return done


def _crossings_of(left: Sequence[Item], right: Sequence[Item], following: Ends) -> int:
    """Pairs of links between two columns that are in one order at the left and in the other at the right."""
    rank = {item: number for number, item in enumerate(right)}
    seen: list[int] = []
    count = 0
    for item in left:
        ends = sorted(rank[each] for each in following.get(item, ()) if each in rank)
        count += sum(len(seen) - bisect_right(seen, end) for end in ends)
        for end in ends:
            insort(seen, end)
    return count


def _sources(links: Sequence[Link]) -> dict[str, list[str]]:
    """The nodes that link to each node, each once, in the order of the links."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for link in links:
        found[link.target][link.source] = None
    return {target: list(sources) for target, sources in found.items()}
