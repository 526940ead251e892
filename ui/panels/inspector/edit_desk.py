"""Where the inspector's edits go: pure functions of the document, committed once, or previewed while they move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from nnsim.document import Document
from nnsim.text import Message, NnsimError
from ui.bridge import DocumentStore
from ui.canvas.centered import centered

Edit = Callable[[Document], Document]


class EditDesk(QObject):
    """Applies edits to the document of the moment. What an edit objects to is told by `refused`."""

    refused = Signal(object)

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store

    def commit(self, edit: Edit, text: Message) -> bool:
        """Make an edit, as one undo entry; tells whether it was accepted."""
        try:
            edited = centered(self.store.document, edit(self.store.document))
        except NnsimError as error:
            self.store.drop_preview()
            self.refused.emit(error.message)
            return False
        self.store.commit(edited, text)
        return True

    def preview(self, edit: Edit) -> None:
        """Show an edit that is not made yet; one that would be refused is not shown."""
        try:
            self.store.preview(centered(self.store.document, edit(self.store.document)))
        except NnsimError:
            self.store.drop_preview()

    def drop(self) -> None:
        """Call the preview off."""
        self.store.drop_preview()
