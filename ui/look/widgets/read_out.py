"""A read-out: a small label over a value, whose width does not jump with its digits."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.themed import Text, Themed, shown


class ReadOut(Themed, QWidget):
    """A label over a value; it grows with its value but never shrinks, so that neighbours keep their places.

    Args:
        label: what it is; `value`: as text, written by nnsim.text.
        width: the least width, pixels at 100 %.
    """

    def __init__(self, label: Text, value: str = "–", width: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._value, self._least, self._widest = label, value, width, 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def value(self) -> str:
        """The value as it is shown."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show another value."""
        if value == self._value:
            return
        self._value = value
        self.setAccessibleDescription(value)
        if self._wanted() > self._widest:
            self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self._widest = 0
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the label from the language."""
        self.setAccessibleName(shown(self._label))
        self.restyle()

    def _wanted(self) -> int:
        label = QFontMetrics(font("readout_label")).horizontalAdvance(shown(self._label))
        return max(label, QFontMetrics(font("card_title")).horizontalAdvance(self._value), theme().px(self._least))

    def sizeHint(self) -> QSize:
        """The widest it has been."""
        self._widest = max(self._widest, self._wanted())
        return QSize(self._widest, theme().px(32))

    def minimumSizeHint(self) -> QSize:
        """Values are never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Label and value."""
        painter, tokens = QPainter(self), theme().tokens
        middle = theme().px(14)
        painter.setFont(font("readout_label"))
        painter.setPen(tokens.text3)
        painter.drawText(QRectF(0, 0, self.width(), middle), Qt.AlignmentFlag.AlignVCenter, shown(self._label))
        painter.setFont(font("card_title"))
        painter.setPen(tokens.text if self.isEnabled() else tokens.ghost)
        value = QRectF(0, middle, self.width(), self.height() - middle)
        painter.drawText(value, Qt.AlignmentFlag.AlignVCenter, self._value)
