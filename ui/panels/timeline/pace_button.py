"""How fast the steps play: a button that shows the pace and opens the choice of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.text import format_exact, tr
from ui.bridge import StepClock
from ui.look.widgets import Button

PACES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class PaceButton(Button):
    """Chooses among the paces of the clock; 1× is for reading along."""

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        self._clock = clock
        super().__init__(_times(clock.speed), kind="bare", size="small", parent=parent)
        self.clicked.connect(self._choose)
        clock.speed_changed.connect(lambda speed: self.set_text(_times(speed)))

    def retranslate(self) -> None:
        """Say what the pace is of in the language of the moment."""
        super().retranslate()
        self.setToolTip(tr("How fast the steps play"))
        self.setAccessibleName(f"{self.toolTip()}: {_times(self._clock.speed)}")

    def _choose(self) -> None:
        menu = QMenu(self)
        for pace in PACES:
            action = menu.addAction(_times(pace))
            action.setCheckable(True)
            action.setChecked(pace == self._clock.speed)
            action.triggered.connect(partial(self._take, pace))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _take(self, pace: float, _checked: bool = False) -> None:
        self._clock.set_speed(pace)


def _times(pace: float) -> str:
    return f"{format_exact(pace).removesuffix('.0')}×"
