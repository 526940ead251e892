"""The numbers, letters and layers by which units of the drawing are told apart in names."""

from string import ascii_lowercase

from nnsim.document import Document
from nnsim.edits.placed import features
from nnsim.edits.shapes import wiring
from nnsim.trace.letters import LSTM_CELL

_PASSING_ON = ("output", "loss", "split", "flatten", "reshape", "concatenate", "padding")
"""Kinds that make no values of their own, and so are no layer beside others."""


class UnitNames:
    """Numbers of units in names: the units of a layer, and the free neurons of one depth, count from 1."""

    def __init__(self, document: Document) -> None:
        network = document.network
        self.document = document
        known = wiring(network)
        self.depth: dict[str, int] = {}
        for path, each in known.placed.items():
            sources = (self.depth.get(source.node, -1) for port in each.sources.values() for source in port)
            self.depth[path] = max(sources, default=-1) + 1
        self.depth |= {whole: self.depth[part] for whole, part in known.result.items()}
        self._result = known.result
        self._kinds = {node.id: node.kind for node in network.nodes}
        self._kinds |= {path: each.node.kind for path, each in known.placed.items()}
        self.first_input: dict[str, int] = {}
        count = 0
        for node in network.nodes:
            if node.kind == "input":
                self.first_input[node.id] = count
                count += len(getattr(node.settings, "columns", ()))
        self._units = {path: 1 if shape is None else features(shape) for path, shape in known.shapes.items()}
        at_depth: dict[int, list[str]] = {}
        for node in network.nodes:
            if node.kind == "neuron":
                at_depth.setdefault(self.depth.get(node.id, -1), []).append(node.id)
        self._place = {node: (place, len(row)) for row in at_depth.values() for place, node in enumerate(row)}
        self._beside: dict[int, list[str]] = {}
        for path, each in known.placed.items():
            beside = self._beside.setdefault(self.depth[path], [])
            if each.node.kind not in _PASSING_ON and self.family(path) not in beside:
                beside.append(self.family(path))

    def kind(self, node: str) -> str:
        """The kind of a node by its path id; empty where there is none."""
        return self._kinds.get(node, "")

    def part_letter(self, node: str) -> str:
        """The letter of what a node gives: h, or, of a part of a drawn LSTM cell, that of its gate or state."""
        whole, _, part = node.rpartition("/")
        if self.kind(whole) != "lstm_cell":
            return "h"
        begins = part == "written" and f"{whole}/cell" not in self._kinds
        return "c" if begins else LSTM_CELL.get(part, "h")

    def family(self, node: str) -> str:
        """A node, or, of a free neuron, all of them at its depth: they count together."""
        return f"{self.depth.get(node, -1)}" if node in self._place else self._result.get(node, node)

    def layer(self, node: str) -> str | None:
        """The layer of a node by its depth, with a letter where others stand side by side with it: 1a, 1b."""
        depth = self.depth.get(node)
        if depth is None:
            return None
        beside, family = self._beside[depth], self.family(node)
        times, letter = divmod(beside.index(family), 26) if family in beside else (0, 0)
        return f"{depth}{ascii_lowercase[letter] * (times + 1)}" if len(beside) > 1 else str(depth)

    def subscript(self, node: str, unit: int) -> str:
        """The number of a unit, empty where there is only one."""
        if node in self._place:
            place, beside = self._place[node]
            return str(place + 1) if beside > 1 else ""
        return str(unit + 1) if self._units.get(node, 2) > 1 else ""

    def weight(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name: its unit, if there are several, and its place among the inputs."""
        number, place = self.subscript(node, unit), str(position + 1)
        return f"{number},{place}" if len(number) > 1 or (number and len(place) > 1) else number + place
