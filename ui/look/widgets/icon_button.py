"""A button that is only an icon; its tooltip says what it does and which key does the same."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.look.glyphs import glyph_path, paint_glyph
from ui.look.mark import paint_mark
from ui.look.phosphor import icon_path, paint_icon
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, mixed
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, key_text, shown

Frame = Literal["none", "box", "round", "ink"]
GLYPH = "glyph:"
MARK = "mark"


def check_icon(icon: str) -> None:
    """Raise KeyError for an icon that does not exist; an exception while painting would come too late."""
    if icon.startswith(GLYPH):
        glyph_path(icon.removeprefix(GLYPH))
    elif icon != MARK:
        icon_path(icon)


class IconButton(KeyboardFocus, Themed, QPushButton):
    """An icon-only button.

    Args:
        icon: Phosphor icon, a glyph of ours written `glyph:dense`, or MARK, the mark of the application.
        tip: what it does; tooltip and accessible name.
        shortcut: the key that does the same, named in the tooltip (the shortcut itself belongs to an action).
        size: the square, pixels at 100 %; `icon_size` the icon in it.
        frame: no frame, an outlined box, an outlined circle, or a filled circle in ink.
    """

    def __init__(
        self,
        icon: str,
        tip: Text,
        shortcut: str = "",
        size: int = 32,
        icon_size: int = 18,
        frame: Frame = "none",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        check_icon(icon)
        self._icon, self._tip, self._shortcut = icon, tip, shortcut
        self._size, self._icon_size, self._frame = size, icon_size, frame
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_icon(self, icon: str, tip: Text | None = None) -> None:
        """Change the icon, and what it says when a text is given."""
        check_icon(icon)
        self._icon = icon
        self._tip = self._tip if tip is None else tip
        self.retranslate()
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedSize(theme().px(self._size), theme().px(self._size))
        self.update()

    def retranslate(self) -> None:
        """Take the tooltip from the language."""
        text = shown(self._tip)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}   {key_text(self._shortcut)}" if self._shortcut else text)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme().tokens
        hovered, pressed = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        if self._frame == "ink":
            if not self.isEnabled():
                return tokens.accentbg, None, tokens.ghost
            shade = 0.28 if pressed else 0.14 if hovered else 0.0
            return mixed(tokens.accent, tokens.text3, shade), None, tokens.onaccent
        fill = tokens.accentbg if pressed else tokens.hover if hovered else None
        outline = {"box": tokens.border, "round": tokens.border2}.get(self._frame)
        ink = tokens.border2 if not self.isEnabled() else tokens.text if hovered or pressed else tokens.text2
        return fill, outline, ink

    def sizeHint(self) -> QSize:
        """The square of the design at the scale of the moment."""
        return QSize(theme().px(self._size), theme().px(self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Box, icon, focus ring."""
        painter = QPainter(self)
        fill, outline, ink = self._colors()
        rect, side = QRectF(self.rect()), theme().px(self._icon_size)
        radius = rect.height() / 2 if self._frame in ("round", "ink") else theme().px(8)
        draw_box(painter, rect, radius, fill, outline, max(1.0, theme().scale))
        box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        if self._icon.startswith(GLYPH):
            paint_glyph(painter, self._icon.removeprefix(GLYPH), box, ink)
        elif self._icon == MARK:
            paint_mark(painter, box, theme().tokens)
        else:
            paint_icon(painter, self._icon, box, ink)
        if self.ring:
            ink_frame = self._frame == "ink"
            color = theme().tokens.onaccent if ink_frame else None
            draw_focus_ring(painter, rect, radius, color, 2.5 if ink_frame else 0)
