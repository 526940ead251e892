"""The document store: the one place that holds the window's document, its undo stack and its file."""

from collections.abc import Callable
from operator import is_
from pathlib import Path
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from nnsim import files
from nnsim.document import Document
from nnsim.edits import difference
from nnsim.text import Message, message
from ui.bridge.live_state import LiveState
from ui.bridge.undo import Replace, UndoStack

UNDO_BYTES = 256 * 2**20


class DocumentStore(QObject):
    """The document of a window. Views follow `changed` and `previewed` and read `shown`; edits go in by `commit`.

    While training runs, `document` is its newest state without a word to the views (they follow the trainer);
    whatever comes next, an edit, undo or the end of training, makes what was trained one undo entry first.

    Signals:
        changed(ChangeSet): `document` was replaced; the change set says by what and who asked for it.
        previewed(): `shown` differs from before, while `document` does not.
        recomputed(): as `previewed`, but not where cards only stand elsewhere, as in every move of a drag.
        jumping(): undo, redo or another document is about to come, so a running training ends here.
    """

    changed = Signal(object)
    previewed = Signal()
    recomputed = Signal()
    jumping = Signal()
    path_changed = Signal()
    modified_changed = Signal(bool)

    def __init__(self, document: Document, parent: QObject | None = None, undo_bytes: int = UNDO_BYTES) -> None:
        super().__init__(parent)
        self._document = document
        self._preview: Document | None = None
        self._live: LiveState | None = None
        self._path: Path | None = None
        self._was_modified = False
        self._jumps = False
        self._stack = UndoStack(undo_bytes)
        self._stack.setParent(self)
        self._stack.cleanChanged.connect(self._tell_modified)

    @property
    def document(self) -> Document:
        """The document as committed, with the newest numbers of a running training."""
        return self._document if self._live is None else self._live.document

    @property
    def shown(self) -> Document:
        """What views show: the preview of a gesture in progress, else the document."""
        return self.document if self._preview is None else self._preview

    @property
    def previewing(self) -> bool:
        """Whether a gesture is being previewed."""
        return self._preview is not None

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
        return self._text_at(self._stack.index() - 1)

    @property
    def redo_text(self) -> Message | None:
        """What redo would do again, None when there is nothing."""
        return None if self._live is not None else self._text_at(self._stack.index())

    def commit(self, document: Document, text: Message, initiator: object = None, merge_key: str | None = None) -> None:
        """Replace the document by an edited one, as one undo entry; an equal document makes no entry.

        Edits in a row with the same `merge_key` (one slider, one field) become one entry. The preview ends.
        """
        if self._live is not None:
            document = self._live.carry(document)
            if document != self._live.document:
                self.settle(message("Train"))
        self.drop_preview()
        if document == self.document:
            return
        self._stack.add(Replace(self._document, document, text, WeakMethod(self._put), initiator, merge_key))
        self._tell_modified()

    def preview(self, document: Document) -> None:
        """Show a document that is not committed yet; `commit` or `drop_preview` ends it."""
        before = self.shown
        if document is not before:
            self._preview = document
            self._tell_preview(before)

    def drop_preview(self) -> None:
        """Show the document again as it is committed."""
        before = self.shown
        if self._preview is not None:
            self._preview = None
            self._tell_preview(before)

    def undo(self) -> None:
        """Take back the last edit, which is the training when one is running."""
        self._jump(self._stack.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._jump(self._stack.redo)

    def follow(self, document: Document) -> None:
        """Take the newest document of a running training, without an undo entry and without a signal."""
        if self._live is None:
            self._live = LiveState(self._document)
        self._live.show(document)
        self._tell_modified()

    def settle(self, text: Message) -> bool:
        """Make what training did since it started one undo entry, with the store itself as its initiator.

        Tells whether it did anything.
        """
        if self._live is None:
            return False
        document, self._live = self._live.document, None
        changed = document != self._document
        if changed:
            self._stack.add(Replace(self._document, document, text, WeakMethod(self._put), initiator=self))
        self._tell_modified()
        return changed

    def replace_all(self, document: Document, path: Path | None = None) -> None:
        """Begin with another document: nothing to undo, nothing to save."""
        self.jumping.emit()
        self._live = None
        self.drop_preview()
        self._stack.clear()
        self._put(document, None)
        self._set_path(path)
        self._tell_modified()

    def open(self, path: Path) -> None:
        """Open a file in place of the document.

        Raises:
            NnsimError: the file cannot be read; the document stays as it is.
        """
        self.replace_all(files.load(path), path)

    def save(self, path: Path | None = None, thumbnail: bytes | None = None) -> None:
        """Save the document, to its own file when no path is given.

        Raises:
            NnsimError: the file cannot be written; the document stays modified.
            ValueError: no path is given and the document has none.
        """
        target = self._path if path is None else path
        if target is None:
            raise ValueError("a document that was never saved needs a path")
        files.save(self.document, target, thumbnail)
        if self._live is None:
            self._stack.setClean()
        self._set_path(target)

    def _jump(self, to: Callable[[], None]) -> None:
        self.jumping.emit()
        self.settle(message("Train"))
        self.drop_preview()
        self._jumps = True
        try:
            to()
        finally:
            self._jumps = False
        self._tell_modified()

    def _put(self, document: Document, initiator: object) -> None:
        before, self._document = self._document, document
        self._live = None
        self.changed.emit(difference(before, document, initiator))

    def _tell_preview(self, before: Document) -> None:
        self.previewed.emit()
        if not all(map(is_, _computed(before), _computed(self.shown))):
            self.recomputed.emit()

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _tell_modified(self, _clean: bool = False) -> None:
        if self.modified != self._was_modified:
            self._was_modified = self.modified
            self.modified_changed.emit(self.modified)

    def _text_at(self, index: int) -> Message | None:
        command = self._stack.command(index) if 0 <= index < self._stack.count() else None
        return command.text_message if isinstance(command, Replace) else None


def _computed(document: Document) -> tuple[object, ...]:
    """The parts of a document that numbers and problems depend on."""
    network = document.network
    return network.nodes, network.links, network.masks, document.data, document.plan, document.state
