"""What the dialogs share: a title, a body of rows, a Close button, and the theme of the moment."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from nnsim.text import Message, message, render
from ui.look import theme
from ui.look.widgets import Label, PrimaryButton, Themed


class DialogPage(Themed, QDialog):
    """A dialog that only shows or applies at once, so that one button closes it. Rows go into `body`.

    Args:
        width, height: pixels at 100 %.
    """

    def __init__(self, title: Message, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._extent = title, (width, height)
        inside = QWidget()
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._close = PrimaryButton(message("Close"))
        self._close.clicked.connect(self.accept)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self._close)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Label(title, "panel_title"))
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._foot)
        self.follow_theme()

    def add_to_foot(self, widget: QWidget) -> None:
        """Put something at the left of the Close button."""
        self._foot.insertWidget(0, widget)

    def restyle(self) -> None:
        """Take sizes from the theme, but no more than the screen has."""
        px = theme().px
        self._column.setContentsMargins(px(24), px(20), px(24), px(20))
        self._column.setSpacing(px(14))
        width, height = (px(extent) for extent in self._extent)
        room = self.room()
        self.resize(min(width, room.width() - 48), min(height, room.height() - 64))

    def room(self) -> QSize:
        """What the screen has."""
        return self.screen().availableSize()

    def retranslate(self) -> None:
        """Take the title from the language."""
        self.setWindowTitle(render(self._title))
