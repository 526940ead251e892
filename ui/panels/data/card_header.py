"""The first line of the data card: the name of the data and how much there is; a click chooses other data."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nnsim.text import message
from ui.look import font, paint_icon, theme
from ui.look.widgets import KeyboardFocus, Text, Themed, draw_box, draw_focus_ring, shown

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CardHeader(KeyboardFocus, Themed, QPushButton):
    """Title at the left, a count at the right; under the pointer a pencil stands in place of the count."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title: Text = ""
        self._count: Text = ""
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_texts(self, title: Text, count: Text) -> None:
        """Show another title and count."""
        self._title, self._count = title, count
        self.retranslate()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(24))
        self.update()

    def retranslate(self) -> None:
        """Take the texts from the language."""
        self.setAccessibleName(f"{shown(self._title)}, {shown(self._count)}")
        self.setToolTip(shown(message("Choose data")))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the card, 24 high."""
        return QSize(theme().px(192), theme().px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hover plate, title, count or pencil, focus ring."""
        tokens, painter, px = theme().tokens, QPainter(self), theme().px
        rect = QRectF(self.rect())
        active = self.underMouse() or self.ring
        if active:
            draw_box(painter, rect, px(6), tokens.hover)
        inner = rect.adjusted(px(6), 0, -px(6), 0) if active else rect
        count = shown(self._count)
        counted = QFontMetrics(font("tick")).horizontalAdvance(count)
        if active:
            side = px(14)
            icon = QRectF(inner.right() - side, rect.center().y() - side / 2, side, side)
            paint_icon(painter, "pencil-simple", icon, tokens.text2)
        else:
            painter.setFont(font("tick"))
            painter.setPen(tokens.text3)
            painter.drawText(inner, _RIGHT, count)
        painter.setFont(font("small_strong"))
        painter.setPen(tokens.text)
        room = inner.adjusted(0, 0, -(px(20) if active else counted + px(8)), 0)
        title = painter.fontMetrics().elidedText(shown(self._title), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, _LEFT, title)
        if self.ring:
            draw_focus_ring(painter, rect, px(6))
