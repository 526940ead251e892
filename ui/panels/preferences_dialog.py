"""The preferences, each applied as soon as it is chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import Message, format_loss, format_number, message
from ui.look import theme
from ui.look.widgets import Label, Segmented, Themed, ToggleSwitch
from ui.panels.backend_menu import CHOICES
from ui.panels.dialog_page import DialogPage
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.preferences import (
    FEWEST_DECIMALS,
    MOST_DECIMALS,
    Preferences,
    apply_preferences,
    load_preferences,
    save_preferences,
)

SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
_LABEL_WIDTH = 148
_LEAST = QSize(640, 350)  # pixels at 100 % in which rail, canvas, timeline and top bar still stand side by side
_SAMPLE, _SAMPLE_LOSS = -1.60349, 0.298371109


class PreferencesDialog(DialogPage):
    """Language, look, numbers, arithmetic. `changed` carries the new preferences after they were applied and kept."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Preferences"), 520, 460, parent)
        self.preferences = load_preferences()
        now = self.preferences
        language = Segmented([("en", "English"), ("ko", "한국어")], now.language, message("Language"))
        mode = Segmented(
            [("light", message("Light")), ("dark", message("Dark")), ("system", message("As the desktop"))],
            now.mode, message("Theme"),
        )  # fmt: skip
        scales = fitting_scales((parent or self).screen().availableSize(), now.scale)
        scale = ChoiceBox([(str(value), message("{percent} %", percent=round(100 * value))) for value in scales],
                          message("Interface scale"))  # fmt: skip
        scale.set_current(str(nearest_scale(now.scale)))
        counts = range(FEWEST_DECIMALS, MOST_DECIMALS + 1)
        decimals = Segmented([(str(count), str(count)) for count in counts], str(now.decimals), message("Decimals"))
        self._example = Label("", "small", "text3")
        backend = ChoiceBox(CHOICES, message("Arithmetic"))
        backend.set_current(now.backend)
        motion = ToggleSwitch(message("Reduced motion"), now.reduced_motion)
        contrast = ToggleSwitch(message("High contrast"), now.high_contrast)
        for title, control in (
            (message("Language"), language),
            (message("Theme"), mode),
            (message("Interface scale"), scale),
            (message("Decimals"), decimals),
            (message("For example"), self._example),
            (message("Arithmetic"), backend),
            (message("Motion"), motion),
            (message("Contrast"), contrast),
        ):
            self.body.addWidget(PreferenceRow(title, control))
        self.body.addStretch(1)
        language.chosen.connect(lambda key: self._change(language=key))
        mode.chosen.connect(lambda key: self._change(mode=key))
        scale.chosen.connect(lambda key: self._change(scale=float(key)))
        decimals.chosen.connect(lambda key: self._change(decimals=int(key)))
        backend.chosen.connect(lambda key: self._change(backend=key))
        motion.clicked.connect(lambda on: self._change(reduced_motion=on))
        contrast.clicked.connect(lambda on: self._change(high_contrast=on))
        self._show_example()

    def _change(self, **values: Any) -> None:
        self.preferences: Preferences = replace(self.preferences, **values)
        save_preferences(self.preferences)
        apply_preferences(self.preferences)
        self._show_example()
        self.changed.emit(self.preferences)

    def _show_example(self) -> None:
        self._example.set_text(f"{format_number(_SAMPLE)}   {format_loss(_SAMPLE_LOSS)}")


def fitting_scales(screen: QSize, now: float) -> list[float]:
    """The scales at which the window has room on a screen of so many pixels, and the one of the moment."""
    most = min(screen.width() / _LEAST.width(), screen.height() / _LEAST.height())
    return [scale for scale in SCALES if scale <= max(1.0, most) or scale == nearest_scale(now)]


def nearest_scale(scale: float) -> float:
    """The scale on offer that comes nearest."""
    return min(SCALES, key=lambda value: abs(value - scale))


class PreferenceRow(Themed, QWidget):
    """A label and its control."""

    def __init__(self, title: Message, control: QWidget) -> None:
        super().__init__()
        self._label = Label(title, "control", "text2", wrap=True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self._row.addWidget(control, 1 if isinstance(control, ChoiceBox) else 0)
        if not isinstance(control, ChoiceBox):
            self._row.addStretch(1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._label.setFixedWidth(theme().px(_LABEL_WIDTH))
        self._label.setMinimumHeight(theme().px(32))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(12))
