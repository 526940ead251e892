"""The little field in which a moment of the training gets its name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.text import tr
from ui.look import theme
from ui.look.widgets import Card

LONGEST = 80


class BookmarkField(Card):
    """Pops up above a widget; `named(text)` tells what was typed, Escape or a click elsewhere drops it.

    An empty name takes a bookmark away.
    """

    named = Signal(str)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(padding=8, radius=10)
        self.setParent(anchor.window(), Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._anchor = anchor
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST)
        self.field.returnPressed.connect(self._keep)
        self.body.addWidget(self.field)

    def ask(self, name: str) -> None:
        """Open with a name to change."""
        self.field.setPlaceholderText(tr("Name of this moment"))
        self.field.setAccessibleName(tr("Name of this moment"))
        self.field.setText(name)
        self.field.selectAll()
        self.field.setFixedWidth(theme().px(240))
        self.adjustSize()
        corner = self._anchor.mapToGlobal(QPoint(self._anchor.width(), 0))
        self.move(corner - QPoint(self.width(), self.height() + theme().px(4)))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape drops what was typed."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        self.hide()
        self.named.emit(self.field.text())
