"""The row for stepping: buttons, tracks and strides, or what is missing to step at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QWidget

from nnsim.text import message
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import Button, Label, Themed
from ui.panels.timeline.captions import Lack
from ui.panels.timeline.strides import STRIDES_WIDTH, Strides
from ui.panels.timeline.track_view import TrackView
from ui.panels.timeline.walk_buttons import WalkButtons

# widths below which something gives way, pixels at 100 %
_ANY_WIDTH = 16_777_215  # Qt's own limit
_KEYS_FROM, _PHASES_FROM, _BUTTONS_FROM = 1180, 900, 760


class StepRow(Themed, QWidget):
    """Everything to walk through a training step; pressing `mend` asks for what is missing."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low = False
        self.buttons, self.tracks, self.strides = WalkButtons(clock), TrackView(), Strides(clock)
        self.lack = Label("", "control", "text2", wrap=True)
        self.mend = Button(message("Choose data"), size="small")
        self._lacking = QWidget()
        line = QHBoxLayout(self._lacking)
        line.setContentsMargins(0, 0, 0, 0)
        line.addStretch(1)
        line.addWidget(self.lack)
        line.addWidget(self.mend)
        line.addStretch(1)
        self._lacking.installEventFilter(self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.buttons)
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._row.addItem(self._gaps[0])
        self._row.addWidget(self.tracks, 1)
        self._row.addWidget(self._lacking, 1)
        self._row.addItem(self._gaps[1])
        self._row.addWidget(self.strides)
        self.show_lack(None)
        self.follow_theme()

    def set_low(self, low: bool) -> None:
        """One line of 52 pixels."""
        self._low = low
        self.tracks.set_flat(low)
        self._fit()

    def show_lack(self, lack: Lack | None) -> None:
        """Say what is missing in place of the tracks; None when nothing is."""
        self.tracks.setVisible(lack is None)
        self._lacking.setVisible(lack is not None)
        self.buttons.setEnabled(lack is None)
        if lack is not None:
            self.lack.set_text(lack.text)
            self.mend.setVisible(lack.action is not None)
            if lack.action is not None:
                self.mend.set_text(lack.action)
            self._fit_lack()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(14), 0, px(20), 0)
        self._row.setSpacing(0)
        for gap, width in zip(self._gaps, (14, 20), strict=True):
            gap.changeSize(px(width), 0)
        self._row.invalidate()
        self._fit()

    def _fit(self) -> None:
        """Leave out what there is no room for; the tracks come first."""
        width = self.width() / theme().scale
        low = self._low or width < _KEYS_FROM
        self.strides.set_low(low)
        self.strides.set_buttons(width >= _BUTTONS_FROM)
        self.buttons.set_phases(width >= _PHASES_FROM)
        px = theme().px
        self.strides.setMinimumWidth(0 if low else px(STRIDES_WIDTH))
        self.strides.setMaximumWidth(_ANY_WIDTH if low else px(STRIDES_WIDTH))
        self._row.activate()
        self._fit_lack()

    def _fit_lack(self) -> None:
        """The sentence stands in one line beside its button, or in more where there is no room; dots stand for what
        even those do not hold, and the tooltip has the whole."""
        button = 0 if self.mend.isHidden() else self.mend.sizeHint().width() + self._lacking.layout().spacing()
        room = min(self._room(), self._lacking.width()) - button
        self.lack.retranslate()  # the whole of it
        whole = self.lack.text()
        wide = self.lack.fontMetrics().horizontalAdvance(whole) + theme().px(2)
        self.lack.setFixedWidth(max(theme().px(80), min(wide, room)))
        high = max(self.height(), theme().px(52))
        words = whole.split()
        while len(words) > 1 and self.lack.heightForWidth(self.lack.width()) > high:
            words.pop()
            self.lack.setText(" ".join(words) + " …")
        self.lack.setToolTip("" if self.lack.text() == whole else whole)

    def _room(self) -> int:
        """Pixels between the buttons and the strides, which nothing presses together."""
        margins = self._row.contentsMargins()
        strides = max(self.strides.minimumWidth(), self.strides.sizeHint().width())
        gaps = sum(gap.sizeHint().width() for gap in self._gaps)
        return self.width() - margins.left() - margins.right() - gaps - self.buttons.sizeHint().width() - strides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room of the sentence is another one: it is laid out later than it is shown."""
        if event.type() == QEvent.Type.Resize:
            self._fit_lack()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what is shown to the width."""
        super().resizeEvent(event)
        self._fit()
