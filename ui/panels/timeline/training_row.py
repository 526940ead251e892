"""The row while training runs: pause, the phases that follow one another, and how fast and with what it learns."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message
from ui.look import theme
from ui.look.widgets import IconButton, Label, Pill, ReadOut, Themed, draw_box
from ui.panels.phases import COLORS, ICONS, PHASES, TITLES
from ui.panels.timeline.figures import Figures
from ui.panels.timeline.still_icon import StillIcon

_CHIPS_FROM, _ALL_FIGURES_FROM = 1060, 700
_WORDS_WIDTH = 144


class TrainingRow(Themed, QWidget):
    """What runs, in one line; `paused` asks to pause."""

    paused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pause = IconButton("pause-fill", message("Pause"), "T", size=44, frame="ink")
        self.pause.clicked.connect(lambda: self.paused.emit())
        self.figures = {
            "rate": ReadOut(message("Rate"), width=92),
            "samples": ReadOut(message("Samples")),
            "batch": ReadOut(message("Batch"), width=34),
            "rule": ReadOut(message("Optimizer")),
        }
        self._chips, self._told = PhaseChips(), QWidget()
        self._words = QVBoxLayout(self._told)
        self._words.addStretch(1)
        self._words.addWidget(Label(message("Training"), "control_strong"))
        self._words.addWidget(Label(message("pause to step through"), "small", "text3"))
        self._words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pause)
        self._row.addWidget(self._told)
        self._row.addWidget(self._chips)
        self._row.addStretch(1)
        self._numbers = QHBoxLayout()
        for read_out in self.figures.values():
            self._numbers.addWidget(read_out)
        self._row.addLayout(self._numbers)
        self.follow_theme()

    def set_figures(self, figures: Figures) -> None:
        """Show how it goes."""
        for name, read_out in self.figures.items():
            read_out.set_value(getattr(figures, name))

    def restyle(self) -> None:
        """Take spacing from the theme."""
        px = theme().px
        self._words.setContentsMargins(0, 0, 0, 0)
        self._words.setSpacing(0)
        self._told.setMinimumWidth(px(_WORDS_WIDTH))
        self._numbers.setSpacing(px(26))
        self._row.setContentsMargins(px(20), 0, px(20), 0)
        self._row.setSpacing(px(14))
        self._fit()

    def _fit(self) -> None:
        width = self.width() / theme().scale
        self._chips.setVisible(width >= _CHIPS_FROM)
        for name in ("samples", "batch"):
            self.figures[name].setVisible(width >= _ALL_FIGURES_FROM)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()


class PhaseChips(Themed, QWidget):
    """The four phases in a row, and that they begin again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        for at, phase in enumerate(PHASES):
            if at:
                self._row.addWidget(Dash())
            self._row.addWidget(Pill(TITLES[phase], *COLORS[phase], icon=ICONS[phase], height=28))
        self._row.addWidget(StillIcon("arrows-clockwise", 15, "text3"))
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(6))


class Dash(Themed, QWidget):
    """What joins two phases."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(18), theme().px(2))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A round stroke."""
        draw_box(QPainter(self), QRectF(self.rect()), theme().scale, theme().tokens.border2)
