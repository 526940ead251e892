"""Ids and names for new nodes: free ones in a network that may be given many at once."""

import itertools
from collections.abc import Iterable, Set
from operator import not_

from nnsim.catalog.names import counted, given_name, second_name
from nnsim.document import Node

_ANY = 7_654_321
"""A number that no word holds, to find where a name has its number."""


class Register:
    """The ids and names that are taken; what it hands out is taken from then on."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        nodes = tuple(nodes)
        self._ids = {node.id for node in nodes}
        self._names = {str(node.name) for node in nodes}
        self._last: dict[str, int] = {}
        self._last_name: dict[str, int] = {}
        self._full: dict[str, tuple[int, int]] = {}  # from and to which number names of copies are taken

    def free_id(self, kind_id: str) -> str:
        """An id that no node has: the kind's with the lowest number behind it."""
        number = _lowest(self._ids, kind_id, "", self._last.get(kind_id, 0) + 1)
        self._last[kind_id], found = number, f"{kind_id}{number}"
        self._ids.add(found)
        return found

    def free_name(self, kind_id: str) -> str:
        """A name that no node has: what the kind is called, with a number where one is needed."""
        number = self._last_name.get(kind_id, 0) + 1
        if number == 1 and given_name(kind_id, number) in self._names:
            number = 2  # which has its number, even where the first has none
        if number > 1:
            before, _, behind = given_name(kind_id, _ANY).partition(str(_ANY))
            number = _lowest(self._names, before, behind, number)
        self._last_name[kind_id] = number
        return self._taken(given_name(kind_id, number))

    def name_of_copy(self, node: Node) -> str:
        """The name of a node's copy: its own while that is free, else the next one, `Hidden 3` after `Hidden 2`."""
        if node.name not in self._names:
            return self._taken(node.name)
        stem, number = counted(node.name)
        first = number + 1
        low, high = self._full.get(stem, (first, number))
        if not low <= first <= high + 1:
            low, high = first, number
        number = next(count for count in itertools.count(high + 1) if f"{stem} {count}" not in self._names)
        self._full[stem] = low, number
        return self._taken(second_name(stem, number))

    def _taken(self, name: str) -> str:
        self._names.add(str(name))
        return name


def _lowest(taken: Set[str], before: str, behind: str, start: int) -> int:
    """The lowest number from `start` on that makes no taken text between what stands before and behind it."""
    numbers = map(str, itertools.count(start))
    texts = map("".join, zip(itertools.repeat(before), numbers, itertools.repeat(behind), strict=False))
    return next(itertools.compress(itertools.count(start), map(not_, map(taken.__contains__, texts))))
