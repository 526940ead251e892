"""The row of the past: the loss of every kept epoch, and which epoch it is."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from nnsim.document import Document
from nnsim.text import message, tr
from ui.bridge import DocumentStore, Snapshot, TimeTravel
from ui.charts import HistoryStrip, epoch_text
from ui.look import theme
from ui.look.widgets import Button, Complaint, IconButton, Label, Pill, tip
from ui.panels.plots.till_now import epochs_done, till_now, told_kept, told_within
from ui.panels.surface import Surface
from ui.panels.timeline.bookmark_field import BookmarkField
from ui.panels.timeline.still_icon import StillIcon
from ui.panels.timeline.strides import STRIDES_WIDTH

_LEFT_WIDTH, _NARROW_LEFT, _NARROW_RIGHT = 216, 120, 190
_WIDE_FROM = 1180
DIGITS = 9


class PastRow(Surface):
    """Shows the history; the playhead is dragged to the moment to look at, and training can go on from there.

    `fold_pressed` asks for a low timeline.
    """

    fold_pressed = Signal()

    def __init__(self, store: DocumentStore, travel: TimeTravel, parent: QWidget | None = None) -> None:
        super().__init__(edges=("top",), parent=parent)
        self._store, self._travel, self._reach = store, travel, -math.inf
        self.strip = HistoryStrip()
        self.epoch, self.total = Label("", "small_strong"), Label("", "small", "text3")
        self.live = Pill(message("Live"), "loss", "lossbg", dot=True)
        self.branch = Button(message("Branch here"), "git-branch", size="small")
        self.latest = IconButton("arrow-line-right", message("To the latest moment"), "Ctrl+End", 28, 14)
        self.mark = IconButton("bookmark-simple", message("Bookmark this moment"), "B", size=28, icon_size=14)
        self.fold = IconButton("caret-down", message("Make the timeline low"), size=28, icon_size=14)
        self.name = BookmarkField(self.mark)
        self._left, self._right = QWidget(), QWidget()
        self._left_row, self._right_row, self._row = QHBoxLayout(self._left), QHBoxLayout(self._right), QHBoxLayout()
        self._build()
        self._connect()
        self.restyle()

    def set_document(self, present: Document, snapshot: Snapshot | None, running: bool) -> None:
        """Show the kept epochs of a document up to where its training stands, and the moment that is looked at."""
        curves = till_now(present, snapshot)
        visiting = self._store.visiting
        self.strip.set_earlier([(run.history["epoch"], run.history["train_loss"]) for run in present.past.runs])
        self.strip.set_bookmarks([(self._travel.epoch_of(mark.step), mark.name) for mark in present.past.bookmarks])
        reach = self._travel.first_epoch if len(curves.epochs) and not running else -math.inf
        if reach < self._reach:
            Complaint.hush(self.strip)
        self._reach = reach
        self.strip.set_reach(reach)
        self.strip.set_data(curves.epochs, curves.train, self._travel.epoch if visiting else None)
        self.live.setVisible(running)
        self.epoch.setVisible(not running)
        self.branch.setVisible(visiting)
        self.latest.setVisible(visiting)
        self.fold.setVisible(not visiting)
        self._fit()
        self.epoch.setToolTip(told_within(self._store.document))
        self.total.setToolTip(tip(told_kept(present)))
        if running:
            kept = max(len(present.history) - 1, 0)  # the row before training is of no epoch
            many = message("{count} epochs kept", count=kept)
            self.total.set_text(message("one epoch kept") if kept == 1 else many)
        elif visiting:
            self.epoch.set_text(message("Epoch {number}", number=epoch_text(self._travel.epoch)))
            self.total.set_text(message("of {total}", total=int(epochs_done(present))))
        else:
            epoch, run = present.state.epoch, present.plan.epochs
            self.epoch.set_text(message("Epoch {number}", number=epoch_text(epochs_done(present))))
            self.total.set_text(message("of {total}", total=max(1, -(-epoch // run)) * run))  # where a run ends

    def ask_name(self) -> None:
        """Ask for the name of a bookmark at the moment that is looked at."""
        step = self._travel.step
        names = [mark.name for mark in self._store.present.past.bookmarks if mark.step == step]
        self.name.ask(names[0] if names else "")

    def choose_mark(self) -> None:
        """Offer the bookmarks; each has a digit."""
        menu = QMenu(self)
        for number, mark in enumerate(self._store.present.past.bookmarks, start=1):
            start = f"&{number}  " if number <= DIGITS else ""
            action = menu.addAction(start + mark.name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, step=mark.step: self._travel.seek(step))
        if menu.isEmpty():
            menu.addAction(tr("No bookmarks yet: B sets one")).setEnabled(False)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.strip.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _tell_lost(self) -> None:
        Complaint(self.strip, message("Of this training only the curve is left: the network or its data was changed "
                                      "after it. Undo that change to go back here."))

    def _connect(self) -> None:
        self.fold.clicked.connect(lambda: self.fold_pressed.emit())
        self.strip.sought.connect(self._travel.seek_epoch)
        self.strip.turned.connect(self._travel.turn)
        self.strip.refused.connect(self._tell_lost)
        for leaving in (self.strip.left, self.latest.clicked):
            leaving.connect(self._travel.leave)
        self.branch.clicked.connect(self._travel.branch_off)
        self.mark.clicked.connect(self.ask_name)
        self.name.named.connect(self._travel.mark)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        if hasattr(self, "_row"):
            for row in (self._left_row, self._right_row, self._row):
                row.setContentsMargins(0, 0, 0, 0)
                row.setSpacing(0 if row is self._row else theme().px(8))
            self._row.setContentsMargins(theme().px(20), theme().px(1), theme().px(20), 0)
            self._fit()

    def _build(self) -> None:
        self._left_row.addWidget(StillIcon("clock-counter-clockwise", 16))
        self._left_row.addWidget(Label(message("History"), "small_strong"))
        self._left_row.addWidget(Label(message("loss"), "small", "text3"))
        self._left_row.addStretch(1)
        for widget in (self.live, self.epoch, self.total):
            self._right_row.addWidget(widget)
        self._right_row.addStretch(1)
        for button in (self.branch, self.latest, self.mark, self.fold):
            self._right_row.addWidget(button)
        self._row.addWidget(self._left)
        self._row.addWidget(self.strip, 1)
        self._row.addSpacing(theme().px(36))
        self._row.addWidget(self._right)
        self.setLayout(self._row)

    def _fit(self) -> None:
        """Under the tracks where there is room, else as wide as can be."""
        wide, px = self.width() >= theme().px(_WIDE_FROM), theme().px
        self._left.setFixedWidth(px(_LEFT_WIDTH if wide else _NARROW_LEFT))
        right = px(STRIDES_WIDTH) if wide else max(px(_NARROW_RIGHT), self._right_row.sizeHint().width())
        self._right.setFixedWidth(right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the width."""
        super().resizeEvent(event)
        self._fit()
