"""The main window: welcome page and lab page in one frame. The lab is built once the welcome page stands."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from nnsim.assets import asset_path
from nnsim.text import Message
from ui.look import theme
from ui.panels.actions import Actions
from ui.panels.gallery import SUFFIX, Gallery
from ui.panels.shortcut_guard import ShortcutGuard
from ui.panels.window_state import keep_window, restore_window

if TYPE_CHECKING:
    from ui.lab import Lab
    from ui.panels.document_files import Notice

# read one after another while the welcome page is looked at; the last one needs all of them
_MODULES = (
    "nnsim.document", "nnsim.ops", "nnsim.catalog", "nnsim.edits", "nnsim.files", "nnsim.program", "nnsim.session",
    "nnsim.trace", "ui.bridge", "ui.charts", "ui.canvas.view", "ui.panels.inspector", "ui.panels.data",
    "ui.panels.explain", "ui.panels.plots", "ui.panels.measures", "ui.panels.slides", "ui.panels.timeline", "ui.lab",
)  # fmt: skip


class _Part:
    """A part of the lab, found at the window; who asks for it before it is there has it built."""

    def __init__(self, name: str = "") -> None:
        self._name = name

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = self._name or name

    def __get__(self, window: MainWindow, owner: type) -> Any:
        return window.part(self._name)


class MainWindow(QMainWindow):
    """One window, one document. Its lab is built when a part of it is asked for, or by `furnish`, piece by piece.

    Signals:
        furnished(): the lab stands.
    """

    furnished = Signal()

    bench, files, feed, commands, dialogs, notices = _Part(), _Part(), _Part(), _Part(), _Part(), _Part()
    canvas, palette_column, data_card, timeline = _Part(), _Part(), _Part(), _Part()
    dock, explain, plots, measures, inspector, slides = _Part(), _Part(), _Part(), _Part(), _Part(), _Part()
    top_bar, menu, document_menu, lab = _Part(), _Part(), _Part(), _Part("page")

    def __init__(self) -> None:
        super().__init__()
        self.acts = Actions(self)
        for action in self.acts.all():
            self.addAction(action)
            if action is not self.acts["quit"]:
                action.triggered.connect(self._act_in_lab)
        self.gallery = Gallery()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.gallery)
        self.setCentralWidget(self.pages)
        self._lab: Lab | None = None
        self._pieces = self._build()
        self._building = QTimer(self, interval=0)
        self._building.timeout.connect(self._build_piece)
        self.guard = ShortcutGuard(self)
        self._connect_gallery()
        self.setAcceptDrops(True)
        restore_window(self)
        theme().language_changed.connect(self._show_title)
        self.acts["close"].triggered.connect(self._leave_document)
        self.acts["quit"].triggered.connect(self.close)
        self.show_welcome()

    @property
    def has_lab(self) -> bool:
        """Whether the lab stands."""
        return self.pages.count() > 1

    def furnish(self) -> None:
        """Build the lab between the events of the window."""
        self._building.start()

    def part(self, name: str) -> Any:
        """A part of the lab. The rest of the lab is built first if it is not there."""
        if not hasattr(self._lab, name):
            self._build_rest()
        return getattr(self._lab, name)

    def show_welcome(self) -> None:
        """Show samples, recent files, and the way to a new network."""
        self.gallery.refresh()
        self.pages.setCurrentWidget(self.gallery)
        self.acts.set_document_open(False)
        self._show_title()
        self.setWindowModified(False)

    def show_lab(self) -> None:
        """Show the document."""
        self.pages.setCurrentWidget(self.lab)
        self.acts.set_document_open(True)
        self._lab.begin()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # or the first picture has parts out of place
        self._fit_at_once()
        QTimer.singleShot(0, self, self._fit_at_once)  # once the page has the size of the window
        self._show_title()
        self._show_modified(self.bench.store.modified)

    def open_file(self, path: Path) -> bool:
        """Open a file, a shipped sample as a copy; tells whether it is open."""
        shipped = asset_path("samples").resolve() in path.resolve().parents
        return self.files.open(path, as_copy=shipped)

    def tell(self, notice: Notice) -> None:
        """Say something over the page."""
        self.notices.tell(notice)

    def tell_fault(self, text: Message) -> None:
        """Say that something failed."""
        from ui.panels.document_files import Notice

        self.tell(Notice("error", text))

    def rescue(self) -> Path | None:
        """Save a copy of unsaved work; None when there is none."""
        return self._lab.rescue() if self.has_lab else None

    def _build(self) -> Iterator[None]:
        for module in _MODULES:
            import_module(module)
            yield
        self._lab = import_module("ui.lab").Lab(self, self.acts, self.gallery, self.open_file)
        yield from self._lab.build()
        self._join_lab()

    def _join_lab(self) -> None:
        """The lab stands: it becomes the other page, and what is done in it is done there."""
        for action in self.acts.all():
            if action is not self.acts["quit"]:
                action.triggered.disconnect(self._act_in_lab)
        self.pages.addWidget(self.lab)
        self.files.opened.connect(self.show_lab)
        store = self.bench.store
        store.modified_changed.connect(self._show_modified)
        store.path_changed.connect(self._show_title)
        store.changed.connect(self._show_title)
        self.furnished.emit()

    def _build_piece(self) -> None:
        if next(self._pieces, self) is self:
            self._building.stop()

    def _build_rest(self) -> None:
        self._building.stop()
        for _ in self._pieces:  # not dressed together: Qt forgets a sheet badly while a closed dialog is still to go
            pass

    def _act_in_lab(self, checked: bool) -> None:
        """An action came before the lab that does it: build the lab, then act."""
        action = self.sender()
        self._build_rest()
        action.triggered[bool].emit(checked)

    def _connect_gallery(self) -> None:
        gallery = self.gallery
        gallery.new_requested.connect(lambda: self.files.new())
        gallery.open_requested.connect(lambda: self.files.ask_and_open())
        gallery.file_requested.connect(self.open_file)
        gallery.sample_requested.connect(self.open_file)
        gallery.language_chosen.connect(lambda language: self.dialogs.speak(language))
        for wish, action in (
            (gallery.theme_requested, "theme"), (gallery.guide_requested, "guide"), (gallery.about_requested, "about"),
            (gallery.preferences_requested, "preferences"),
        ):  # fmt: skip
            wish.connect(self.acts[action].trigger)

    def _fit_at_once(self) -> None:
        self.canvas.fit(travel=False)

    def _leave_document(self) -> None:
        if self.files.may_leave():
            self.bench.clock.end()
            self._lab.empty()
            self.show_welcome()

    def _show_modified(self, modified: bool) -> None:
        self.setWindowModified(modified and self.pages.currentWidget() is self.lab)

    def _show_title(self, *_: object) -> None:
        welcome = self.pages.currentWidget() is self.gallery
        self.setWindowTitle("nnsim" if welcome else f"{self.files.title()}[*] – nnsim")

    def changeEvent(self, event: QEvent) -> None:
        """Nothing is drawn for a window that is folded away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and self.has_lab:
            self.bench.trainer.set_watching(not self.isMinimized())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A network file may be dropped anywhere."""
        if any(url.toLocalFile().endswith(SUFFIX) for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        for url in event.mimeData().urls()[:1]:
            self.open_file(Path(url.toLocalFile()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for unsaved work, then end everything that runs."""
        self._building.stop()
        if self.has_lab and not self.files.may_leave():
            event.ignore()
            return
        keep_window(self)
        self.guard.release()
        if self._lab is not None:
            self._lab.close()
        event.accept()
