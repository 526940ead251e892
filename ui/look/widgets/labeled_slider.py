"""A slider between its label and its number, which can be typed as well."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look.theme import theme
from ui.look.widgets.label import Label
from ui.look.widgets.number_field import NumberField
from ui.look.widgets.slider import Slider
from ui.look.widgets.themed import Text, Themed

_ROOM = 1.5  # beyond a weight, rounded to one digit


class LabeledSlider(Themed, QWidget):
    """Label, slider and field for one number; drag or type.

    `previewed` follows the knob, `committed` comes once per change, `dropped` when Escape brought the old value back.

    Args:
        low, high: ends of the slider; the field takes values from `hard_low` to `hard_high`, which default to them.
        signed: bar from zero in the colour of the sign.
        label_width: pixels at 100 %, so that several stand in a column; 0 fits the text.
        exact: show every digit of the number, for settings.
    """

    previewed = Signal(float)
    committed = Signal(float)
    dropped = Signal()

    def __init__(
        self,
        label: Text,
        low: float,
        high: float,
        value: float,
        log: bool = False,
        signed: bool = False,
        whole: bool = False,
        hard_low: float | None = None,
        hard_high: float | None = None,
        label_width: int = 0,
        exact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self.label = Label(label, "small", "text2", wrap=label_width > 0)
        steps = int(high - low) if whole else 0
        self.slider = Slider(low, high, value, log=log, signed=signed, steps=steps, name=label)
        least, most = low if hard_low is None else hard_low, high if hard_high is None else hard_high
        step = 1.0 if whole else (high - low) / 100
        self.field = NumberField(
            value, least, most, step=step, whole=whole, name=label, exact=exact,
            width=72 if exact else 84 if signed else 58,  # a weight may read −1.25×10⁻⁴
        )  # fmt: skip
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.label, 0), (self.slider, 1), (self.field, 0)):
            self._row.addWidget(widget, stretch)
        self._signed, self._reach = signed, high
        self._hold(value)
        self.label.setBuddy(self.field)
        self.slider.previewed.connect(self._slide)
        self.slider.committed.connect(self._commit)
        self.slider.dropped.connect(self._drop)
        self.field.committed.connect(self._commit)
        self.field.previewed.connect(self._type)
        self.field.dropped.connect(self._drop)
        self.follow_theme()

    @property
    def value(self) -> float:
        """The committed number."""
        return self.field.value

    def set_value(self, value: float) -> None:
        """Show another number; emits nothing."""
        self._hold(value)
        self.slider.set_number(value)
        self.field.set_value(value)

    def set_mixed(self, value: float) -> None:
        """Say that it stands for several numbers, of which this is one."""
        self._hold(value)
        self.slider.set_number(value)
        self.field.set_mixed(value)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._row.setSpacing(theme().px(8))
        if self._label_width:
            self.label.setFixedWidth(theme().px(self._label_width))

    def _hold(self, value: float) -> None:
        """Let the slider reach a weight that has grown beyond its ends: touched there, it would leap back to them."""
        if self._signed and math.isfinite(value) and abs(value) > self._reach:
            self._reach = float(f"{_ROOM * abs(value):.1g}")
            self.slider.set_bounds(-self._reach, self._reach)

    def _slide(self, value: float) -> None:
        self.field.show_preview(value)
        self.previewed.emit(value)

    def _type(self, value: float) -> None:
        self.slider.show_number(value)
        self.previewed.emit(value)

    def _commit(self, value: float) -> None:
        self.set_value(value)
        self.committed.emit(value)

    def _drop(self) -> None:
        self.set_value(self.field.value)
        self.dropped.emit()
