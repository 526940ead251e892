"""The inspector of a link: where it leads, its weights, and the button that removes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim import edits
from nnsim.document import ArrayMap, Document, Link
from nnsim.text import format_count, message
from ui.bridge.problems import ProblemWatch
from ui.look.widgets import Button
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.parameters_part import ParametersPart
from ui.panels.inspector.problems_part import ProblemsPart
from ui.panels.inspector.row import Fact, Page, Part


class LinkPage(Page):
    """From, to, weights, remove. `take` follows the document."""

    def __init__(
        self, link: Link, document: Document, watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.link, self._desk = link, desk
        self.add(ProblemsPart((link,), watch, desk))
        part = Part(message("Link"), first=True)
        self._source, self._target = Fact(message("Link from")), Fact(message("Link to"))
        self._units = Fact(message("Units") if link.unit is None else message("Unit"))
        for fact in (self._source, self._target, self._units):
            part.add(fact)
        remove = Button(message("Remove the link"), icon="trash", size="small")
        remove.clicked.connect(self._remove)
        part.layout().addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(part)
        self._weights = ParametersPart(link.target, desk, link)
        self.add(self._weights)
        self.take(document, document.state.parameters)

    def take(self, document: Document, parameters: ArrayMap) -> None:
        """Show the link as it is in this document, with these numbers."""
        network, link = document.network, self.link
        self._source.set_value(network.node(link.source).name)
        self._target.set_value(network.node(link.target).name)
        units = edits.units(network).get(link.source)
        self._units.set_value(format_count(link.unit + 1 if link.unit is not None else units or 0))
        self.take_numbers(document, parameters)

    def take_numbers(self, document: Document, parameters: ArrayMap) -> None:
        """Show newer numbers of a running training."""
        self._weights.take(document, parameters)

    def show_cell(self, cell: tuple[int, int] | None) -> None:
        """Bring one of the weights to notice."""
        self._weights.show_cell(cell)

    def _remove(self) -> None:
        self._desk.commit(lambda document: edits.disconnect(document, self.link), message("Remove a link"))
