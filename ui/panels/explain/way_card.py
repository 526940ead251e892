"""What a learning rule makes of the gradient of one weight: what it remembers, the step, and the new value."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message, render
from nnsim.trace import UpdateWay
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import Label, Themed
from ui.panels.explain.way_rows import WayRows


class WayCard(Themed, QWidget):
    """There in the update phase of a rule that does more than take a step along the gradient.

    Signals:
        place_hovered(Place | None): a number is pointed at, or none is.
    """

    place_hovered = Signal(object)

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.way: UpdateWay | None = None
        self._title = Label(message("From the gradient to the new value"), "label", "text3")
        self._step = Label("", "tick", "text2")
        self.rows = WayRows()
        self.rows.set_names(lambda place: render(clock.name_of(place)))
        self.rows.place_hovered.connect(self.place_hovered)
        self.rows.place_clicked.connect(clock.follow)
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._step)
        self._column.addLayout(head)
        self._column.addWidget(self.rows)
        self.follow_theme()

    def follow(self) -> None:
        """Take what the clock stands at."""
        self.way = self._clock.update_way()
        self.setVisible(self.way is not None)
        if self.way is None:
            return
        change = self.way.change
        self._step.set_text("" if change is None else message("step {change:signed}", change=change))
        self.rows.set_way(self.way)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._column.setContentsMargins(0, theme().px(14), 0, 0)
        self._column.setSpacing(theme().px(4))
