"""The mark and the name."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import font, paint_mark, theme
from ui.look.widgets.themed import Themed

_NAME = "nnsim"
_HEIGHT, _MARK, _GAP = 40, 34, 14


class Brand(Themed, QWidget):
    """∇ nnsim."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_NAME)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(_HEIGHT))
        self.update()

    def sizeHint(self) -> QSize:
        """Mark and name."""
        name = QFontMetrics(font("page_title")).horizontalAdvance(_NAME)
        return QSize(theme().px(_MARK + _GAP) + name, theme().px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mark and name."""
        painter, look = QPainter(self), theme()
        side = look.px(_MARK)
        paint_mark(painter, QRectF(0, (self.height() - side) / 2, side, side), look.tokens)
        painter.setFont(font("page_title"))
        painter.setPen(look.tokens.text)
        box = QRectF(self.rect()).adjusted(look.px(_MARK + _GAP), 0, 0, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, _NAME)
