"""The main window: welcome page and lab page in one frame, the panels in their places, the menu."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget

from nnsim import edits
from nnsim.assets import asset_path
from nnsim.text import Message, message, tr
from ui.bridge.workbench import Workbench
from ui.canvas.view import CanvasView
from ui.look import theme
from ui.panels.actions import Actions
from ui.panels.chart_pictures import add_chart_pictures
from ui.panels.commands import Commands
from ui.panels.data import DataCard, DataDialog
from ui.panels.divergence import divergence_notice
from ui.panels.document_files import SUFFIX, DocumentFiles, Notice
from ui.panels.explain import ExplainPanel
from ui.panels.faults import rescue_copy
from ui.panels.figures import TopBarFeed
from ui.panels.gallery import Gallery
from ui.panels.inspector import Inspector
from ui.panels.lab_page import LabPage
from ui.panels.measures import MeasuresPanel
from ui.panels.menus import DocumentMenu, WindowMenu
from ui.panels.notices import Notices
from ui.panels.palette import Palette
from ui.panels.plots import PlotsPanel
from ui.panels.preferences import Preferences, load_preferences
from ui.panels.refusal import refusal_notice
from ui.panels.right_dock import RightDock
from ui.panels.shortcut_guard import ShortcutGuard
from ui.panels.thumbnail import SIZE, png_of
from ui.panels.timeline import TimelinePanel
from ui.panels.top_bar import TopBar
from ui.panels.window_dialogs import WindowDialogs
from ui.panels.window_state import keep_window, restore_window


class MainWindow(QMainWindow):
    """One window, one document."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Workbench(self)
        self.acts = Actions(self)
        self.files = DocumentFiles(self.bench.store, self, lambda: png_of(self.canvas.picture(SIZE)))
        self._build_panels()
        self._build_frame()
        self._connect()
        self._connect_gallery()
        self.setAcceptDrops(True)
        restore_window(self)
        self._compute_as_preferred(load_preferences())
        self.show_welcome()

    def show_welcome(self) -> None:
        """Show samples, recent files, and the way to a new network."""
        self.gallery.refresh()
        self.pages.setCurrentWidget(self.gallery)
        self.acts.set_document_open(False)
        self._show_title()
        self._show_modified(self.bench.store.modified)

    def show_lab(self) -> None:
        """Show the document."""
        self.notices.clear()
        self.bench.selection.clear()
        self.pages.setCurrentWidget(self.lab)
        self.acts.set_document_open(True)
        self.feed.show_all()
        QTimer.singleShot(0, self, self._fit_at_once)  # once the page has the size of the window
        self.canvas.setFocus()
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
        self.tell(Notice("error", text))

    def rescue(self) -> Path | None:
        """Save a copy of unsaved work; None when there is none."""
        return rescue_copy(self.bench.store.document) if self.bench.store.modified else None

    def _build_panels(self) -> None:
        bench = self.bench
        self.data_card = DataCard(bench.store, bench.clock)
        self.palette_column = Palette(self.data_card)
        self.canvas = CanvasView(bench.store, bench.trainer, bench.clock, bench.selection)
        self.explain = ExplainPanel(bench.clock)
        self.plots = PlotsPanel(bench.store, bench.trainer)
        self.measures = MeasuresPanel(bench.store, bench.trainer, bench.problems)
        self.inspector = Inspector(bench.store, bench.selection, bench.problems)
        self.timeline = TimelinePanel(bench.store, bench.trainer, bench.clock)
        self.gallery = Gallery()

    def _build_frame(self) -> None:
        self.dock = RightDock([
            ("explain", message("Explain"), self.explain),
            ("plots", message("Plots"), self.plots),
            ("measures", message("Metrics"), self.measures),
            ("layer", message("Settings"), self.inspector),
        ])  # fmt: skip
        self.menu = WindowMenu(self.acts, self.open_file, self)
        self.top_bar = TopBar(self.acts, self.menu)
        self.document_menu = DocumentMenu(self.acts, self.top_bar.title.rename, self)
        self.lab = LabPage(self.top_bar, self.palette_column, self.canvas, self.dock, self.timeline)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.gallery)
        self.pages.addWidget(self.lab)
        self.setCentralWidget(self.pages)
        self.notices = Notices(lambda: self.canvas if self.pages.currentWidget() is self.lab else self.gallery)
        for action in self.acts.all():
            self.addAction(action)
        self.commands = Commands(self.acts, self.bench, self.files, self.canvas, self.palette_column)
        self.dialogs = WindowDialogs(self.acts, self)
        self.feed = TopBarFeed(self.top_bar, self.bench, self.acts, self.files)
        self.guard = ShortcutGuard(self)

    def _connect(self) -> None:
        bench, bar = self.bench, self.top_bar
        self.files.opened.connect(self.show_lab)
        self.files.told.connect(self.tell)
        for refused in (bench.trainer.failed, bench.clock.failed):
            refused.connect(self._tell_refusal)
        for signal in (bench.trainer.worker_lost, self.inspector.told):
            signal.connect(lambda text: self.tell(Notice("warning", text)))
        bench.trainer.stopped_early.connect(lambda text: self.tell(Notice("info", text)))
        bench.trainer.given_up.connect(self._tell_given_up)
        bench.store.modified_changed.connect(self._show_modified)
        bench.store.path_changed.connect(self._show_title)
        bench.store.changed.connect(self._show_title)
        theme().language_changed.connect(self._show_title)
        bench.trainer.diverged.connect(self._tell_divergence)
        bench.problems.changed.connect(lambda: self.notices.look())
        bench.trainer.running_changed.connect(self.notices.look)
        bench.problems.changed.connect(lambda: self.canvas.set_problems(bench.problems.told))
        bench.trainer.snapshot.connect(lambda _: self.inspector.training_moved())
        bench.trainer.running_changed.connect(self._plots_while_training)
        bar.language_chosen.connect(self.dialogs.speak)
        bar.backend.backend_chosen.connect(self.dialogs.compute_with)
        self.dialogs.preferred.connect(self._compute_as_preferred)
        bar.speed.chosen.connect(bench.trainer.set_speed)
        bench.trainer.set_speed(bar.speed.speed)
        bar.title.clicked.connect(self._open_document_menu)
        bar.title.renamed.connect(self._rename)
        for asks in (self.data_card.choose_requested, self.measures.data_wanted):
            asks.connect(self._choose_data)
        self.lab.compact_changed.connect(self.timeline.set_collapsed)
        self.canvas.view_menu_requested.connect(self.menu.view.popup)
        self.canvas.samples_requested.connect(self.acts["close"].trigger)
        self.explain.place_hovered.connect(self.canvas.show_place)
        self.canvas.pointed.connect(self.explain.light)
        self.timeline.lack_changed.connect(self.explain.set_lack)
        self.timeline.mended.connect(lambda: self.canvas.setFocus())
        self.acts["dock"].setChecked(True)
        self.acts["dock"].toggled.connect(self.dock.setVisible)
        self.dock.menu_wanted.connect(self._fill_dock_menu)
        self.acts["close"].triggered.connect(self._leave_document)
        self.acts["quit"].triggered.connect(self.close)

    def _connect_gallery(self) -> None:
        gallery = self.gallery
        gallery.new_requested.connect(self.files.new)
        gallery.open_requested.connect(self.files.ask_and_open)
        gallery.file_requested.connect(self.open_file)
        gallery.sample_requested.connect(self.open_file)
        gallery.language_chosen.connect(self.dialogs.speak)
        gallery.theme_requested.connect(self.acts["theme"].trigger)
        gallery.guide_requested.connect(self.acts["guide"].trigger)
        gallery.about_requested.connect(self.acts["about"].trigger)
        gallery.preferences_requested.connect(self.acts["preferences"].trigger)

    def _tell_divergence(self, text: Message, entered: bool) -> None:
        self.tell(divergence_notice(text, entered, self.bench.store, self.bench.trainer))

    def _tell_refusal(self, text: Message) -> None:
        self.tell(refusal_notice(text, self.bench.store, self._choose_data))

    def _tell_given_up(self, text: Message) -> None:
        self.tell(Notice("error", text, ((message("Try again"), self.bench.trainer.try_again),)))

    def _open_document_menu(self) -> None:
        title = self.top_bar.title
        self.document_menu.popup(title.mapToGlobal(QPoint(0, title.height())))

    def _plots_while_training(self, running: bool) -> None:
        """Nothing is explained while training runs, so the plots come to the front in its place."""
        if running and self.dock.current == "explain":
            self.dock.bring("plots")

    def _fit_at_once(self) -> None:
        self.canvas.fit(travel=False)

    def _compute_as_preferred(self, preferences: Preferences) -> None:
        self.top_bar.backend.show_backend(preferences.backend)
        self.bench.trainer.set_backend(preferences.backend)

    def _leave_document(self) -> None:
        if self.files.may_leave():
            self.bench.clock.end()
            self.bench.store.replace_all(edits.new_document())
            self.show_welcome()

    def _rename(self, title: str) -> None:
        document = edits.set_title(self.bench.store.document, title)
        self.bench.store.commit(document, message("Rename the network to '{title}'", title=title))

    def _choose_data(self) -> None:
        DataDialog(self.bench.store, self).open()

    def _fill_dock_menu(self, menu: QMenu) -> None:
        add_chart_pictures(menu, self.plots, self.measures, self)
        menu.addSeparator()
        menu.addAction(tr("Hide the side panel")).triggered.connect(self.acts["dock"].trigger)

    def _show_modified(self, modified: bool) -> None:
        self.setWindowModified(modified and self.pages.currentWidget() is self.lab)

    def _show_title(self, *_: object) -> None:
        welcome = self.pages.currentWidget() is self.gallery
        self.setWindowTitle("nnsim" if welcome else f"{self.files.title()}[*] – nnsim")

    def changeEvent(self, event: QEvent) -> None:
        """Nothing is drawn for a window that is folded away."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
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
        if not self.files.may_leave():
            event.ignore()
            return
        keep_window(self)
        self.guard.release()
        self.bench.shutdown()
        event.accept()
