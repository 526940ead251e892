"""The window's document as it is read: committed, live, visited, tried out or previewed, and what undo would do."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from nnsim.document import Document
from nnsim.text import Message, message
from ui.bridge.live_state import LiveState
from ui.bridge.opening import Opening
from ui.bridge.undo import Replace, UndoStack

UNDO_BYTES = 256 * 2**20
LOOK_BACK = message("Look back")


class ShownDocument(QObject):
    """What a document is at the moment, for whoever shows it; `DocumentStore` changes it.

    Signals:
        changed(ChangeSet): `document` was replaced; the change set says by what and who asked for it.
        previewed(): `shown` differs from before, while `document` does not.
        recomputed(): as `previewed`, but not where cards only stand elsewhere, as in every move of a drag.
        jumping(): undo, redo or another document is about to come, so a running training ends here.
        trying_changed(bool): changes of numbers are tried out from now on, or no longer.
        visited(): another moment is visited, or none any more.
    """

    changed = Signal(object)
    previewed = Signal()
    recomputed = Signal()
    jumping = Signal()
    trying_changed = Signal(bool)
    visited = Signal()
    path_changed = Signal()
    modified_changed = Signal(bool)

    def __init__(self, document: Document, parent: QObject | None = None, undo_bytes: int = UNDO_BYTES) -> None:
        super().__init__(parent)
        self.opening = Opening(self)
        self._document = document
        self._preview: Document | None = None
        self._live: LiveState | None = None
        self._visit: Document | None = None
        self._visit_from = 0  # how many undo entries there were when it began
        self._trial: Document | None = None  # what is tried out, the document itself at first; None: nothing can be
        self._path: Path | None = None
        self._jumps = False
        self._stack = UndoStack(undo_bytes)
        self._stack.setParent(self)

    @property
    def document(self) -> Document:
        """The document as committed, with the newest numbers of a running training; the visited moment, if one is."""
        return self.present if self._visit is None else self._visit

    @property
    def present(self) -> Document:
        """The document where its training stands, also while an earlier moment is visited."""
        return self._document if self._live is None else self._live.document

    @property
    def visiting(self) -> bool:
        """Whether an earlier moment of the training is looked at."""
        return self._visit is not None

    @property
    def shown(self) -> Document:
        """What views show: the preview of a gesture in progress, else the document."""
        return self.document if self._preview is None else self._preview

    @property
    def previewing(self) -> bool:
        """Whether a gesture is being previewed."""
        return self._preview is not None

    @property
    def trying(self) -> bool:
        """Whether changes of numbers are tried out, as previews, rather than made."""
        return self._trial is not None

    @property
    def tried(self) -> Document | None:
        """What is tried out; None while nothing is."""
        return None if self._trial is self.document else self._trial

    @property
    def jumps(self) -> bool:
        """Whether undo or redo is what replaces the document at the moment."""
        return self._jumps

    @property
    def undo_stack(self) -> QUndoStack:
        """The stack, for its states and signals; undo and redo go through the store."""
        return self._stack

    @property
    def path(self) -> Path | None:
        """The file of the document, None before it is first saved."""
        return self._path

    @property
    def modified(self) -> bool:
        """Whether the document differs from its file."""
        return self._live is not None or not self._stack.isClean()

    @property
    def undo_text(self) -> Message | None:
        """What undo would take back, None when there is nothing."""
        if self._live is not None:
            return message("Train")
        return LOOK_BACK if self.visiting and not self.edited_here else self._text_at(self._stack.index() - 1)

    @property
    def edited_here(self) -> bool:
        """Whether something was edited since the visit of a moment began, which went on all the same."""
        return self.visiting and self._stack.index() > self._visit_from

    @property
    def redo_text(self) -> Message | None:
        """What redo would do again, None when there is nothing."""
        return None if self._live is not None or self.visiting else self._text_at(self._stack.index())

    def _text_at(self, index: int) -> Message | None:
        command = self._stack.command(index) if 0 <= index < self._stack.count() else None
        return command.text_message if isinstance(command, Replace) else None
