"""The row of the past: the loss of every kept epoch, and which epoch it is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.document import Document
from nnsim.text import message
from ui.bridge import Snapshot
from ui.charts import HistoryStrip, epoch_text
from ui.look import theme
from ui.look.widgets import IconButton, Label, Pill
from ui.panels.plots.till_now import epochs_done, till_now
from ui.panels.surface import Surface
from ui.panels.timeline.still_icon import StillIcon
from ui.panels.timeline.strides import STRIDES_WIDTH

_LEFT_WIDTH, _NARROW_LEFT, _NARROW_RIGHT = 216, 120, 190
_WIDE_FROM = 1180


class PastRow(Surface):
    """Shows the history; the playhead stands at the present epoch. `fold_pressed` asks for a low timeline."""

    fold_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges=("top",), parent=parent)
        self.strip = HistoryStrip()
        self.strip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.strip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.epoch, self.total = Label("", "small_strong"), Label("", "small", "text3")
        self.live = Pill(message("Live"), "loss", "lossbg", dot=True)
        self.fold = IconButton("caret-down", message("Make the timeline low"), size=28, icon_size=14)
        self.fold.clicked.connect(lambda: self.fold_pressed.emit())
        self._left, self._right = QWidget(), QWidget()
        self._left_row, self._right_row, self._row = QHBoxLayout(self._left), QHBoxLayout(self._right), QHBoxLayout()
        self._build()
        self.restyle()

    def set_document(self, document: Document, snapshot: Snapshot | None, running: bool) -> None:
        """Show the kept epochs of a document up to the present moment, and the epoch it stands at."""
        curves = till_now(document, snapshot)
        self.strip.set_data(curves.epochs, curves.train)
        self.live.setVisible(running)
        self.epoch.setVisible(not running)
        if running:
            kept = len(document.history)
            many = message("{count} epochs kept", count=kept)
            self.total.set_text(message("one epoch kept") if kept == 1 else many)
        else:
            epoch, run = document.state.epoch, document.plan.epochs
            self.epoch.set_text(message("Epoch {number}", number=epoch_text(epochs_done(document))))
            self.total.set_text(message("of {total}", total=max(1, -(-epoch // run)) * run))  # where a run ends

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
        self._right_row.addWidget(self.fold)
        self._row.addWidget(self._left)
        self._row.addWidget(self.strip, 1)
        self._row.addSpacing(theme().px(36))
        self._row.addWidget(self._right)
        self.setLayout(self._row)

    def _fit(self) -> None:
        """Under the tracks where there is room, else as wide as can be."""
        wide, px = self.width() >= theme().px(_WIDE_FROM), theme().px
        self._left.setFixedWidth(px(_LEFT_WIDTH if wide else _NARROW_LEFT))
        self._right.setFixedWidth(px(STRIDES_WIDTH if wide else _NARROW_RIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the width."""
        super().resizeEvent(event)
        self._fit()
