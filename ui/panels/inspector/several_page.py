"""The inspector of several nodes at once: how many, what they share, and what can be done to all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message, shown_name
from ui.look.widgets import Button
from ui.panels.inspector.edit_desk import EditDesk
from ui.panels.inspector.row import Fact, Page, Part


class SeveralPage(Page):
    """Names, weights anew, delete."""

    def __init__(
        self, nodes: frozenset[str], document: Document, desk: EditDesk, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._nodes, self._desk = nodes, desk
        part = Part(message("{count} nodes", count=len(nodes)), first=True)
        names = [shown_name(node.name) for node in document.network.nodes if node.id in nodes]
        part.add(Fact(message("Selected"), ", ".join(names)))
        anew = Button(message("Draw weights anew"), icon="dice-five", size="small")
        anew.clicked.connect(self._begin_anew)
        remove = Button(message("Delete"), icon="trash", size="small")
        remove.clicked.connect(self._delete)
        for button in (anew, remove):
            part.layout().addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(part)

    def _begin_anew(self) -> None:
        text = message("Draw the weights of {count} nodes anew", count=len(self._nodes))
        self._desk.commit(lambda document: edits.initialize(document, self._nodes), text)

    def _delete(self) -> None:
        text = message("Delete {count} nodes", count=len(self._nodes))
        self._desk.commit(lambda document: edits.delete(document, self._nodes), text)
