"""How fast training runs: a slider over a few speeds, in epochs per second."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import format_number, message, tr
from ui.look import theme
from ui.look.widgets.label import Label
from ui.look.widgets.slider import Slider
from ui.look.widgets.themed import Themed

SPEEDS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, math.inf)
FIRST = 50.0


class SpeedControl(Themed, QWidget):
    """Label, slider and value. `chosen` tells epochs per second, infinite for as fast as the machine can."""

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(message("Speed"), "small", "text3")
        last = len(SPEEDS) - 1
        self.slider = Slider(0, last, SPEEDS.index(FIRST), steps=last, name=message("Speed"))
        self.value = Label("", "small_strong")
        self._row = QHBoxLayout(self)
        for widget in (self.label, self.slider, self.value):
            self._row.addWidget(widget)
        self.slider.previewed.connect(self._choose)
        self.follow_theme()

    @property
    def speed(self) -> float:
        """Epochs per second."""
        return SPEEDS[round(self.slider.number)]

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(10))
        self.slider.setFixedWidth(theme().px(92))
        self._make_room()

    def retranslate(self) -> None:
        """Write the speed in the language of the moment."""
        self.value.set_text(_told(self.speed))
        self._make_room()
        self.slider.setToolTip(tr("Epochs per second while training"))

    def _make_room(self) -> None:
        """The value has room for the longest one, so that nothing moves with the slider."""
        metrics = self.value.fontMetrics()
        widest = max(metrics.horizontalAdvance(_told(speed)) for speed in SPEEDS)
        self.value.setFixedWidth(max(theme().px(38), widest + theme().px(2)))

    def _choose(self, _place: float) -> None:
        self.retranslate()
        self.chosen.emit(self.speed)


def _told(speed: float) -> str:
    return tr("Max") if math.isinf(speed) else tr("{rate}/s", rate=_short(speed))


def _short(speed: float) -> str:
    return format_number(speed, 0 if speed >= 1 else 1)
