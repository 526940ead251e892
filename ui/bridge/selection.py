"""What is selected on the canvas: nodes, or one link, or one unit of a node."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from nnsim.document import Link
from ui.bridge.store import DocumentStore


class Selection(QObject):
    """The selection, shared by canvas and panels. What an edit removes from the document leaves the selection too.

    `nodes` holds node ids; `link` and `unit` (node id, index of the unit from 0) exclude each other.
    A selected unit keeps its node selected.
    """

    changed = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: frozenset[str] = frozenset()
        self.link: Link | None = None
        self.unit: tuple[str, int] | None = None
        self._store = store
        store.changed.connect(self._drop_what_is_gone)

    @property
    def node(self) -> str | None:
        """The id of the only selected node, None when there are none or several."""
        return next(iter(self.nodes)) if len(self.nodes) == 1 else None

    def select(self, nodes: Iterable[str]) -> None:
        """Select exactly these nodes."""
        self._set(frozenset(nodes), None, None)

    def toggle(self, node: str) -> None:
        """Add a node to the selected ones, or take it out."""
        self._set(self.nodes ^ {node}, None, None)

    def select_link(self, link: Link) -> None:
        """Select one link and nothing else."""
        self._set(frozenset(), link, None)

    def select_unit(self, node: str, unit: int) -> None:
        """Select one unit, and its node with it."""
        self._set(frozenset({node}), None, (node, unit))

    def clear(self) -> None:
        """Select nothing."""
        self._set(frozenset(), None, None)

    def _set(self, nodes: frozenset[str], link: Link | None, unit: tuple[str, int] | None) -> None:
        if (nodes, link, unit) == (self.nodes, self.link, self.unit):
            return
        self.nodes, self.link, self.unit = nodes, link, unit
        self.changed.emit()

    def _drop_what_is_gone(self, change: object) -> None:
        network = self._store.document.network
        nodes = self.nodes & {node.id for node in network.nodes}
        link = self.link if self.link in network.links else None
        unit = self.unit if self.unit is not None and self.unit[0] in nodes else None
        self._set(nodes, link, unit)
