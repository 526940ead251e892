"""Editing a node's name where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim import edits
from nnsim.text import NnsimError, message, render, shown_name, tr
from ui.look import font, theme

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class NameField(QLineEdit):
    """Enter commits the name, Escape drops it, leaving the field commits what is valid."""

    def __init__(self, view: CanvasView, node: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._node = node
        self._over = False
        self._name = shown_name(view.document.network.node(node).name)
        self.setText(self._name)
        self.selectAll()
        self.setFont(font("card_title"))
        self.setAccessibleName(tr("Name of '{name}'", name=self._name))
        self.textEdited.connect(lambda _text: self._mark(""))
        self.returnPressed.connect(self._commit)

    def _commit(self) -> None:
        if self._over:
            return
        if not self._view.document.network.has(self._node):  # deleted or undone meanwhile
            self._close()
            return
        if self.text() == self._name:
            self._close()
            return
        try:
            document = edits.rename(self._view.document, self._node, self.text())
        except NnsimError as error:
            self._mark(render(error.message))
            return
        text = message("Rename '{old}' to '{new}'", old=self._name, new=document.network.node(self._node).name)
        self._close()
        self._view.store.commit(document, text)

    def _mark(self, problem: str) -> None:
        self.setProperty("invalid", "true" if problem else "false")
        self.setToolTip(problem)
        self.setAccessibleDescription(problem)
        self.style().polish(self)

    def _close(self) -> None:
        self._over = True
        self.hide()
        self.deleteLater()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # a line edit hands it on, and the canvas would open the field again

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self._over:
            self._commit()
            if not self._over:
                self._close()


def rename_inline(view: CanvasView, node: str) -> NameField:
    """Open the field over the node's name."""
    card = view.board.diagram.cards[node]
    place = QRectF(card.rect.x() + 8, card.rect.y() + 8, card.rect.width() - 16, 30)
    if card.free:
        center = card.center_of[0]
        place = QRectF(center.x() - 70, center.y() + card.shape.radius + 6, 140, 30)
    corner = view.mapFromScene(place.topLeft())
    px = theme().px
    field = NameField(view, node, view)
    field.setGeometry(corner.x(), corner.y(), max(px(132), round(place.width() * view.transform().m11())), px(30))
    field.show()
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    return field
