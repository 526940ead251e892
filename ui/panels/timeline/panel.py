"""The timeline panel: tracks to walk through, or the strip of a running training, over the history of the loss."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from nnsim.edits import ChangeSet
from nnsim.text import render
from ui.bridge import DocumentStore, Snapshot, StepClock, TrainerClient
from ui.look import theme
from ui.look.widgets import Themed
from ui.panels.plots.prediction import dataset_of
from ui.panels.surface import Surface
from ui.panels.timeline.history_row import HistoryRow
from ui.panels.timeline.step_controls import StepControls
from ui.panels.timeline.tracks import Tracks
from ui.panels.timeline.training_strip import TrainingStrip
from ui.panels.timeline.transport import Transport

FULL, FOLDED, TRAINING = 120, 52, 64
_SETTLE, _FIGURES = 250, 100  # milliseconds: until edits are over, and between figures of a run


class TimelinePanel(Themed, QWidget):
    """Follows clock, trainer and document."""

    def __init__(
        self, store: DocumentStore, trainer: TrainerClient, clock: StepClock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._trainer, self._clock = store, trainer, clock
        self._folded = False
        self._stale = True
        self._build()
        self._later = QTimer(self, interval=_SETTLE, singleShot=True)
        self._later.timeout.connect(self._show_steps)
        self._figures = QTimer(self, interval=_FIGURES, singleShot=True)
        self._figures.timeout.connect(self._show_figures)
        clock.moved.connect(self._show_steps)
        clock.detail_changed.connect(self._show_steps)
        store.changed.connect(self._follow_edit)
        trainer.snapshot.connect(self._ask_figures)
        trainer.running_changed.connect(self._follow_training)
        self.follow_theme()

    def set_collapsed(self, folded: bool) -> None:
        """Fold to one row, for small windows, or unfold."""
        self._folded = folded
        self.tracks.set_slim(folded)
        self.controls.set_slim(folded)
        self.restyle()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._left.setFixedWidth(px(242))
        self._row.setContentsMargins(0, px(1), 0, 0)
        self._steps_column.setContentsMargins(0, 0 if self._folded else px(7), px(22), 0)
        self._top.set_extent(height=TRAINING if self._trainer.running else FOLDED if self._folded else FULL)

    def retranslate(self) -> None:
        """Take texts from the language."""
        self._show_all()

    def _build(self) -> None:
        self.transport = Transport(self._clock)
        self.tracks = Tracks()
        self.controls = StepControls(self._clock)
        self.strip = TrainingStrip(self._trainer)
        self.history = HistoryRow()
        self.tracks.sought.connect(self._clock.seek)
        self._left, steps = QWidget(), QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.transport)
        middle = QWidget()
        self._steps_column = QVBoxLayout(middle)
        self._steps_column.addWidget(self.tracks)
        self._row = QHBoxLayout(steps)
        self._row.setSpacing(0)
        self._row.addWidget(self._left)
        self._row.addWidget(middle, 1)
        self._row.addWidget(self.controls)
        self._pages = QStackedWidget()
        self._pages.addWidget(steps)
        self._pages.addWidget(self.strip)
        self._top = Surface(edges=("top",), height=FULL)
        inside = QVBoxLayout(self._top)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._pages)
        self._steps = steps
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self.history)

    def _show_all(self) -> None:
        self._show_steps()
        self._show_history()

    def _show_steps(self, _: object = None) -> None:
        """Show the ticks and the playhead; while nobody looks, only remember that it is due."""
        self._stale = not self.isVisible()
        if self._stale or self._trainer.running:
            return
        self._later.stop()
        timeline, told = self._clock.timeline(), self._clock.explanation()
        place = "" if told is None else f"{render(told.place)} · {render(told.progress)}"
        self.tracks.set_timeline(timeline, self._clock.cursor, place)
        self.controls.set_count(self._clock.cursor, timeline.total if timeline is not None else 0)
        for button in (self.transport.back, self.transport.first):
            button.setEnabled(self._clock.view is not None)

    def _show_history(self) -> None:
        document = self._store.document
        self.history.set_history(document.history, document.state.epoch, document.plan.epochs)

    def _show_figures(self) -> None:
        latest = self._trainer.latest
        if latest is not None:
            self.strip.set_figures(latest)
        self._show_history()

    def _ask_figures(self, _: Snapshot) -> None:
        if not self._figures.isActive():
            self._figures.start()

    def _follow_edit(self, change: ChangeSet) -> None:
        self._show_history()
        if change.structure or change.data or change.plan or change.title:
            self._later.start()

    def _follow_training(self, running: bool) -> None:
        if running:
            dataset = dataset_of(self._store.document)
            self.strip.set_document(self._store.document, len(dataset.x_train) if dataset is not None else 0)
        self._pages.setCurrentWidget(self.strip if running else self._steps)
        self.history.set_live(running)
        self.restyle()
        self._show_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened unseen."""
        super().showEvent(event)
        if self._stale:
            self._show_all()
