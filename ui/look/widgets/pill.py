"""Pills that say a state or a phase, and chips that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look.fonts import sized_font
from ui.look.phosphor import paint_icon
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown

_VCENTER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Pill(Themed, QWidget):
    """A state or a phase in its colour.

    Args:
        token: colour of text and icon; `tint` the colour behind, both names of the colour table.
        icon: Phosphor icon before the text; `dot` draws a dot instead.
        height: pixels at 100 %; up to 24 the ends are round, above the corners are those of a button.
    """

    def __init__(
        self,
        text: Text,
        token: str = "fwd",
        tint: str = "fwdbg",
        icon: str = "",
        dot: bool = False,
        height: int = 22,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._token, self._tint = text, token, tint
        self._icon, self._dot, self._height = icon, dot, height
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_state(self, text: Text, token: str, tint: str, icon: str = "") -> None:
        """Show another state."""
        self._text, self._token, self._tint, self._icon = text, token, tint, icon
        self.retranslate()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setAccessibleName(shown(self._text))
        self.restyle()

    def _metrics(self) -> tuple[int, int, int]:
        """Padding, width of the mark before the text, gap."""
        tall = self._height > 24
        mark = theme().px(7 if self._dot else 14 if tall else 12) if self._dot or self._icon else 0
        return theme().px(12 if tall else 9), mark, theme().px(5) if mark else 0

    def sizeHint(self) -> QSize:
        """Mark, text and padding."""
        padding, mark, gap = self._metrics()
        text = QFontMetrics(sized_font(12, QFont.Weight.DemiBold)).horizontalAdvance(shown(self._text))
        return QSize(2 * padding + mark + gap + text, theme().px(self._height))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tint, mark, text."""
        tokens, painter, rect = theme().tokens, QPainter(self), QRectF(self.rect())
        padding, mark, gap = self._metrics()
        ink = tokens.color(self._token)
        radius = rect.height() / 2 if self._height <= 24 else theme().px(8)
        draw_box(painter, rect, radius, tokens.color(self._tint))
        box = QRectF(padding, rect.center().y() - mark / 2, mark, mark)
        if self._dot:
            draw_box(painter, box, mark / 2, ink)
        elif self._icon:
            paint_icon(painter, self._icon, box, ink)
        painter.setFont(sized_font(12, QFont.Weight.DemiBold))
        painter.setPen(ink)
        painter.drawText(rect.adjusted(padding + mark + gap, 0, 0, 0), _VCENTER, shown(self._text))


class Chip(KeyboardFocus, Themed, QPushButton):
    """A chip that can be pressed: a filter (checkable, ink when on) or a choice with a menu (`caret`).

    Args:
        dot: name of the colour of a dot before the text; none when empty.
        height: pixels at 100 %; 26 in the top bar, 30 as a filter.
    """

    def __init__(
        self,
        text: Text,
        dot: str = "",
        caret: bool = False,
        checkable: bool = False,
        height: int = 26,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._dot, self._caret, self._height = text, dot, caret, height
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_text(self, text: Text, dot: str | None = None) -> None:
        """Change the text, and the colour of the dot when one is given."""
        self._text = text
        self._dot = self._dot if dot is None else dot
        self.retranslate()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(self._height))
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._text))
        self.setAccessibleName(shown(self._text))
        self.restyle()

    def _font(self) -> QFont:
        return sized_font(12.5 if self._height > 26 else 12)

    def sizeHint(self) -> QSize:
        """Dot, text, caret and padding."""
        width = QFontMetrics(self._font()).horizontalAdvance(shown(self._text)) + 2 * theme().px(self._padding())
        width += theme().px(13) if self._dot else 0
        width += theme().px(17) if self._caret else 0
        return QSize(width, theme().px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A chip never cuts its text."""
        return self.sizeHint()

    def _padding(self) -> int:
        return 13 if self._height > 26 else 10

    def paintEvent(self, event: QPaintEvent) -> None:
        """Outline, dot, text, caret, focus ring."""
        tokens, painter, rect = theme().tokens, QPainter(self), QRectF(self.rect())
        on, hovered = self.isChecked(), self.underMouse() and self.isEnabled()
        fill = tokens.accent if on else tokens.hover if hovered or self.isDown() else tokens.surface
        outline = tokens.accent if on else tokens.border
        draw_box(painter, rect, rect.height() / 2, fill, outline, max(1.0, theme().scale))
        ink = tokens.onaccent if on else tokens.text2 if self.isEnabled() else tokens.ghost
        x, middle = theme().px(self._padding()), rect.center().y()
        if self._dot:
            size = theme().px(7)
            draw_box(painter, QRectF(x, middle - size / 2, size, size), size / 2, tokens.color(self._dot))
            x += size + theme().px(6)
        painter.setFont(self._font())
        painter.setPen(ink)
        painter.drawText(rect.adjusted(x, 0, 0, 0), _VCENTER, shown(self._text))
        if self._caret:
            size = theme().px(11)
            box = QRectF(rect.right() - theme().px(self._padding()) - size + 1, middle - size / 2, size, size)
            paint_icon(painter, "caret-down", box, tokens.text3)
        if self.ring:
            draw_focus_ring(painter, rect, rect.height() / 2, None if not on else tokens.onaccent, 2.5 if on else 0)
