"""Ids and names for new nodes: free ones in a network that may be given many at once."""

import itertools
from collections.abc import Iterable

from nnsim.catalog.names import counted, given_name, second_name
from nnsim.document import Node


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
        for number in itertools.count(self._last.get(kind_id, 0) + 1):
            found = f"{kind_id}{number}"
            if found not in self._ids:
                self._last[kind_id] = number
                self._ids.add(found)
                return found
        raise AssertionError("numbers do not end")

    def free_name(self, kind_id: str) -> str:
        """A name that no node has: what the kind is called, with a number where one is needed."""
        for number in itertools.count(self._last_name.get(kind_id, 0) + 1):
            found = given_name(kind_id, number)
            if found not in self._names:
                self._last_name[kind_id] = number
                return self._taken(found)
        raise AssertionError("numbers do not end")

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
