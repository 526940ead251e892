"""A list of choices with its label beside it, or above it where the longest choice would be cut."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.look import theme
from ui.look.widgets import Themed
from ui.panels.inspector.choice_box import ChoiceBox
from ui.panels.inspector.row import LABEL_WIDTH, FieldLabel

_GAP, _NARROWEST = 6, 200


class LabeledChoice(Themed, QWidget):
    """Label and list."""

    def __init__(self, label: FieldLabel, box: ChoiceBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(label)
        self._row.addWidget(box, 1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the gap from the theme."""
        self._turn()

    def retranslate(self) -> None:
        """Other words are of another length."""
        self._turn()

    def _turn(self) -> None:
        beside = self.width() >= theme().px(LABEL_WIDTH + _GAP) + self._box.roomy_width
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._row.setSpacing(theme().px(_GAP) if beside else 0)
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)

    def minimumSizeHint(self) -> QSize:
        """Narrow, since the label can stand above."""
        return QSize(theme().px(_NARROWEST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside or above."""
        super().resizeEvent(event)
        self._turn()
