"""A key as it stands on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box
from ui.look.widgets.themed import Themed, key_text


class KeyCap(Themed, QWidget):
    """One key or chord, such as `Right`, `Space` or `Ctrl+Z`; `flat` without the lower edge, for search fields."""

    def __init__(self, key: str, flat: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._flat = key_text(key), flat
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """The key's letter and its padding, at least square."""
        height = theme().px(18 if self._flat else 20)
        width = QFontMetrics(font("tick")).horizontalAdvance(self._key) + 2 * theme().px(5) + 2
        return QSize(max(theme().px(20), width), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cap, lower edge, letter."""
        tokens, painter, scale = theme().tokens, QPainter(self), theme().scale
        rect, radius = QRectF(self.rect()), theme().px(5)
        if self._flat:
            draw_box(painter, rect, radius, None, tokens.border2, max(1.0, scale))
        else:
            draw_box(painter, rect, radius, tokens.border2)
            draw_box(painter, rect.adjusted(scale, scale, -scale, -2 * scale), radius - scale, tokens.surface)
        painter.setFont(font("tick"))
        painter.setPen(tokens.text2)
        face = rect if self._flat else rect.adjusted(0, 0, 0, -scale)
        painter.drawText(face, Qt.AlignmentFlag.AlignCenter, self._key)
