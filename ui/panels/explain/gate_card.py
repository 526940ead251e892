"""The recurrent cell of a stop in one view: its drawing with the numbers of a unit, and its gates over time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message
from nnsim.trace import Gates
from ui.bridge import StepClock
from ui.look import theme
from ui.look.widgets import IconButton, Label, Themed
from ui.panels.explain.gate_drawing import GateDrawing
from ui.panels.explain.gate_strips import GateStrips


class GateCard(Themed, QWidget):
    """There while a stop is in a time step of an LSTM, a GRU or a simple recurrent layer.

    It shows the unit at hand; where all units are computed at once another can be chosen, which stays until the walk
    comes to one unit again.

    Signals:
        place_hovered(Place | None): a value is pointed at, or none is.
    """

    place_hovered = Signal(object)

    def __init__(self, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._unit: int | None = None
        self.gates: Gates | None = None
        self._title = Label(message("The cell in one view"), "label", "text3")
        self._where = Label("", "tick", "text2")
        self.before = IconButton("caret-left", message("Unit before"), size=24, icon_size=13)
        self.after = IconButton("caret-right", message("Next unit"), size=24, icon_size=13)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.drawing, self.strips = GateDrawing(), GateStrips()
        self._over_time = Label(message("Over time"), "label", "text3")
        self._hint = Label("", "tick", "text3")
        for part in (self.drawing, self.strips):
            part.place_hovered.connect(self.place_hovered)
            part.place_clicked.connect(clock.follow)
        self._column = QVBoxLayout(self)
        for row in ((self._title, self._where, self.before, self.after), (self.drawing,),
                    (self._over_time, self._hint), (self.strips,)):
            self._add(row)
        self.follow_theme()

    def _add(self, widgets: tuple[QWidget, ...]) -> None:
        if len(widgets) == 1:
            self._column.addWidget(widgets[0])
            return
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(widgets[0])
        line.addStretch(1)
        for each in widgets[1:]:
            line.addWidget(each)
        self._column.addLayout(line)

    def follow(self) -> None:
        """Take what the clock stands at; a unit that was chosen stays while all of them are computed at once."""
        if self._clock.detail != "layer":
            self._unit = None
        self.gates = self._clock.gates(self._unit)
        self.setVisible(self.gates is not None)
        if self.gates is not None:
            self._show(self.gates)

    def _turn(self, by: int) -> None:
        if self.gates is None:
            return
        self._unit = min(max(self.gates.unit + by, 0), self.gates.units - 1)
        self.gates = self._clock.gates(self._unit)
        if self.gates is not None:
            self._show(self.gates)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self._column.setContentsMargins(0, px(14), 0, 0)
        self._column.setSpacing(px(4))

    def _show(self, gates: Gates) -> None:
        self._where.set_text(message("step {step} of {steps} · unit {unit} of {units}", step=gates.step,
                                     steps=gates.steps, unit=gates.unit + 1, units=gates.units))
        self._hint.set_text(message("gradients of unit {unit}, by time step", unit=gates.unit + 1)
                            if gates.phase == "backward"
                            else message("values of unit {unit}, by time step", unit=gates.unit + 1))
        self.before.setEnabled(gates.unit > 0)
        self.after.setEnabled(gates.unit < gates.units - 1)
        self.drawing.set_gates(gates)
        self.strips.set_gates(gates)
