"""One row of the list of breakpoints: on or off, what it is, its number, and a button that removes it."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from nnsim.document import Breakpoint, Condition, NodeBreakpoint
from nnsim.text import Message, message
from nnsim.trace import COUNTS, QUANTITIES
from ui.look import theme
from ui.look.widgets import Button, IconButton, Label, NumberField, Themed
from ui.panels.phases import TITLES

_NEVER_ABOVE = {"accuracy": 1.0, "test_accuracy": 1.0}
_ON, _OFF = message("Switch this breakpoint off"), message("Switch this breakpoint on")


class BreakpointRow(Themed, QWidget):
    """Shows one breakpoint; `changed(new)` tells what it is to be, None that it is to go."""

    changed = Signal(object)

    def __init__(self, breakpoint: Breakpoint, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.breakpoint = breakpoint
        self.switch = IconButton("record-fill" if breakpoint.on else "circle", _ON if breakpoint.on else _OFF,
                                 size=28, icon_size=14)
        self.switch.clicked.connect(lambda: self.changed.emit(replace(breakpoint, on=not breakpoint.on)))
        words = Label(words_of(breakpoint, name), "small_strong" if breakpoint.on else "small",
                      "text" if breakpoint.on else "text3")
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        words.setToolTip(words.text())
        self.field: NumberField | None = None
        self.remove = IconButton("x", message("Remove this breakpoint"), size=28, icon_size=12)
        self.remove.clicked.connect(lambda: self.changed.emit(None))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.switch)
        self._row.addWidget(words, 1)
        if isinstance(breakpoint, Condition) and breakpoint.quantity != "not_finite":
            self._add_number(breakpoint)
        self._row.addWidget(self.remove)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(6))

    def _add_number(self, condition: Condition) -> None:
        """Whether it is to be above or below, and the number."""
        count = condition.quantity in COUNTS
        if not count:
            tip = message("Above this number: click for below") if condition.above else message(
                "Below this number: click for above")
            side = Button(">" if condition.above else "<", kind="bare", size="small")
            side.setToolTip(Label(tip).text())
            side.setAccessibleName(side.toolTip())
            side.clicked.connect(lambda: self.changed.emit(replace(condition, above=not condition.above)))
            self._row.addWidget(side)
        high = _NEVER_ABOVE.get(condition.quantity, 1e300)
        self.field = NumberField(condition.value, 1.0 if count else 0.0, 2.0**53 if count else high,
                                 1.0 if count else 0.1, count, words_of(condition, ""), 86, exact=True)
        self.field.committed.connect(lambda value: self.changed.emit(replace(condition, value=value)))
        self._row.addWidget(self.field)


def words_of(breakpoint: Breakpoint, name: str) -> Message:
    """What a breakpoint is about; `name` is its node's."""
    if isinstance(breakpoint, NodeBreakpoint):
        return message("{name} · {phase}", name=name, phase=TITLES[breakpoint.phase])
    if breakpoint.node is not None:
        return message("Gradient of {name}", name=name)
    return QUANTITIES[breakpoint.quantity]
