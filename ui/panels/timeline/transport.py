"""The buttons that walk through a step: phase back, back, play, on, phase on."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import IconButton, Themed


class Transport(Themed, QWidget):
    """Five buttons; the one in the middle plays and pauses."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.first = IconButton("skip-back", message("Previous phase"), "Shift+Left", icon_size=17)
        self.back = IconButton("caret-left-bold", message("Step back"), "Left")
        self.play = IconButton("play-fill", message("Play the steps"), "Space", size=44, frame="ink")
        self.next = IconButton("caret-right-bold", message("Step"), "Right")
        self.last = IconButton("skip-forward", message("Next phase"), "Shift+Right", icon_size=17)
        self.first.clicked.connect(clock.previous_phase)
        self.back.clicked.connect(clock.back)
        self.play.clicked.connect(self._toggle)
        self.next.clicked.connect(clock.next)
        self.last.clicked.connect(clock.next_phase)
        for button in (self.back, self.next):
            button.setAutoRepeat(True)
        self._row = QHBoxLayout(self)
        for button in (self.first, self.back, self.play, self.next, self.last):
            self._row.addWidget(button)
        clock.playing_changed.connect(self._show_playing)
        self.follow_theme()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._row.setContentsMargins(px(14), 0, 0, 0)
        self._row.setSpacing(px(4))

    def _toggle(self) -> None:
        if self._clock.playing:
            self._clock.pause()
        else:
            self._clock.play()

    def _show_playing(self, playing: bool) -> None:
        tip = message("Pause the steps") if playing else message("Play the steps")
        self.play.set_icon("pause-fill" if playing else "play-fill", tip)
