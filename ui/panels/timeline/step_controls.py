"""How large a step is, where the walk stands, repeating and showing ahead, and the keys for it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message
from nnsim.trace import Detail
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import IconButton, KeyCap, Label, Segmented, Themed

_KEYS = ((("Left", "Right"), message("step")), (("Space",), message("play")), (("1", "2", "3"), message("size")))


class StepControls(Themed, QWidget):
    """The right end of the timeline."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._title = Label(message("Step by"), "label", "text3")
        self._count = Label("", "tick", "text3")
        details = (("layer", message("Layer")), ("neuron", message("Neuron")), ("term", message("Term")))
        self.details = Segmented(details, clock.detail, message("Step by"), padding=16)
        self.repeat = IconButton("repeat", message("Repeat this training step"), icon_size=16, frame="box")
        self.ahead = IconButton("eye", message("Show ahead"), "A", icon_size=16, frame="box")
        for button in (self.repeat, self.ahead):
            button.setCheckable(True)
        self.details.chosen.connect(lambda key: clock.set_detail(cast(Detail, key)))
        self.repeat.toggled.connect(clock.set_repeat)
        self.ahead.clicked.connect(clock.set_show_ahead)
        clock.show_ahead_changed.connect(self.ahead.setChecked)
        clock.detail_changed.connect(lambda: self.details.set_current(clock.detail))
        self._head, self._middle, self._column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._count)
        self._middle.addWidget(self.details)
        self._middle.addStretch(1)
        self._middle.addWidget(self.repeat)
        self._middle.addWidget(self.ahead)
        self._keys = _keys()
        self._column.addLayout(self._head)
        self._column.addLayout(self._middle)
        self._column.addWidget(self._keys)
        self._column.addStretch(1)
        self.follow_theme()

    def set_count(self, cursor: int, total: int) -> None:
        """Say which of how many stops is at hand."""
        if cursor < 0:
            self._count.set_text(message("{count} steps", count=total) if total else "")
        else:
            self._count.set_text(message("step {number} of {count}", number=cursor + 1, count=total))

    def set_slim(self, slim: bool) -> None:
        """Keep the middle row alone, or show all."""
        for part in (self._title, self._count, self._keys):
            part.setVisible(not slim)
        self._slim = slim
        self.restyle()

    _slim = False

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self.setFixedWidth(px(384))
        self._column.setContentsMargins(px(20), px(10 if self._slim else 19), px(20), 0)
        self._column.setSpacing(px(8))
        self._middle.setSpacing(px(8))


def _keys() -> QWidget:
    """The keys, and what they do."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(5)
    for keys, text in _KEYS:
        for key in keys:
            row.addWidget(KeyCap(key))
        row.addWidget(Label(text, "small", "text3"))
        row.addSpacing(8)
    row.addStretch(1)
    return part
