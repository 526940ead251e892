"""A search field: magnifier, text, and the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.look.fonts import font
from ui.look.phosphor import paint_icon
from ui.look.theme import theme
from ui.look.widgets.key_cap import KeyCap
from ui.look.widgets.themed import Text, Themed, shown


class SearchField(Themed, QLineEdit):
    """A line to search with; Escape empties it first and only then goes on to the window.

    Args:
        key: the key that leads here, shown while the field is empty.
        outlined: on `surface` with a hairline, for places that are not panels.

    `escaped` tells that Escape was pressed here, so that the focus can go back to where it came from.
    """

    escaped = Signal()

    def __init__(self, placeholder: Text, key: str = "", outlined: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder = placeholder
        self._cap = KeyCap(key, flat=True, parent=self) if key else None
        self.setProperty("search", "outlined" if outlined else "sunken")
        self.textChanged.connect(self._show_cap)
        self.follow_theme()

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("body"))
        self.setFixedHeight(theme().px(32))
        self._place_cap()

    def retranslate(self) -> None:
        """Take the placeholder from the language."""
        self.setPlaceholderText(shown(self._placeholder))
        self.setAccessibleName(shown(self._placeholder))

    def _show_cap(self) -> None:
        if self._cap is not None:
            self._cap.setVisible(not self.text())
            self._place_cap()

    def _place_cap(self) -> None:
        if self._cap is not None:
            x = self.width() - self._cap.width() - theme().px(10)
            self.setTextMargins(0, 0, 0 if self.text() else self._cap.width() + theme().px(4), 0)
            self._cap.move(x, (self.height() - self._cap.height()) // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            if self.text():
                self.clear()
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the key at the right edge."""
        super().resizeEvent(event)
        self._place_cap()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field and its magnifier."""
        super().paintEvent(event)
        size = theme().px(15)
        box = QRectF(theme().px(10), (self.height() - size) / 2, size, size)
        paint_icon(QPainter(self), "magnifying-glass", box, theme().tokens.text3)
