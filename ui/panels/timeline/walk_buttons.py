"""The buttons that walk: by phase, by step, and the round one that plays."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QWidget

from nnsim.text import message
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import IconButton, Themed

_PLAY, _PAUSE = message("Play the steps"), message("Pause")
_HOLD_AFTER, _HOLD_EVERY = 350, 90


class WalkButtons(Themed, QWidget):
    """Five buttons that drive the clock; step and step back repeat while they are held."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.previous_phase = IconButton("skip-back", message("Previous phase"), "Shift+Left", icon_size=17)
        self.back = IconButton("caret-left-bold", message("Step back"), "Left")
        self.play = IconButton("play-fill", _PLAY, "Space", size=44, frame="ink")
        self.next = IconButton("caret-right-bold", message("Step"), "Right")
        self.next_phase = IconButton("skip-forward", message("Next phase"), "Shift+Right", icon_size=17)
        self._gaps = (QSpacerItem(0, 0), QSpacerItem(0, 0))
        self._row = QHBoxLayout(self)
        self._build()
        self.previous_phase.clicked.connect(lambda: clock.previous_phase())
        self.back.clicked.connect(lambda: clock.back())
        self.next.clicked.connect(lambda: clock.next())
        self.next_phase.clicked.connect(lambda: clock.next_phase())
        self.play.clicked.connect(self._play_or_pause)
        clock.playing_changed.connect(self._show_playing)
        clock.run.changed.connect(self._show_playing)
        self._show_playing(clock.playing)
        self.follow_theme()

    def set_phases(self, on: bool) -> None:
        """Whether there is room for the buttons that go by phase."""
        self.previous_phase.setVisible(on)
        self.next_phase.setVisible(on)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(2))
        for gap in self._gaps:
            gap.changeSize(theme().px(6), 0)
        self._row.invalidate()

    def _build(self) -> None:
        before, after = self._gaps
        for button in (self.previous_phase, self.back):
            self._row.addWidget(button)
        self._row.addItem(before)
        self._row.addWidget(self.play)
        self._row.addItem(after)
        for button in (self.next, self.next_phase):
            self._row.addWidget(button)
        for button in (self.back, self.next):
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(_HOLD_AFTER)
            button.setAutoRepeatInterval(_HOLD_EVERY)

    def _play_or_pause(self) -> None:
        if self._clock.playing or self._clock.run.on:
            self._clock.pause()
        else:
            self._clock.play()

    def _show_playing(self, playing: bool) -> None:
        self.play.set_icon("pause-fill" if playing else "play-fill", _PAUSE if playing else _PLAY)
