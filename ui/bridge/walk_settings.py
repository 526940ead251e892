"""How training steps are walked: the speed of playing, whether it repeats, and whether the future is shown."""

from PySide6.QtCore import QObject, Signal

SLOWEST, FASTEST = 0.25, 8.0
TOO_FAST = 4.0
"""The speed of playing from which on nobody reads along"""


class WalkSettings(QObject):
    """What a person sets of walking, and is told of when it changes."""

    show_ahead_changed = Signal(bool)
    repeat_changed = Signal(bool)
    speed_changed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._speed = 1.0
        self._show_ahead = False
        self._repeat = False

    @property
    def speed(self) -> float:
        """Of playing, 0.25 to 8; 1 is the pace for reading along."""
        return self._speed

    @property
    def show_ahead(self) -> bool:
        """Whether numbers that are not computed yet are shown, faintly."""
        return self._show_ahead

    @show_ahead.setter
    def show_ahead(self, on: bool) -> None:
        self.set_show_ahead(on)

    @property
    def repeat(self) -> bool:
        """Whether playing stays in this training step and begins it again at its end."""
        return self._repeat

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, 0.25 to 8 times."""
        self._speed = min(max(speed, SLOWEST), FASTEST)
        self.speed_changed.emit(self._speed)

    def set_show_ahead(self, on: bool) -> None:
        """Show numbers that are not computed yet, or leave the future empty."""
        if on != self._show_ahead:
            self._show_ahead = on
            self.show_ahead_changed.emit(on)

    def set_repeat(self, on: bool) -> None:
        """Play this training step over and over, or go on to the next."""
        if on != self._repeat:
            self._repeat = on
            self.repeat_changed.emit(on)
