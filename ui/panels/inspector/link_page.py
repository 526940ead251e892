"""The inspector of a link: where it leads, and the button that removes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim import edits
from nnsim.document import Document, Link
from nnsim.text import format_count, message
from ui.bridge.problems import ProblemWatch
from ui.look.widgets import Button
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.problems_part import ProblemsPart
from ui.panels.inspector.row import Fact, Page, Part


class LinkPage(Page):
    """From, to, remove."""

    def __init__(
        self, link: Link, document: Document, watch: ProblemWatch, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.link, self._desk = link, desk
        self.add(ProblemsPart((link,), watch, desk))
        part = Part(message("Link"), first=True)
        network = document.network
        part.add(Fact(message("From"), network.node(link.source).name))
        part.add(Fact(message("To"), network.node(link.target).name))
        units = edits.units(network).get(link.source)
        if link.unit is not None:
            part.add(Fact(message("Unit"), format_count(link.unit + 1)))
        elif units is not None:
            part.add(Fact(message("Units"), format_count(units)))
        remove = Button(message("Remove the link"), icon="trash", size="small")
        remove.clicked.connect(self._remove)
        part.layout().addWidget(remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(part)

    def _remove(self) -> None:
        self._desk.commit(lambda document: edits.disconnect(document, self.link), message("Remove a link"))
