"""What every editor of a setting is: a label, a control, and a button back to the default."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nnsim.catalog import Field
from nnsim.text import Message, format_number, message, render
from ui.look import theme
from ui.look.widgets import IconButton, Themed, tab_stops, tip


class FieldEditor(Themed, QWidget):
    """One setting: label, control, and a button back to the default.

    `committed` comes once per change, `previewed` while a slider moves, `dropped` when the move was called off.
    """

    committed = Signal(object)
    previewed = Signal(object)
    dropped = Signal()
    high = 28
    """Pixels at 100 % of the control"""

    def __init__(self, field: Field, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value = value
        self._idle: Message | None = None
        self._reset = IconButton("arrow-counter-clockwise", _back_to(field), size=20, icon_size=14)
        self._reset.clicked.connect(lambda: self.committed.emit(self.field.default))
        keep = self._reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(keep)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._build(self._row)
        self._place_reset(self._row)
        self.set_value(value)
        self.follow_theme()

    @property
    def value(self) -> Any:
        """The value as it is committed."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value."""
        self._value = value
        self._reset.setVisible(value != self.field.default)
        self._show(value)

    def set_values(self, values: Sequence[Any]) -> None:
        """Show the value that several things share, or that theirs are mixed."""
        if len(values) == 1:
            self.set_value(values[0])
        else:
            self._value = values
            self._reset.setVisible(True)
            self._show_mixed(values)

    def set_idle(self, reason: Message | None) -> None:
        """Switch off while the setting changes nothing, and say why under the pointer; None: it counts."""
        self._idle = reason
        self.setEnabled(reason is None)
        self.retranslate()

    def retranslate(self) -> None:
        """Say in the language of the moment why the setting is switched off."""
        self.setToolTip("" if self._idle is None else tip(render(self._idle)))

    def enter(self) -> None:
        """Give the keys to the control: to the field where numbers are typed, else to whatever chooses."""
        stops = [stop for stop in tab_stops(self) if stop.isVisible() and stop.isEnabled()]
        stops.sort(key=lambda stop: not isinstance(stop, QLineEdit))
        if stops:
            stops[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setSpacing(theme().px(6))
        self._reset.setFixedHeight(theme().px(self.high))  # level with the control, also where more stands below

    def _build(self, row: QHBoxLayout) -> None:
        raise NotImplementedError

    def _place_reset(self, row: QHBoxLayout) -> None:
        row.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignTop)

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def _show_mixed(self, values: Sequence[Any]) -> None:
        """Show that several things have these values."""


def _back_to(field: Field) -> Message:
    if field.type in ("int", "float"):
        return message("Back to {value}", value=field.default if field.type == "int" else format_number(field.default))
    return message("Back to the default")
