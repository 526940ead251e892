"""A drop-down list of titled choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QWidget

from nnsim.text import Message, render
from ui.look import font, theme
from ui.look.widgets import MIXED, Themed

_FRAME = 44  # padding and arrow
_ROWS = 16


class ChoiceBox(Themed, QComboBox):
    """One of several choices; `chosen` tells the key of what the user picked."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, Message]], name: Message, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choices, self._name = list(choices), name
        for key, title in self._choices:
            self.addItem(render(title), key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(_ROWS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel that scrolls the panel takes the keyboard nowhere
        self.activated.connect(lambda place: self.chosen.emit(self._choices[place][0]))
        self.follow_theme()

    @property
    def current(self) -> str:
        """The key of the choice."""
        return self._choices[self.currentIndex()][0]

    def set_current(self, key: str) -> None:
        """Show a choice; emits nothing. A key that is none of the choices shows nothing."""
        self.setCurrentIndex(next((place for place, (known, _) in enumerate(self._choices) if known == key), -1))

    def set_mixed(self) -> None:
        """Say that it stands for several choices; emits nothing."""
        self.setCurrentIndex(-1)

    @property
    def roomy_width(self) -> int:
        """The width at which every choice can be read whole."""
        metrics = QFontMetrics(font("control"))
        return max(metrics.horizontalAdvance(render(title)) for _, title in self._choices) + theme().px(_FRAME)

    def restyle(self) -> None:
        """Take typeface and height from the theme."""
        self.setFont(font("control"))
        self.setFixedHeight(theme().px(32))

    def retranslate(self) -> None:
        """Take the titles from the language."""
        self.setAccessibleName(render(self._name))
        self.setPlaceholderText(render(MIXED))
        for place, (_, title) in enumerate(self._choices):
            self.setItemText(place, render(title))

    def showPopup(self) -> None:
        """Only the list itself is framed: Qt gives the window of its first list a frame of its own around that."""
        window = self.view().parentWidget()
        if isinstance(window, QFrame):
            window.setFrameShape(QFrame.Shape.NoFrame)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel scrolls the panel, never the choice under the pointer."""
        event.ignore()
