"""A document on loan: it is shown and walked through, and no edit of it is taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from nnsim.document import Document
from nnsim.text import Message
from ui.bridge.step_clock import StepClock
from ui.bridge.store import DocumentStore


class LockedStore(DocumentStore):
    """A fork that only `show` replaces. Walking past the end of a training step goes on in the fork alone.

    Edits, previews, undo, redo, files: all of them leave it as it is, without a word.
    """

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent, undo_bytes=0)

    @property
    def undo_text(self) -> Message | None:
        """Nothing is ever taken back."""
        return None

    @property
    def redo_text(self) -> Message | None:
        """Nothing is ever done again."""
        return None

    def show(self, document: Document) -> None:
        """Show this document from now on."""
        if document is not self.document or self.visiting:
            self._visit = None
            self._put(document, None)

    def commit(self, document: Document, text: Message, initiator: object = None, merge_key: str | None = None) -> None:
        """Only what the clock has walked to is shown; an edit is refused."""
        if isinstance(initiator, StepClock):
            self._visit = None
            self._put(document, initiator)

    def preview(self, document: Document) -> None:
        """Refused."""

    def try_out(self) -> None:
        """Refused."""

    def branch_off(self) -> None:
        """Refused."""

    def undo(self) -> None:
        """Refused."""

    def redo(self) -> None:
        """Refused."""

    def follow(self, document: Document) -> None:
        """Refused: nothing trains here."""

    def replace_all(self, document: Document, path: Path | None = None) -> None:
        """Refused."""

    def save(self, path: Path | None = None, thumbnail: bytes | None = None) -> None:
        """Refused: a fork has no file."""
