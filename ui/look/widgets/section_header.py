"""The header of a section that opens and closes: caret, title, count."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from nnsim.text import format_count
from ui.look.fonts import font
from ui.look.phosphor import paint_icon
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown


class SectionHeader(KeyboardFocus, Themed, QPushButton):
    """Opens and closes a section; connect `toggled(bool)`, or let it show and hide `content`.

    Args:
        count: how many things are inside; None shows no number.
        icon: a Phosphor icon in place of the count, such as a lock.
    """

    def __init__(
        self,
        title: Text,
        count: int | None = None,
        is_open: bool = True,
        content: QWidget | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title, self._count, self._icon = title, count, icon
        self.setCheckable(True)
        self.setChecked(is_open)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if content is not None:
            content.setVisible(is_open)
            self.toggled.connect(content.setVisible)
        self.follow_theme()

    def set_count(self, count: int | None) -> None:
        """Change the number."""
        self._count = count
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme."""
        self.setFixedHeight(theme().px(30))
        self.update()

    def retranslate(self) -> None:
        """Take the title from the language."""
        self.setText(shown(self._title))
        self.setAccessibleName(shown(self._title))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its column, 30 high."""
        return QSize(theme().px(160), theme().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caret, title, count or icon, focus ring."""
        tokens, painter, rect = theme().tokens, QPainter(self), QRectF(self.rect())
        if self.underMouse():
            draw_box(painter, rect.adjusted(4, 1, -4, -1), theme().px(8), tokens.hover)
        caret, left, right = theme().px(11), theme().px(10), theme().px(12)
        box = QRectF(left, rect.center().y() - caret / 2, caret, caret)
        paint_icon(painter, "caret-down" if self.isChecked() else "caret-right", box, tokens.text3)
        painter.setFont(font("small_strong"))
        painter.setPen(tokens.text if self.isChecked() else tokens.text2)
        text = rect.adjusted(left + caret + theme().px(6), 0, -right, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, shown(self._title))
        if self._icon:
            size = theme().px(14)
            spot = QRectF(rect.right() - right - size, rect.center().y() - size / 2, size, size)
            paint_icon(painter, self._icon, spot, tokens.text3)
        elif self._count is not None:
            painter.setFont(font("tick"))
            painter.setPen(tokens.text3)
            end = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(text, end, format_count(self._count))
        if self.ring:
            draw_focus_ring(painter, rect.adjusted(4, 1, -4, -1), theme().px(8))
