"""Which slice of a parameter of more than two axes is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import IconButton, Label, Themed


class SliceStepper(Themed, QWidget):
    """Which slice along an axis: a title, the number of the slice, and a button to either side."""

    stepped = Signal()

    def __init__(self, title: Message, count: int, place: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self.count = title, count
        self.place = min(place, count - 1)
        self._label = Label("", "small", "text")
        self._back = IconButton("caret-left", message("The one before"), size=26, icon_size=14, frame="box")
        self._next = IconButton("caret-right", message("The next one"), size=26, icon_size=14, frame="box")
        self._back.clicked.connect(lambda: self.go(self.place - 1))
        self._next.clicked.connect(lambda: self.go(self.place + 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        self._tell()
        self.follow_theme()

    def go(self, place: int) -> None:
        """To another slice, counted from 0; past the last one comes the first."""
        self.place = place % self.count
        self._tell()
        self.stepped.emit()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self.layout().setSpacing(theme().px(4))

    def _tell(self) -> None:
        self._label.set_text(message("{axis} {number} of {count}", axis=self._title, number=self.place + 1,
                                     count=self.count))  # fmt: skip
