"""The row below the timeline: the loss of every kept epoch, and which epoch it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.document import History
from nnsim.text import format_loss, message
from ui.charts import HistoryStrip
from ui.look import paint_icon, theme
from ui.look.widgets import Label, Pill, Themed
from ui.panels.surface import Surface


class HistoryRow(Surface):
    """The strip between its title and the epoch at hand; dragging over it tells the loss of earlier epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._ready = False
        super().__init__(edges=("top",), height=48, parent=parent)
        self._history = History()
        self._epoch = self._epochs = 0
        self._left, self._right = QWidget(), QWidget()
        self._icon = _Icon("clock-counter-clockwise")
        self._title, self._what = Label(message("History"), "small_strong"), Label(message("loss"), "small", "text3")
        self.strip = HistoryStrip()
        self.strip.scrubbed.connect(self._tell)
        self.strip.scrub_finished.connect(lambda _: self._show())
        self._live = Pill(message("Live"), "loss", "lossbg", dot=True)
        self._live.hide()
        self.epoch = Label("", "small_strong")
        self.of_epochs = Label("", "small", "text3")
        self._head, self._tail, self._row = QHBoxLayout(self._left), QHBoxLayout(self._right), QHBoxLayout(self)
        for widget in (self._icon, self._title, self._what):
            self._head.addWidget(widget)
        self._head.addStretch(1)
        for widget in (self._live, self.epoch, self.of_epochs):
            self._tail.addWidget(widget)
        self._tail.addStretch(1)
        self._row.addWidget(self._left)
        self._row.addWidget(self.strip, 1)
        self._row.addWidget(self._right)
        self._row.setSpacing(0)
        self._ready = True
        self.restyle()

    def set_history(self, history: History, epoch: int, epochs: int) -> None:
        """Show the curve, the present epoch and the one at which training stops by itself."""
        if history is self._history and (epoch, epochs) == (self._epoch, self._epochs):
            return
        self._history, self._epoch, self._epochs = history, epoch, epochs
        self._show()

    def set_live(self, live: bool) -> None:
        """Say that training runs."""
        self._live.setVisible(live)
        self.set_extent(height=56 if live else 48)
        self._show()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        if self._ready:
            px = theme().px
            self._row.setContentsMargins(0, px(1), 0, 0)
            self._left.setFixedWidth(px(242))
            self._right.setFixedWidth(px(384))
            self._head.setContentsMargins(px(20), 0, 0, 0)
            self._tail.setContentsMargins(px(20), 0, px(20), 0)
            for row in (self._head, self._tail):
                row.setSpacing(px(8))

    def _show(self) -> None:
        kept = len(self._history)
        if kept:
            self.strip.set_data(self._history["epoch"], self._history["train_loss"])
        else:
            self.strip.set_data((), ())
        self.epoch.set_text(message("Epoch {number}", number=self._epoch))
        if self._live.isVisible():
            self.of_epochs.set_text(message("{count} epochs kept", count=kept))
        else:
            self.of_epochs.set_text(message("of {count}", count=self._epochs))

    def _tell(self, index: int) -> None:
        """The epoch under the playhead and its loss."""
        loss = format_loss(float(self._history["train_loss"][index]))
        self.epoch.set_text(message("Epoch {number}", number=int(self._history["epoch"][index])))
        self.of_epochs.set_text(message("loss {value}", value=loss))


class _Icon(Themed, QWidget):
    """An icon that does nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(16), theme().px(16))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon."""
        paint_icon(QPainter(self), self._name, QRectF(self.rect()), theme().tokens.text2)
