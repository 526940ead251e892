"""Buttons with a text: ink, outlined and bare, with an icon on either side and the key that does the same."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look.fonts import sized_font
from ui.look.phosphor import icon_path, paint_icon
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, mixed
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, key_text, shown

Kind = Literal["primary", "secondary", "bare"]
Size = Literal["small", "normal", "tall", "large"]

# height, padding, radius, font, icon, trailing icon: pixels at 100 %
_SIZES: dict[str, tuple[int, int, int, float, int, int]] = {
    "small": (28, 10, 8, 12, 14, 14),
    "normal": (32, 12, 8, 13, 16, 12),
    "tall": (38, 16, 8, 13, 15, 14),
    "large": (42, 14, 10, 14, 18, 14),
}
_FILLED = 13


class Button(KeyboardFocus, Themed, QPushButton):
    """A button of the design.

    Args:
        text: what it does.
        icon: Phosphor icon before the text; `trailing` is one behind it.
        kind: `primary` is ink, `secondary` outlined, `bare` without a box.
        hint: a shortcut to show at the right edge, such as `Ctrl+N`; the text then stands left.
    """

    def __init__(
        self,
        text: Text,
        icon: str = "",
        kind: Kind = "secondary",
        size: Size = "normal",
        trailing: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        for name in filter(None, (icon, trailing)):
            icon_path(name)  # an unknown icon is refused here, not while painting
        self._text, self._icon, self._kind, self._size = text, icon, kind, size
        self._trailing, self._hint = trailing, key_text(hint) if hint else ""
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_text(self, text: Text, icon: str | None = None) -> None:
        """Change what the button says, and its icon when one is given."""
        if icon:
            icon_path(icon)
        self._text = text
        self._icon = self._icon if icon is None else icon
        self.retranslate()

    def set_hint(self, hint: str) -> None:
        """Change which key is named."""
        hint = key_text(hint) if hint else ""
        if hint != self._hint:
            self._hint = hint
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change between ink, outlined and bare."""
        self._kind = kind
        self.update()

    def restyle(self) -> None:
        """Take size and typeface from the theme."""
        height = _SIZES[self._size][0]
        self.setFixedHeight(theme().px(height))
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Take the text from the language."""
        self.setText(shown(self._text).replace("&", "&&"))
        self.setAccessibleName(shown(self._text))
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        return sized_font(_SIZES[self._size][3], QFont.Weight.Medium if self._kind == "bare" else QFont.Weight.DemiBold)

    def _icon_sides(self) -> tuple[int, int]:
        """Pixels of the icons before and behind the text; filled icons look larger and are drawn smaller."""
        _, _, _, _, before, behind = _SIZES[self._size]
        if self._size == "normal" and self._icon.endswith("-fill"):
            before = _FILLED
        return theme().px(before) if self._icon else 0, theme().px(behind) if self._trailing else 0

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, outline and ink of the moment."""
        tokens = theme().tokens
        hovered, pressed = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        if not self.isEnabled():
            return (None, None, tokens.ghost) if self._kind == "bare" else (tokens.accentbg, None, tokens.text3)
        if self._kind == "primary":
            shade = 0.28 if pressed else 0.14 if hovered else 0.0
            return mixed(tokens.accent, tokens.text3, shade), None, tokens.onaccent
        fill = tokens.accentbg if pressed else tokens.hover if hovered else None
        if self._kind == "bare":
            return fill, None, tokens.text if hovered else tokens.text2
        return fill or tokens.surface, tokens.border2, tokens.text

    def sizeHint(self) -> QSize:
        """Room for icon, text, hint and padding."""
        height, padding = _SIZES[self._size][:2]
        scale = theme()
        width = QFontMetrics(self._font()).horizontalAdvance(shown(self._text)) + 2 * scale.px(padding) + 2
        width += sum(side + scale.px(8) for side in self._icon_sides() if side)
        if self._hint:
            width += QFontMetrics(sized_font(12)).horizontalAdvance(self._hint) + scale.px(24)
        return QSize(width, scale.px(height))

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its text."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, icon, text, hint, focus ring."""
        padding, radius = (theme().px(value) for value in _SIZES[self._size][1:3])
        before, behind = self._icon_sides()
        painter = QPainter(self)
        fill, outline, ink = self._colors()
        rect = QRectF(self.rect())
        draw_box(painter, rect, radius, fill, outline, max(1.0, theme().scale))
        painter.setFont(self._font())
        text, gap = shown(self._text), theme().px(8)
        text_width = painter.fontMetrics().horizontalAdvance(text)
        content = text_width + sum(side + gap for side in (before, behind) if side)
        x = rect.x() + padding if self._hint else rect.x() + (rect.width() - content) / 2
        if before:
            paint_icon(painter, self._icon, QRectF(x, rect.center().y() - before / 2, before, before), ink)
            x += before + gap
        painter.setPen(ink)
        painter.drawText(QRectF(x, 0, text_width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
        x += text_width + gap
        if behind:
            paint_icon(painter, self._trailing, QRectF(x, rect.center().y() - behind / 2, behind, behind), ink)
        if self._hint:
            painter.setFont(sized_font(12))
            painter.setPen(mixed(ink, fill or theme().tokens.surface, 0.3))
            painter.drawText(rect.adjusted(0, 0, -padding, 0), _RIGHT, self._hint)
        if self.ring:
            primary = self._kind == "primary"
            draw_focus_ring(painter, rect, radius, theme().tokens.onaccent if primary else None, 2.5 if primary else 0)


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class PrimaryButton(Button):
    """The one action of a place: a button in ink."""

    def __init__(
        self,
        text: Text,
        icon: str = "",
        size: Size = "normal",
        trailing: str = "",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, icon, "primary", size, trailing, hint, parent)
