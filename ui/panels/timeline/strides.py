"""The right end of the timeline: how large a step is, which one it is, how playing goes, and the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import IconButton, KeyCap, Label, Segmented, Themed
from ui.panels.timeline.pace_button import PaceButton

STRIDES_WIDTH = 344
_KEYS: tuple[tuple[tuple[str, ...], Message], ...] = (
    (("Left", "Right"), message("steps")),
    (("Space",), message("play")),
    (("1", "2", "3"), message("size")),
)
_DETAILS = (("layer", message("Layer")), ("neuron", message("Neuron")), ("term", message("Term")))


class Strides(Themed, QWidget):
    """Three rows, of which a low timeline keeps the middle one."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.detail = Segmented(_DETAILS, clock.detail, message("Step by"), padding=16)
        self.repeat = IconButton(
            "repeat", message("Repeat this training step while playing"), icon_size=16, frame="box"
        )
        self.ahead = IconButton("eye-closed", message("Show ahead"), "A", icon_size=16, frame="box")
        self.stops = IconButton("record", message("Breakpoints"), "Ctrl+F9", icon_size=16, frame="box")
        self.pace = PaceButton(clock)
        self._count = Label("", "tick", "text3")
        self._head, self._keys = QWidget(), KeyRow()
        self._head_row, self._row, self._column = QHBoxLayout(self._head), QHBoxLayout(), QVBoxLayout(self)
        self._foot = QHBoxLayout()
        self._build()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        for button in (self.repeat, self.ahead):
            button.setCheckable(True)
        self.detail.chosen.connect(clock.set_detail)
        self.repeat.clicked.connect(clock.set_repeat)
        self.ahead.clicked.connect(clock.set_show_ahead)
        clock.detail_changed.connect(lambda: self.detail.set_current(clock.detail))
        clock.repeat_changed.connect(self.repeat.setChecked)
        clock.show_ahead_changed.connect(self._show_ahead)
        self.repeat.setChecked(clock.repeat)
        self._show_ahead(clock.show_ahead)
        self.follow_theme()

    def set_count(self, text: Message | str) -> None:
        """Say which step it is."""
        self._count.set_text(text)

    def set_low(self, low: bool) -> None:
        """Leave out what stands above and below."""
        self._head.setVisible(not low)
        self._keys.setVisible(not low)
        (self._row if low else self._foot).addWidget(self.pace)

    def set_buttons(self, on: bool) -> None:
        """Whether there is room for repeating and showing ahead, which also stand elsewhere."""
        self.repeat.setVisible(on)
        self.ahead.setVisible(on)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        px = theme().px
        for box in (self._head_row, self._row, self._foot, self._column):
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(px(8))
        self._head.setFixedHeight(px(16))
        self._keys.setContentsMargins(0, px(2), 0, 0)

    def _build(self) -> None:
        self._head_row.addWidget(Label(message("Step by"), "label", "text3"))
        self._head_row.addStretch(1)
        self._head_row.addWidget(self._count)
        self._row.addWidget(self.detail)
        self._row.addStretch(1)
        self._row.addWidget(self.stops)
        self._row.addWidget(self.repeat)
        self._row.addWidget(self.ahead)
        self._foot.addWidget(self._keys)
        self._foot.addStretch(1)
        self._foot.addWidget(self.pace)
        self._column.addStretch(1)
        self._column.addWidget(self._head)
        self._column.addLayout(self._row)
        self._column.addLayout(self._foot)
        self._column.addStretch(1)

    def _show_ahead(self, on: bool) -> None:
        self.ahead.setChecked(on)
        self.ahead.set_icon("eye" if on else "eye-closed")


class KeyRow(Themed, QWidget):
    """The keys that step, play and change the size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        for at, (keys, text) in enumerate(_KEYS):
            if at:
                self._row.addSpacing(theme().px(8))
            for key in keys:
                self._row.addWidget(KeyCap(key))
            self._row.addWidget(Label(text, "small", "text3"))
        self._row.addStretch(1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(5))
