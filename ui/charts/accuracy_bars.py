"""How many samples are answered right, for training and test data."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.text import format_percent, message
from ui.look import theme
from ui.look.widgets import Label, Meter, Themed


class AccuracyBars(Themed, QWidget):
    """A bar each for training and test accuracy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(message("Accuracy"), "label", "text3")
        self._train, self._test = Meter(message("train"), "loss"), Meter(message("test"), "text2")
        self._column = QVBoxLayout(self)
        for widget in (self._title, self._train, self._test):
            self._column.addWidget(widget)
        self.set_data(math.nan, math.nan)
        self.follow_theme()

    def set_titled(self, on: bool) -> None:
        """Whether its title stands over it; it need not where it is all there is."""
        self._title.setVisible(on)

    def set_data(self, train: float, test: float | None) -> None:
        """Show shares from 0 to 1; NaN is not known yet, None has no test data."""
        for meter, share in ((self._train, train), (self._test, test)):
            meter.setVisible(share is not None)
            if share is not None:
                meter.set_share(share, format_percent(share, 1) if math.isfinite(share) else "–")

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().px(10))
