"""The inspector of several links at once: how many weights they have, and what can be done to all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.text import format_count, message, render, shown_name
from ui.look.widgets import Button
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.row import Fact, Page, Part

MOST_LISTED = 8


class LinksPage(Page):
    """Count, range, freeze, prune, weights anew. `take` follows the document and the selection without rebuilding."""

    def __init__(
        self, links: frozenset[Link], cells: edits.Masks, document: Document, desk: EditDesk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cells: edits.Masks = ()
        self._frozen = self._pruned = False
        self._part = Part(message("Links"), first=True)
        self._bundles, self._weights = Fact(message("Between")), Fact(message("Weights"))
        self._range = Fact(message("Values"))
        for fact in (self._bundles, self._weights, self._range):
            self._part.add(fact)
        self._anew = Button(message("Draw weights anew"), icon="dice-five", size="small")
        self._freeze = Button(message("Freeze"), icon="lock", size="small")
        self._prune = Button(message("Prune"), icon="scissors", size="small")
        self._anew.clicked.connect(self._begin_anew)
        self._freeze.clicked.connect(self._toggle_frozen)
        self._prune.clicked.connect(self._toggle_pruned)
        for button in (self._anew, self._freeze, self._prune):
            self._part.layout().addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._part)
        self.take(links, cells, document)

    def take(self, links: frozenset[Link], cells: edits.Masks, document: Document) -> None:
        """Show these links, or the single weights `cells` of them, as they are in this document."""
        parameters = document.state.parameters
        network = document.network
        masks = cells or edits.together(edits.link_cells(document, link) for link in network.links if link in links)
        self._cells = {path: mask for path, mask in masks.items()
                       if path in parameters and parameters[path].shape == mask.shape}
        values = [parameters[path][mask] for path, mask in self._cells.items() if mask.any()]
        self._bundles.set_value("\n".join(self._listed(document, links)))
        self._weights.set_value(format_count(sum(each.size for each in values)))
        self._range.setVisible(bool(values))
        if values:
            self._range.set_value(message(
                "from {low} to {high}", low=float(min(each.min() for each in values)),
                high=float(max(each.max() for each in values))))
        for button in (self._anew, self._freeze, self._prune):
            button.setEnabled(bool(values))
        self._frozen = bool(values) and edits.all_held(document, self._cells, "frozen")
        self._pruned = bool(values) and edits.all_held(document, self._cells, "pruned")
        self._freeze.set_text(message("Unfreeze") if self._frozen else message("Freeze"),
                              "lock-open" if self._frozen else "lock")
        self._prune.set_text(message("Restore") if self._pruned else message("Prune"))

    def _listed(self, document: Document, links: frozenset[Link]) -> list[str]:
        ends = [_ends(document, link) for link in document.network.links if link in links]
        more = message("and {count} more", count=len(ends) - MOST_LISTED)
        return ends if len(ends) <= MOST_LISTED else [*ends[:MOST_LISTED], render(more)]

    def _begin_anew(self) -> None:
        self._desk.commit(lambda document: edits.randomize(document, self._cells), message("Draw weights anew"))

    def _toggle_frozen(self) -> None:
        on = not self._frozen
        text = message("Freeze weights") if on else message("Unfreeze weights")
        self._desk.commit(lambda document: edits.freeze_cells(document, self._cells, on), text)

    def _toggle_pruned(self) -> None:
        on = not self._pruned
        text = message("Prune links") if on else message("Restore links")
        self._desk.commit(lambda document: edits.prune_cells(document, self._cells, on), text)


def _ends(document: Document, link: Link) -> str:
    network = document.network
    return f"{shown_name(network.node(link.source).name)} → {shown_name(network.node(link.target).name)}"
