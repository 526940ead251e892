"""The panels around one document, and what joins them to each other and to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from nnsim import edits
from nnsim.text import Message, message, tr
from ui.bridge.slide_recorder import Framing
from ui.bridge.workbench import Workbench
from ui.canvas.acts.figures import figure_of
from ui.canvas.acts.stops import toggle_selected
from ui.canvas.framed import framed_nodes
from ui.canvas.view import CanvasView
from ui.lecture.presenter import Presenter
from ui.lecture.thumbnails import Thumbnails, at_rest
from ui.panels import garbage
from ui.panels.actions import Actions, Command
from ui.panels.areas import Areas
from ui.panels.chart_pictures import add_chart_pictures
from ui.panels.commands import Commands, setting_commands
from ui.panels.data import DataCard, DataDialog
from ui.panels.divergence import divergence_notice
from ui.panels.document_files import DocumentFiles, Notice
from ui.panels.explain import ExplainPanel
from ui.panels.export_dialog import ExportDialog
from ui.panels.faults import rescue_copy
from ui.panels.figures import TopBarFeed
from ui.panels.inspector import Inspector
from ui.panels.inspector.setting_commands import Setting
from ui.panels.lab_page import LabPage
from ui.panels.measures import MeasuresPanel
from ui.panels.menus import DocumentMenu, WindowMenu
from ui.panels.notices import Notices
from ui.panels.palette import Palette
from ui.panels.plots import PlotsPanel
from ui.panels.practice import connect_practice
from ui.panels.preferences import Preferences, load_preferences
from ui.panels.refusal import refusal_notice
from ui.panels.right_dock import RightDock
from ui.panels.slides import SlidesPanel
from ui.panels.thumbnail import SIZE, png_of
from ui.panels.timeline import TimelinePanel
from ui.panels.top_bar import TopBar
from ui.panels.window_dialogs import WindowDialogs


class Lab(QObject):
    """What the window shows of a document; `build` makes it, a piece at a time.

    Args:
        welcome: the page that stands in place of the lab's while no document is open.
        open_file: called with the path of a recent file that was chosen.
    """

    def __init__(
        self, window: QMainWindow, acts: Actions, welcome: QWidget, open_file: Callable[[Path], object]
    ) -> None:
        super().__init__(window)
        self._window, self._acts, self._welcome, self._open_file = window, acts, welcome, open_file

    def build(self) -> Iterator[None]:
        """Make the panels and join them; between two of the pieces the window may answer."""
        self.bench = bench = Workbench(self._window)
        garbage.wait_for(bench.store.opening)
        self.files = DocumentFiles(bench.store, self._window, lambda: png_of(self.canvas.picture(SIZE)))
        self.data_card = DataCard(bench.store, bench.clock)
        self.data_card.row_changed.connect(bench.trainer.look_at)
        yield
        self.palette_column = Palette(self.data_card)
        yield
        self.canvas = CanvasView(bench.store, bench.trainer, bench.clock, bench.selection)
        yield
        self.explain = ExplainPanel(bench.clock)
        self.plots = PlotsPanel(bench.store, bench.trainer)
        yield
        self.measures = MeasuresPanel(bench.store, bench.trainer, bench.problems)
        yield
        self.inspector = Inspector(bench.store, bench.selection, bench.problems)
        yield
        self.slides = SlidesPanel(bench, self._framing)
        yield
        self.timeline = TimelinePanel(bench.store, bench.trainer, bench.clock, bench.travel)
        yield
        self._build_frame()
        yield
        self._connect()
        self._connect_bench()
        self._connect_canvas()

    def rescue(self) -> Path | None:
        """Save a copy of unsaved work; None when there is none."""
        return rescue_copy(self.bench.store.document) if self.bench.store.modified else None

    def begin(self) -> None:
        """Show a document that was opened, as at first sight."""
        self.notices.clear()
        self.bench.selection.clear()
        self.dock.bring("explain")
        self.feed.show_all()
        self.canvas.setFocus()

    def empty(self) -> None:
        """Put the document away."""
        self.bench.store.replace_all(edits.new_document())

    def close(self) -> None:
        """End everything that runs; of a lab that is still being built, too."""
        if hasattr(self, "_thumbnails"):
            self._thumbnails.close()
        if hasattr(self, "bench"):
            self.bench.shutdown()
        if not hasattr(self, "page"):
            for panel in vars(self).values():
                if isinstance(panel, QWidget) and panel.parent() is None and panel is not self._window:
                    panel.deleteLater()

    def _build_frame(self) -> None:
        window, acts = self._window, self._acts
        self.dock = RightDock([
            ("explain", message("Explain"), self.explain),
            ("plots", message("Plots"), self.plots),
            ("measures", message("Metrics"), self.measures),
            ("layer", message("Settings"), self.inspector),
            ("slides", message("Slides"), self.slides),
        ])  # fmt: skip
        self.menu = WindowMenu(acts, self._open_file, window)
        self.top_bar = TopBar(acts, self.menu)
        self.document_menu = DocumentMenu(acts, self.top_bar.title.rename, window)
        self.page = LabPage(self.top_bar, self.palette_column, self.canvas, self.dock, self.timeline)
        self.areas = Areas(
            self.canvas, (self.palette_column, self.canvas, self.dock, self.timeline, self.top_bar), (self.dock,))
        self.notices = Notices(self._in_front, self._free_room)
        self.commands = Commands(acts, self.bench, self.files, self.canvas, self.palette_column)
        self.dialogs = WindowDialogs(acts, window)
        self.feed = TopBarFeed(self.top_bar, self.bench, acts, self.files)

    def _connect(self) -> None:
        bar, past = self.top_bar, self.timeline.past
        self.commands.connect_marks(past.ask_name, past.choose_mark)
        self.bench.travel.failed.connect(self._warn)
        self.files.told.connect(self.notices.tell)
        self.inspector.told.connect(self._warn)
        bar.language_chosen.connect(self.dialogs.speak)
        bar.backend.backend_chosen.connect(self.dialogs.compute_with)
        self.dialogs.preferred.connect(self._compute_as_preferred)
        self._compute_as_preferred(load_preferences())
        bar.title.clicked.connect(self._open_document_menu)
        bar.title.renamed.connect(self._rename)
        for asks in (self.data_card.choose_requested, self.measures.data_wanted):
            asks.connect(self._choose_data)
        self.page.compact_changed.connect(self.timeline.set_collapsed)
        self._acts["dock"].setChecked(True)
        self._acts["dock"].toggled.connect(self.dock.setVisible)
        self._acts["dock"].toggled.connect(lambda _: self.notices.place())
        for key in ("explain", "plots", "measures", "layer", "slides"):
            self._acts[f"panel_{key}"].triggered.connect(lambda _=False, key=key: self._enter_panel(key))
        self.dock.menu_wanted.connect(self._fill_dock_menu)
        self._acts.settings = self._setting_commands
        self._connect_lecture()
        self._acts["next_area"].triggered.connect(lambda: self.areas.go(1))
        self._acts["previous_area"].triggered.connect(lambda: self.areas.go(-1))

    def _connect_lecture(self) -> None:
        self._acts["present"].triggered.connect(lambda _=False: self._present(0))
        self._acts["present_here"].triggered.connect(lambda _=False: self.slides.present())
        self._acts["record_slide"].triggered.connect(lambda _=False: self._record_slide())
        self.slides.present_wanted.connect(self._present)
        self.slides.told.connect(self._warn)
        self._thumbnails = Thumbnails(partial(at_rest, self.bench, self._window), self)
        self._thumbnails.made.connect(self.slides.list.set_picture)
        self.slides.pictures_wanted.connect(self._thumbnails.follow)

    def _connect_bench(self) -> None:
        trainer, problems = self.bench.trainer, self.bench.problems
        for refused in (trainer.failed, self.bench.clock.failed):
            refused.connect(self._tell_refusal)
        trainer.worker_lost.connect(self._warn)
        for over in (trainer.stopped_early, trainer.ended):
            over.connect(lambda text: self.notices.tell(Notice("info", text, stands=lambda: True)))
        trainer.given_up.connect(self._tell_given_up)
        trainer.diverged.connect(self._tell_divergence)
        trainer.running_changed.connect(self.notices.look)
        trainer.running_changed.connect(self._plots_while_training)
        trainer.snapshot.connect(lambda _: self.inspector.training_moved())
        problems.changed.connect(lambda: self.notices.look())
        problems.changed.connect(lambda: self.canvas.set_problems(problems.told))
        self.top_bar.speed.chosen.connect(trainer.set_speed)
        trainer.set_speed(self.top_bar.speed.speed)

    def _connect_canvas(self) -> None:
        self.canvas.view_menu_requested.connect(self.menu.view.popup)
        self.canvas.samples_requested.connect(self._acts["close"].trigger)
        self.canvas.figure_requested.connect(self._export_figure)
        self.canvas.table_requested.connect(self.inspector.open_table)
        self.canvas.data_requested.connect(self._choose_data)
        self.explain.place_hovered.connect(self.canvas.show_place)
        self.canvas.pointed.connect(self.explain.light)
        connect_practice(self._acts, self.bench, self.explain, self.inspector, self.canvas,
                         lambda: self._bring_panel("explain"))
        self._acts["why"].triggered.connect(lambda _=False: self.explain.chain.toggle())
        self.timeline.lack_changed.connect(self.explain.set_lack)
        self.timeline.mended.connect(lambda: self.canvas.setFocus())
        stopping = self.timeline.stopping
        self._acts["stop_here"].triggered.connect(
            lambda _=False: toggle_selected(self.canvas) or stopping.toggle_here())
        self._acts["breakpoints"].triggered.connect(lambda _=False: stopping.card.show_above())
        self.bench.clock.run.told.connect(lambda text: self.notices.tell(Notice("info", text, stands=lambda: True)))

    def _in_front(self) -> QWidget:
        return self.canvas if self._welcome.isHidden() else self._welcome

    def _free_room(self) -> QRect:
        host = self._in_front()
        return self.canvas.corners.seen() if host is self.canvas else host.rect()

    def _warn(self, text: Message) -> None:
        self.notices.tell(Notice("warning", text))

    def _tell_divergence(self, text: Message, entered: bool) -> None:
        self.notices.tell(divergence_notice(text, entered, self.bench.store, self.bench.trainer))

    def _tell_refusal(self, text: Message) -> None:
        if self.canvas.isVisible() and self.canvas.problems.attend():
            self.notices.clear()  # its words stand at the card
            return
        self.notices.tell(refusal_notice(text, self.bench.store, self._choose_data))

    def _tell_given_up(self, text: Message) -> None:
        self.notices.tell(Notice("error", text, ((message("Try again"), self.bench.trainer.try_again),)))

    def _open_document_menu(self) -> None:
        title = self.top_bar.title
        self.document_menu.popup(title.mapToGlobal(QPoint(0, title.height())))

    def _plots_while_training(self, running: bool) -> None:
        """Nothing is explained while training runs, so the plots come to the front in its place."""
        if running and self.dock.current == "explain":
            self.dock.bring("plots")

    def _compute_as_preferred(self, preferences: Preferences) -> None:
        self.top_bar.backend.show_backend(preferences.backend)
        self.bench.trainer.set_backend(preferences.backend)

    def _rename(self, title: str) -> None:
        document = edits.set_title(self.bench.store.document, title)
        self.bench.store.commit(document, message("Rename the network to '{title}'", title=title))

    def _choose_data(self) -> None:
        DataDialog(self.bench.store, self._window).open()

    def _framing(self) -> Framing:
        """How the window looks at the moment."""
        return Framing(framed_nodes(self.canvas), self.plots.open_plot if self.dock.current == "plots" else "")

    def _record_slide(self) -> None:
        framing = self._framing()
        self._acts["dock"].setChecked(True)
        self.dock.bring("slides")
        self.slides.record(framing)

    def _present(self, first: int) -> None:
        """The lecture in a window of its own; training rests meanwhile, and the document stays as it is."""
        bench = self.bench
        if bench.trainer.running:
            bench.trainer.pause()
        bench.clock.pause()
        Presenter(bench.store.document, bench.clock.detail, self._window, first).present()

    def _export_figure(self) -> None:
        dialog = ExportDialog(lambda selected: figure_of(self.canvas, selected), self.files.title(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(lambda path: self.notices.tell(Notice("ok", message(
            "The figure was saved as '{name}' in {folder}.", name=path.name, folder=str(path.parent)))))
        dialog.open()

    def _enter_panel(self, key: str) -> None:
        self._acts["dock"].setChecked(True)
        self.dock.enter(key)

    def _bring_panel(self, key: str) -> None:
        self._acts["dock"].setChecked(True)
        self.dock.bring(key)

    def _setting_commands(self) -> list[Command]:
        """Every setting of the document that is shown."""
        return setting_commands(self.bench, self._enter_setting) if self.canvas.isVisible() else []

    def _enter_setting(self, setting: Setting) -> None:
        self.bench.selection.select(setting.nodes)
        self._enter_panel("layer")
        self.inspector.enter(setting.name)

    def _fill_dock_menu(self, menu: QMenu) -> None:
        add_chart_pictures(menu, self.plots, self.measures, self._window)
        menu.addSeparator()
        menu.addAction(tr("Hide the side panel")).triggered.connect(self._acts["dock"].trigger)
