"""Back and forward along the numbers that were followed; there only once one was."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message
from ui.bridge import StepTrail
from ui.look.widgets import IconButton, Themed


class TrailButtons(Themed, QWidget):
    """Two small buttons, as a browser has them."""

    def __init__(self, trail: StepTrail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail = trail
        self.back = IconButton(
            "arrow-left", message("Back to where a number was followed from"), "Alt+Left", size=28, icon_size=15)
        self.forward = IconButton(
            "arrow-right", message("Forward along the followed numbers"), "Alt+Right", size=28, icon_size=15)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.back, self.forward):
            row.addWidget(button)
        self.back.clicked.connect(lambda: trail.back())
        self.forward.clicked.connect(lambda: trail.forward())
        trail.changed.connect(self._follow)
        self._follow()
        self.follow_theme()

    def _follow(self) -> None:
        back, forward = self._trail.can_go_back, self._trail.can_go_forward
        self.back.setEnabled(back)
        self.forward.setEnabled(forward)
        self.setVisible(back or forward)
