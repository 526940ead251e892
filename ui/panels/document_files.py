"""New, open, save, close: the document and its file, with the question before unsaved work is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QTextEdit, QWidget

from nnsim import edits
from nnsim.files import FileError, open_file
from nnsim.text import Message, NnsimError, language, message, tr
from ui.bridge import DocumentStore
from ui.look.widgets.banner import Tone
from ui.panels.folders import documents_folder
from ui.panels.leave_question import ask_before_leaving
from ui.panels.preferences import forget_file, remember_file
from ui.panels.second_window import open_second_window

SUFFIX = ".nnsim"


@dataclass(frozen=True)
class Notice:
    """Something to say over the canvas: tone, sentence, and the buttons (text, what to do).

    `stands` tells of a notice about a problem whether the problem is still there; training that runs ends it, too.
    """

    tone: Tone
    text: Message
    actions: tuple[tuple[Message, Callable[[], None]], ...] = ()
    stands: Callable[[], bool] | None = None


class DocumentFiles(QObject):
    """Puts documents into the store and writes them out. `opened` comes when another document stands in the store.

    Args:
        thumbnail: makes the picture that is saved with the document, as PNG.
    """

    opened = Signal()
    told = Signal(object)

    def __init__(self, store: DocumentStore, window: QWidget, thumbnail: Callable[[], bytes | None]) -> None:
        super().__init__(window)
        self._store, self._window, self._thumbnail = store, window, thumbnail
        self._copy_only = False

    def new(self) -> None:
        """Begin an empty network."""
        if self.may_leave():
            self._copy_only = False
            self._store.replace_all(edits.new_document())
            self.opened.emit()

    def open_window(self) -> None:
        """Open a second window, in a process of its own; this one stays as it is."""
        if open_second_window():
            self.told.emit(Notice("info", message("A new window opens. What is copied here can be pasted there.")))
        else:
            text = message("A second window could not be opened. Start nnsim once more from the desktop.")
            self.told.emit(Notice("error", text))

    def ask_and_open(self) -> None:
        """Choose a file and open it."""
        if not self.may_leave():
            return
        pattern = tr("Networks (*.nnsim)")
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Open file"), str(self._folder()), pattern)
        if name:
            self._open(Path(name), False, False)

    def open(self, path: Path, as_copy: bool = False, without_weights: bool = False) -> bool:
        """Open a file; as a copy it is saved under a new name. Tells whether it is open now."""
        return self.may_leave() and self._open(path, as_copy, without_weights)

    def save(self) -> bool:
        """Save to the document's own file, or ask where; tells whether it is saved."""
        _end_writing()
        if self._store.path is None or self._copy_only:
            return self.save_as()
        return self._write(self._store.path)

    def save_as(self) -> bool:
        """Ask where to save, and save there."""
        _end_writing()
        start = self._folder() / (_file_name(self.title()) + SUFFIX)
        name, _ = QFileDialog.getSaveFileName(self._window, tr("Save as"), str(start), tr("Networks (*.nnsim)"))
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX))

    def may_leave(self) -> bool:
        """Whether the document may be left: it is saved, or the user saved or gave it up just now."""
        _end_writing()
        if not self._store.modified:
            return True
        answer = ask_before_leaving(self._window, self.title())
        return self.save() if answer == "save" else answer == "discard"

    def title(self) -> str:
        """The document's title; else its file's name; else what an untitled one is called."""
        title = self._store.document.title_in(language())
        if title:
            return title
        return self._store.path.stem if self._store.path is not None else tr("Untitled network")

    def _open(self, path: Path, as_copy: bool, without_weights: bool) -> bool:
        try:
            opened = open_file(path, without_weights)
        except FileError as error:
            if error.code == "file.missing":
                forget_file(str(path))
            self.told.emit(Notice("error", error.message, self._remedies(error, path, as_copy)))
            return False
        self._copy_only = opened.newer or without_weights
        self._store.replace_all(opened.document, None if as_copy else path)
        if not as_copy:
            remember_file(str(path.resolve()))
        self.opened.emit()
        for banner in opened.banners:
            self.told.emit(Notice("warning", banner))
        return True

    def _remedies(
        self, error: FileError, path: Path, as_copy: bool
    ) -> tuple[tuple[Message, Callable[[], None]], ...]:
        if not error.weights_alone:
            return ()

        def without_weights() -> None:
            self.open(path, as_copy, without_weights=True)

        return ((message("Open without weights"), without_weights),)

    def _write(self, path: Path) -> bool:
        try:
            self._store.save(path, self._thumbnail())
        except NnsimError as error:
            elsewhere = (message("Save as…"), self._save_elsewhere)
            self.told.emit(Notice("error", error.message, (elsewhere,)))
            return False
        self._copy_only = False
        remember_file(str(path.resolve()))
        return True

    def _save_elsewhere(self) -> None:
        self.save_as()

    def _folder(self) -> Path:
        return self._store.path.parent if self._store.path is not None else documents_folder()


def _end_writing() -> None:
    """What stands in a field and is not committed yet belongs to the document, too."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QTextEdit | QLineEdit):
        focused.clearFocus()


def _file_name(title: str) -> str:
    kept = "".join(letter if letter.isalnum() or letter in " -_.," else "-" for letter in title).strip(" .")
    return kept[:80] or "network"
