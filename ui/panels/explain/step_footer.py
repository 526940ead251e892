"""The foot of an explanation: what comes next, and the button that goes there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Button, Label
from ui.panels.explain.next_label import NextLabel
from ui.panels.surface import Surface

_FIRST = message("the first operation")


class StepFooter(Surface):
    """`step` is pressed to go on; while something is missing for that, nothing comes next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(edges=("top",), height=52, parent=parent)
        self.step = Button(message("Step"), trailing="caret-right-bold")
        self._title, self._next = Label(message("Next"), "label", "text3"), NextLabel()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._title)
        self._row.addWidget(self._next, 1)
        self._row.addWidget(self.step, 0, Qt.AlignmentFlag.AlignRight)

    def set_next(self, sentence: Message | None) -> None:
        """Say what comes next; None: the first operation."""
        self._next.set_sentence(_FIRST if sentence is None else sentence)

    def set_ready(self, ready: bool) -> None:
        """Whether there is anything to step through."""
        self.step.setEnabled(ready)
        self._next.setVisible(ready)
        self._title.setVisible(ready)

    def space(self) -> None:
        """Take margins from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(20), px(1), px(12), 0)
        self._row.setSpacing(px(8))
