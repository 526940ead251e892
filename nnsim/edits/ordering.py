"""The order in which nodes compute, what links at their ends, and what two versions of a sequence do not share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import compress, count
from operator import is_, is_not
from typing import TypeVar

from nnsim.document import Link, Node

Thing = TypeVar("Thing")


def sort(nodes: tuple[Node, ...], links: tuple[Link, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The nodes sorted so that every link goes forward, and those that lie on or behind a cycle."""
    waiting = dict.fromkeys((node.id for node in nodes), 0)
    out_of: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        out_of[link.source].append(link)
        if link.target in waiting:
            waiting[link.target] += 1
    place = {node.id: index for index, node in enumerate(nodes)}
    done: list[Node] = []
    ready = [node for node in nodes if waiting[node.id] == 0]
    while ready:
        done += ready
        freed: list[int] = []
        for target in (link.target for node in ready for link in out_of.get(node.id, ())):
            if target in waiting:
                waiting[target] -= 1
                if waiting[target] == 0:
                    freed.append(place[target])
        ready = [nodes[index] for index in sorted(freed)]
    return tuple(done), tuple(node for node in nodes if waiting[node.id] > 0)


def depth_behind(links: Iterable[Link], depths: Mapping[str, int]) -> int:
    """How many links lead to the node at which these end, on the longest way, by what leads to their sources."""
    return max((depths[link.source] + 1 for link in links), default=0)


def kept_depths(
    known: Mapping[str, int], old: tuple[Node, ...], nodes: tuple[Node, ...], change: "LinkChange",
    into: Mapping[str, tuple[Link, ...]], out_of: Mapping[str, tuple[Link, ...]],
) -> dict[str, int] | None:
    """The depths after an edit that changed that of no node; None where it may have, or where a cycle may be.

    Args:
        known: the depths of the `old` nodes.
        into, out_of: the new links by the node at which they end, and start.
    """
    gone, come = {node.id for node in middle(old, nodes)}, {node.id for node in middle(nodes, old)}
    depths = dict(known) | dict.fromkeys(come - gone, 0)
    for node in gone - come:
        depths.pop(node, None)
    if len(depths) != len(nodes) or any(map(out_of.get, gone - come)):
        return None
    reached = {link.target for link in (*change.cut, *change.made)} | (come - gone)
    for node in reached & depths.keys():
        links = into.get(node, ())
        if any(link.source not in depths for link in links) or depth_behind(links, depths) != depths[node]:
            return None
    return depths


def gathered(links: Iterable[Link], end: str) -> dict[str, tuple[Link, ...]]:
    """The links in order, by what stands at one of their ends."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        found[getattr(link, end)].append(link)
    return {node: tuple(there) for node, there in found.items()}


class LinkChange:
    """What differs between the links of two drawings, of which the second came from the first by an edit.

    `cut` are those of the first that are not in the second, `made` those of the second that are not in the first.
    """

    def __init__(self, before: tuple[Link, ...], after: tuple[Link, ...]) -> None:
        self._after = after
        old, new = middle(before, after), middle(after, before)
        was, now = set(map(id, old)), set(map(id, new))
        self.cut = tuple(link for link in old if id(link) not in now)
        self.made = tuple(link for link in new if id(link) not in was)
        kept = [link for link in old if id(link) in now]
        # Then what is listed by its ends keeps its order, with what was made behind it.
        self._simple = all(map(is_, kept, (link for link in new if id(link) in was))) and all(
            map(is_, self.made, after[len(after) - len(self.made):]))
        self.reached = {link.target for link in ((*self.cut, *self.made) if self._simple else (*old, *new))}
        """The nodes at which other links may end, or the same in another order."""

    def followed(self, before: dict[str, tuple[Link, ...]], end: str) -> dict[str, tuple[Link, ...]]:
        """The second links in order by what stands at one of their ends, made from the first ones' (`gathered`)."""
        if not self._simple:
            return gathered(self._after, end)
        cut, found = set(map(id, self.cut)), dict(before)
        for node in {getattr(link, end) for link in self.cut}:
            found[node] = tuple(link for link in found[node] if id(link) not in cut)
        for link in self.made:
            found[getattr(link, end)] = (*found.get(getattr(link, end), ()), link)
        for node in {getattr(link, end) for link in self.cut}:
            if not found[node]:
                del found[node]
        return found


REMEMBERED = 8
"""Pairs of sequences that were compared last: everything that follows an edit asks for the same few."""
_compared: tuple[tuple[tuple[object, ...], tuple[object, ...], tuple[int, int]], ...] = ()


def shared(these: tuple[Thing, ...], those: tuple[Thing, ...]) -> tuple[int, int]:
    """With how many things both begin, and with how many of the others both end."""
    global _compared
    shorter = min(len(these), len(those))
    if these is those:
        return shorter, 0
    for one, other, found in _compared:
        if (one is these and other is those) or (one is those and other is these):
            return found
    start = next(compress(count(), map(is_not, these, those)), shorter)
    end = next(compress(count(), map(is_not, reversed(these), reversed(those))), shorter)
    found = start, min(end, shorter - start)
    _compared = ((these, those, found), *_compared[:REMEMBERED - 1])  # in one go, for threads compare, too
    return found


def middle(these: tuple[Thing, ...], those: tuple[Thing, ...]) -> tuple[Thing, ...]:
    """What is left of the first when what both begin with and what both end with is taken away."""
    if these is those:
        return ()
    start, end = shared(these, those)
    return these[start:len(these) - end]
