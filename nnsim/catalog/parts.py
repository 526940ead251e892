"""Drawing the network inside a composite: parts by id, each with what links into it."""

from collections.abc import Mapping

from nnsim.catalog.kind import PartName, Parts
from nnsim.document import Link, Network, Node, Settings
from nnsim.text.messages import GivenName


class PartsDrawing:
    """Collects parts and links. A source is a part's id, or `:in` (a port's name) for what links into the whole."""

    def __init__(self, names: Mapping[str, PartName]) -> None:
        self._names = names
        self._nodes: list[Node] = []
        self._links: list[Link] = []

    def add(self, part: str, kind: str, settings: Settings, *sources: str, **ports: str) -> str:
        """A part with these sources at its port `in` and one at each other port that is named; returns its id."""
        self._nodes.append(Node(part, kind, GivenName(self._names[part].title), settings))
        self._links += [Link(source, part) for source in sources]
        self._links += [Link(source, part, port=port) for port, source in ports.items()]
        return part

    def ending_in(self, output: str) -> Parts:
        """The parts, with the one whose output is the whole's."""
        return Parts(Network(tuple(self._nodes), tuple(self._links)), output)
