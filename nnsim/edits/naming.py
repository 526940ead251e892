"""Ids and names for new nodes: free ones in a network that may be given many at once."""

import itertools
from collections.abc import Iterable

from nnsim.catalog.names import given_name, second_name
from nnsim.document import Node
from nnsim.text.messages import GivenName


class Register:
    """The ids and names that are taken; what it hands out is taken from then on."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        nodes = tuple(nodes)
        self._ids = {node.id for node in nodes}
        self._names = {str(node.name) for node in nodes}
        self._last: dict[str, int] = {}
        self._last_name: dict[str, int] = {}

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
        """The name of a node's copy: its own while that is free, else one that nnsim gives, or its own with a number.
        """
        if node.name not in self._names:
            return self._taken(node.name)
        if isinstance(node.name, GivenName):
            return self.free_name(node.kind)
        words, _, number = node.name.rpartition(" ")
        stem = words if words and number.isdecimal() else node.name
        return self._taken(next(
            name for count in itertools.count(2) if (name := second_name(stem, count)) not in self._names))

    def _taken(self, name: str) -> str:
        self._names.add(str(name))
        return name
