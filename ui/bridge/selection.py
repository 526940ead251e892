"""What is selected on the canvas: nodes, or single units of theirs; links, or single weights of theirs; notes."""

from collections.abc import Iterable, Mapping
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from nnsim import edits
from nnsim.document import Link
from ui.bridge.store import DocumentStore

Unit = tuple[str, int]
"""A node's id and the index of one of its units from 0."""
Cell = tuple[str, int, int]
"""A parameter's path, row and column: one weight, which is one link between two units."""


class Selection(QObject):
    """The selection, shared by canvas and panels. What an edit removes from the document leaves the selection too.

    Either nodes are selected or links; notes may be together with nodes. A selected unit keeps its node selected, a
    selected cell keeps the link selected that it belongs to.

    Attributes:
        nodes: node ids.
        units: single units; empty when nodes are selected as wholes.
        links: links of the document.
        cells: single weights; empty when links are selected as wholes.
        notes: ids of notes.
    """

    changed = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: frozenset[str] = frozenset()
        self.units: frozenset[Unit] = frozenset()
        self.links: frozenset[Link] = frozenset()
        self.cells: frozenset[Cell] = frozenset()
        self.notes: frozenset[str] = frozenset()
        self._link_of: dict[Cell, Link] = {}
        self._store = store
        store.changed.connect(self._drop_what_is_gone)

    @property
    def node(self) -> str | None:
        """The id of the only selected node, None when there are none or several."""
        return next(iter(self.nodes)) if len(self.nodes) == 1 else None

    @property
    def unit(self) -> Unit | None:
        """The only selected unit, None when there are none or several."""
        return next(iter(self.units)) if len(self.units) == 1 else None

    @property
    def link(self) -> Link | None:
        """The only selected link, None when there are none or several."""
        return next(iter(self.links)) if len(self.links) == 1 else None

    @property
    def cell(self) -> Cell | None:
        """The only selected weight, None when there are none or several."""
        return next(iter(self.cells)) if len(self.cells) == 1 else None

    @property
    def empty(self) -> bool:
        """Whether nothing is selected."""
        return not self.nodes and not self.links and not self.notes

    def units_of(self, node: str) -> frozenset[int]:
        """The selected units of a node; empty when it is selected as a whole, or not at all."""
        return frozenset(unit for owner, unit in self.units if owner == node)

    def select(self, nodes: Iterable[str], notes: Iterable[str] = ()) -> None:
        """Select exactly these nodes and notes."""
        self._set(nodes=frozenset(nodes), notes=frozenset(notes))

    def toggle_note(self, note: str) -> None:
        """Add a note to what is selected, or take it out; nodes stay."""
        self._set(nodes=self.nodes, units=self.units, notes=self.notes ^ {note})

    def toggle(self, node: str) -> None:
        """Add a node to the selected ones, or take it out; nodes of which units were selected are so as wholes then."""
        self._set(nodes=self.nodes ^ {node}, notes=self.notes)

    def select_unit(self, node: str, unit: int) -> None:
        """Select one unit, and its node with it."""
        self.select_units([(node, unit)])

    def select_units(self, units: Iterable[Unit]) -> None:
        """Select exactly these units, and their nodes with them."""
        units = frozenset(units)
        self._set(nodes=frozenset(node for node, _ in units), units=units)

    def toggle_unit(self, node: str, unit: int) -> None:
        """Add a unit to the selected ones, or take it out; where nodes are selected as wholes, the node."""
        if self.nodes and not self.units:
            self.toggle(node)
        else:
            self.select_units(self.units ^ {(node, unit)})

    def select_link(self, link: Link) -> None:
        """Select one link and nothing else."""
        self._set(links=frozenset({link}))

    def select_links(self, links: Iterable[Link]) -> None:
        """Select exactly these links."""
        self._set(links=frozenset(links))

    def toggle_link(self, link: Link) -> None:
        """Add a link to the selected ones, or take it out; links of which cells were selected are so as wholes then."""
        self._set(links=self.links ^ {link})

    def select_cell(self, link: Link, cell: Cell) -> None:
        """Select one weight, and the link that it belongs to with it."""
        self.select_cells({cell: link})

    def select_cells(self, cells: dict[Cell, Link]) -> None:
        """Select exactly these weights, each with the link that it belongs to."""
        self._link_of = dict(cells)
        self._set(links=frozenset(cells.values()), cells=frozenset(cells))

    def toggle_cell(self, link: Link, cell: Cell) -> None:
        """Add a weight to the selected ones, or take it out; where links are selected as wholes, the link."""
        if self.links and not self.cells:
            self.toggle_link(link)
            return
        kept = {each: self._link_of[each] for each in self.cells if each != cell}
        self.select_cells(kept if cell in self.cells else kept | {cell: link})

    def clear(self) -> None:
        """Select nothing."""
        self._set()

    def _set(
        self, nodes: frozenset[str] = frozenset(), units: frozenset[Unit] = frozenset(),
        links: frozenset[Link] = frozenset(), cells: frozenset[Cell] = frozenset(),
        notes: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        if (nodes, units, links, cells, notes) == (self.nodes, self.units, self.links, self.cells, self.notes):
            return
        self.nodes, self.units, self.links, self.cells, self.notes = nodes, units, links, cells, notes
        self.changed.emit()

    def _drop_what_is_gone(self, change: object) -> None:
        if self.empty:
            return
        document = self._store.document
        network = document.network
        nodes = frozenset(node for node in self.nodes if network.has(node))
        counts = edits.units(network) if self.units else {}
        units = frozenset(
            (node, min(unit, (counts[node] or 1) - 1)) for node, unit in self.units if counts.get(node)
        )  # in place of a last unit that went, the one before it: its layer must not seem chosen as a whole
        links = self.links & frozenset(network.links) if self.links else self.links
        cells = frozenset(
            cell for cell in self.cells
            if self._link_of[cell] in links and _inside(cell, document.state.parameters)
        )  # fmt: skip
        notes = self.notes & {note.id for note in document.views.notes} if self.notes else self.notes
        self._set(nodes, units, links, cells, notes)


def _inside(cell: Cell, parameters: Mapping[str, NDArray[Any]]) -> bool:
    path, row, column = cell
    if path not in parameters:
        return False
    shape = parameters[path].shape
    return len(shape) == 2 and row < shape[0] and column < shape[1]
