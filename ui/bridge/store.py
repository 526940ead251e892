"""The document store: the one place that holds the window's document, its undo stack and its file."""

from collections.abc import Callable
from operator import is_
from pathlib import Path
from weakref import WeakMethod

from msgspec.structs import replace
from PySide6.QtCore import QObject

from nnsim import files
from nnsim.document import Document
from nnsim.edits import branch, difference, trial
from nnsim.text import Message, message
from ui.bridge.live_state import LiveState
from ui.bridge.shown_document import UNDO_BYTES, ShownDocument
from ui.bridge.undo import Replace

BRANCH = message("Branch off")


class DocumentStore(ShownDocument):
    """The document of a window. Views follow `changed` and `previewed` and read `shown`; edits go in by `commit`.

    While training runs, `document` is its newest state without a word to the views (they follow the trainer);
    whatever comes next, an edit, undo or the end of training, makes what was trained one undo entry first.

    An earlier moment of its training can be visited: `document` is that moment then, and an edit of it becomes a branch
    as one undo entry, while the run that was left is kept among the earlier ones. `present` is where training stands.
    """

    def __init__(self, document: Document, parent: QObject | None = None, undo_bytes: int = UNDO_BYTES) -> None:
        super().__init__(document, parent, undo_bytes)
        self._goes_on: Document | None = None  # the moment that is visited after the edit being put
        self._was_modified = False
        self._stack.cleanChanged.connect(self._tell_modified)

    def commit(self, document: Document, text: Message, initiator: object = None, merge_key: str | None = None) -> None:
        """Replace the document by an edited one, as one undo entry; an equal document makes no entry.

        Edits in a row with the same `merge_key` (one slider, one field) become one entry. The preview ends. An edit of
        a visited moment is a branch; one that changes nothing of what is computed (places, notes, names of moments)
        holds for the present, too, and the visit goes on.
        """
        if self._take_trial(document):
            return
        if self._trial is not None and _same(document, self.document):  # cards moved, notes: the trial stays
            self._trial = document if self.tried is None else _with_places_and_words(self._trial, document)
        else:
            self.put_back()
        if self._live is not None:
            document = self._live.carry(document)
            if document != self._live.document:
                self.settle(message("Train"))
        self.drop_preview()
        if document == self.document:
            return
        if self._visit is not None:
            document = self._from_visit(document)
        self._stack.add(Replace(self._document, document, text, WeakMethod(self._put), initiator, merge_key))
        self._preview = self.tried
        self._tell_modified()

    def preview(self, document: Document) -> None:
        """Show a document that is not committed yet; `commit` or `drop_preview` ends it."""
        before = self.shown
        if self._trial is not None:
            document = trial(self.document, self._trial, document) or document
        if document is not before:
            self._preview = document
            self._tell_preview(before)

    def drop_preview(self) -> None:
        """Show the document again as it is committed, or as it is tried out."""
        before = self.shown
        if self._preview is not self.tried:
            self._preview = self.tried
            self._tell_preview(before)

    def try_out(self) -> None:
        """From now on changes of weights, biases and samples are previews; `keep` or `put_back` ends it, as does any
        other edit."""
        if self._trial is None and self._live is None:
            self._trial = self.document
            self.trying_changed.emit(True)

    def keep(self, text: Message) -> None:
        """Make what is tried out one undo entry."""
        document = self.tried
        self._trial = None
        self.trying_changed.emit(False)
        if document is not None:
            self.commit(document, text)

    def put_back(self) -> None:
        """Show the document again as it was before anything was tried out."""
        if self._trial is not None:
            self._trial = None
            self.drop_preview()
            self.trying_changed.emit(False)

    def _take_trial(self, document: Document) -> bool:
        """Try an edit out instead of making it, where that is what is done and it is one of numbers."""
        tried = None if self._trial is None else trial(self.document, self._trial, document)
        if tried is None and (self._trial is None or document != self.document):
            return False
        self._trial = tried or self.document  # set back by hand
        self.drop_preview()
        return True

    def visit(self, moment: Document) -> None:
        """Look at an earlier moment of the training (a document of `Replay`); `leave` or an edit ends it."""
        self.put_back()
        before = self.shown
        if self._live is None and moment is not self.document:
            self._visit_from = self._visit_from if self.visiting else self._stack.index()
            self._preview, self._visit = None, None if moment is self._document else moment
            self._tell_preview(before)
            self.visited.emit()

    def leave(self) -> None:
        """Back to where training stands."""
        self.visit(self._document)

    def branch_off(self) -> None:
        """Make the visited moment the present one, as one undo entry; nothing when none is."""
        if self._visit is not None:
            document, self._preview = branch(self._document, self._visit), None
            self._stack.add(Replace(self._document, document, BRANCH, WeakMethod(self._put)))
            self._tell_modified()

    def undo(self) -> None:
        """Take back the last edit, which is the training when one is running, or the visit of an earlier moment."""
        self._jump(self._stack.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._jump(self._stack.redo)

    def follow(self, document: Document) -> None:
        """Take the newest document of a running training, without an undo entry and without a signal.

        A visited moment becomes the present one first.
        """
        self.put_back()
        self.branch_off()
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
        self.put_back()
        self.jumping.emit()
        self._live = self._visit = None
        self.drop_preview()
        self._stack.clear()
        self.opening.begin(document.network)
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
        files.save(self.present, target, thumbnail)
        if self._live is None:
            self._stack.setClean()
        self._set_path(target)

    def _jump(self, to: Callable[[], None]) -> None:
        if self.tried is not None:
            self.put_back()
            return
        if self.visiting and not self.edited_here:
            self.leave()
            return
        self._goes_on = self._visit
        self.jumping.emit()
        self.settle(message("Train"))
        self.drop_preview()
        self._jumps = True
        try:
            to()
        finally:
            self._jumps, self._goes_on = False, None
        self._tell_modified()

    def _from_visit(self, document: Document) -> Document:
        """What becomes of the present when the visited moment, or the present behind it, is edited to this."""
        assert self._visit is not None
        if _same(document, self._document):  # the present was edited: the visit goes on as it is
            self._goes_on = self._visit
            return document
        if _same(document, self._visit):
            self._goes_on = document
            return _with_places_and_words(self._document, document)
        return branch(self._document, document)

    def _put(self, document: Document, initiator: object) -> None:
        before, visited = self._visit or self._document, self.visiting
        self._document, self._live = document, None
        if self._jumps and self._goes_on is not None:
            self._goes_on = _with_places_and_words(self._goes_on, document)
        self._visit, self._goes_on = self._goes_on, None
        self.changed.emit(difference(before, self.document, initiator))
        if visited:
            self.visited.emit()

    def _tell_preview(self, before: Document) -> None:
        self.previewed.emit()
        if not _same(before, self.shown):
            self.recomputed.emit()

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit()

    def _tell_modified(self, _clean: bool = False) -> None:
        if self.modified != self._was_modified:
            self._was_modified = self.modified
            self.modified_changed.emit(self.modified)


def _same(one: Document, other: Document) -> bool:
    """Whether two documents share what numbers and problems depend on."""
    return all(map(is_, _computed(one), _computed(other)))


def _computed(document: Document) -> tuple[object, ...]:
    """The parts of a document that numbers and problems depend on."""
    network = document.network
    return network.nodes, network.links, network.masks, document.data, document.plan, document.state


def _with_places_and_words(document: Document, other: Document) -> Document:
    """A document that computes as before, with all else as in another."""
    return replace(document, views=other.views, title=other.title, texts=other.texts, lesson=other.lesson,
                   extra=other.extra)
