"""The switch above the settings that lets numbers be tried out while a step is walked."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message
from ui.bridge import StepClock, WhatIf
from ui.look import theme
from ui.look.widgets import Themed, ToggleSwitch


class WhatIfBar(Themed, QWidget):
    """There while a step is walked."""

    def __init__(self, what_if: WhatIf, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what_if = what_if
        self.switch = ToggleSwitch(message("What if: try numbers out"))
        self.switch.clicked.connect(what_if.set_on)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.switch)
        self._row.addStretch(1)
        what_if.changed.connect(self._follow)
        clock.moved.connect(lambda _: self._follow())
        self.follow_theme()
        self._follow()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(20), px(10), px(20), px(2))

    def _follow(self) -> None:
        self.setVisible(self._what_if.possible)
        self.switch.setChecked(self._what_if.on)
