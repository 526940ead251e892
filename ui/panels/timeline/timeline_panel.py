"""The timeline panel: what stands under the canvas while stepping and while training."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.edits import ChangeSet
from nnsim.text import Message, message, render
from nnsim.trace import DETAILS, StepView, Timeline
from nnsim.trace.frame import node_titles
from ui.bridge import DocumentStore, StepClock, TimeTravel, TrainerClient
from ui.bridge.walk_settings import TOO_FAST
from ui.canvas.centered import centered
from ui.look import theme
from ui.look.widgets import IconButton
from ui.panels.data import DataDialog
from ui.panels.surface import Surface
from ui.panels.timeline.captions import lack_of, place_caption, step_caption
from ui.panels.timeline.figures import figures_of
from ui.panels.timeline.marks import Marks
from ui.panels.timeline.past_row import PastRow
from ui.panels.timeline.step_row import StepRow
from ui.panels.timeline.stopping import Stopping
from ui.panels.timeline.training_row import TrainingRow

HEIGHT, HISTORY_HEIGHT, LOW_HEIGHT, TRAINING_HEIGHT = 120, 48, 52, 64
_FIGURES_EVERY = 100
_SETTLE = 120  # after an edit, before the step is run anew: a drag makes many


class TimelinePanel(Surface):
    """Steps and training of the document in one place, and the history of its loss.

    `lack_changed` carries the sentence (Message) that says why there is nothing to step through, None when there is;
    `mended` tells that the button beside it has been pressed and is about to go.

    Its height is the same while stepping and while training, so that the canvas does not jump; the history takes what
    the training leaves.
    """

    collapsed_changed = Signal(bool)
    lack_changed = Signal(object)
    mended = Signal()

    def __init__(
        self,
        store: DocumentStore,
        trainer: TrainerClient,
        clock: StepClock,
        travel: TimeTravel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(edges=("top",), parent=parent)
        self._store, self._trainer, self._clock = store, trainer, clock
        self._collapsed = False
        self._timeline: Timeline | None = None
        self._marks: Marks | None = None
        self._parts: dict[str, str | Message] = {}
        self.steps, self.training, self.past = StepRow(clock), TrainingRow(), PastRow(store, travel)
        self.stopping = Stopping(store, clock, self.steps)
        self.unfold = IconButton("caret-up", message("Show the whole timeline"), size=28, icon_size=14)
        self._settling = QTimer(self, interval=_SETTLE, singleShot=True)
        self._figures = QTimer(self, interval=_FIGURES_EVERY, singleShot=True)
        self._behind = QTimer(self, interval=0, singleShot=True)
        self._build()
        self._connect()
        self._show_running()

    @property
    def collapsed(self) -> bool:
        """Whether the panel is one low line."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """One line of 52 pixels, or all of it."""
        if collapsed != self._collapsed:
            self._collapsed = collapsed
            self._arrange()
            self.collapsed_changed.emit(collapsed)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        if hasattr(self, "_column"):
            self._arrange()

    def retranslate(self) -> None:
        """Say where it stands in the language of the moment."""
        if hasattr(self, "_column"):
            self._show_figures()
            self._read()

    def _build(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(0)
        self._top.addWidget(self.steps, 1)
        self._top.addWidget(self.training, 1)
        self._top.addWidget(self.unfold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._top)
        self._column.addWidget(self.past)

    def _connect(self) -> None:
        store, trainer, clock, tracks = self._store, self._trainer, self._clock, self.steps.tracks
        store.changed.connect(self._follow_edit)
        store.recomputed.connect(self._settling.start)
        store.visited.connect(self._show_figures)
        trainer.snapshot.connect(self._ask_figures)
        trainer.running_changed.connect(self._show_running)
        clock.moved.connect(self._follow_clock)
        clock.detail_changed.connect(self._read)
        clock.playing_changed.connect(self._follow_playing)
        clock.busy_changed.connect(lambda _: self._read())
        clock.run.progressed.connect(lambda step: self.steps.strides.set_count(message("at step {step} …", step=step)))
        clock.going_back.progressed.connect(self._show_way_back)
        clock.going_back.changed.connect(lambda on: None if on else self._show_place(clock.view))
        self._settling.timeout.connect(lambda: store.opening.then(self._read))
        self._figures.timeout.connect(self._show_figures)
        self._behind.timeout.connect(self._read)
        tracks.sought.connect(clock.seek)
        tracks.walked.connect(lambda by: clock.next() if by > 0 else clock.back())
        tracks.leapt.connect(lambda by: clock.next_phase() if by > 0 else clock.previous_phase())
        self.training.paused.connect(trainer.pause)
        self.steps.mend.clicked.connect(self._mend)
        self.past.fold_pressed.connect(lambda: self.set_collapsed(True))
        self.unfold.clicked.connect(lambda: self.set_collapsed(False))

    def _arrange(self) -> None:
        """Heights and rows for what goes on."""
        px, low, running = theme().px, self._collapsed, self._trainer.running
        top = px(LOW_HEIGHT if low else TRAINING_HEIGHT if running else HEIGHT)
        whole = px(LOW_HEIGHT if low else HEIGHT + HISTORY_HEIGHT)
        self.steps.setVisible(not running)
        self.training.setVisible(running)
        self.steps.set_low(low)
        (self.training if running else self.steps).setFixedHeight(top)
        self.past.setVisible(not low)
        self.past.setFixedHeight(px(HISTORY_HEIGHT) if low else whole - top)
        self.unfold.setVisible(low)
        self._top.setContentsMargins(0, 0, px(12) if low else 0, 0)
        self.setFixedHeight(whole)

    def _show_running(self) -> None:
        self._arrange()
        self._show_figures()
        self._settling.start()

    def _read(self) -> None:
        """Take the ticks of the present training step; while nobody looks, that waits."""
        if self._trainer.running or not self.isVisible():
            return
        self._settling.stop()
        timeline = self._clock.timeline()
        if self._clock.busy:
            self.steps.strides.set_count(message("getting ready …"))
            return
        if timeline is None:
            self._timeline = self._marks = None
            self.steps.tracks.set_marks(None)
            self.steps.strides.set_count("")
            lack = lack_of(self._store.shown)
            self.steps.show_lack(lack)
            self.lack_changed.emit(lack.elsewhere or lack.text)
            return
        if timeline is not self._timeline:
            shorter = DETAILS[: DETAILS.index(timeline.detail)]
            coarser = [found for detail in reversed(shorter) if (found := self._clock.timeline(detail)) is not None]
            self._parts = node_titles(self._store.shown)
            self._timeline, self._marks = timeline, Marks(timeline, coarser, self._parts)
            self.steps.tracks.set_marks(self._marks)
            self.steps.show_lack(None)
            self.lack_changed.emit(None)
        self._show_place(self._clock.view)

    def _show_place(self, view: StepView | None) -> None:
        """Put the playhead where the clock stands."""
        if self._marks is None:
            return
        tick, text = self._clock.cursor, ""
        hurried = self._clock.playing and self._clock.speed >= TOO_FAST  # then the node's name is enough to read
        explanation, run = None if hurried else self._clock.explanation(), self._marks.run(self._marks.mark(tick))
        if hurried and run is not None:
            text = render(run.label)
        if view is not None and explanation is not None:
            units = int(np.size(view.values.get(explanation.node, ())))
            part = self._parts.get(explanation.node) if "/" in explanation.node else None
            text = render(place_caption(explanation, self._clock.detail, self._marks, tick, units, part))
        self.steps.tracks.set_place(tick, text)
        self.steps.strides.set_count(step_caption(tick, self._marks.total))

    def _show_way_back(self, done: int, count: int) -> None:
        self.steps.strides.set_count(message("training again: {done} of {count} …", done=done, count=count))

    def _show_figures(self) -> None:
        document, running = self._store.document, self._trainer.running
        self.past.set_document(self._store.present, self._trainer.latest, running)
        if running:
            self.training.set_figures(figures_of(document, self._trainer.latest))

    def _ask_figures(self) -> None:
        if not self._figures.isActive():
            self._figures.start()

    def _follow_clock(self, view: StepView | None) -> None:
        if view is None:
            self._show_place(None)
        elif self._clock.playing:  # the canvas moves first, and what is explained is worked out once, for the panel
            self._behind.start()
        else:
            self._read()

    def _follow_playing(self, playing: bool) -> None:
        if not playing:
            self._behind.stop()
            self._show_place(self._clock.view)

    def _follow_edit(self, change: ChangeSet) -> None:
        if change.history or change.state or change.plan or change.past:
            self._show_figures()
        steps = change.structure or change.parameters or change.data or change.plan or change.state
        if steps and change.initiator is not self._clock:
            self._settling.start()

    def _mend(self) -> None:
        """Do what the button beside the empty line says."""
        lack = lack_of(self._store.document)
        if lack.fix is not None:
            self.mended.emit()  # first, for the button that has the focus is about to go
            before = self._store.document
            self._store.commit(centered(before, lack.fix.apply(before)), lack.fix.label)
        elif lack.action is not None:
            DataDialog(self._store, self.window()).open()

    def minimumSizeHint(self) -> QSize:
        """Narrow windows are fine: what has no room is left out."""
        return QSize(theme().px(320), self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened unseen."""
        super().showEvent(event)
        self._store.opening.then(self._read)
