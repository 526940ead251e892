"""Icons in token colours, cached: Phosphor and our own glyphs."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ui.look.glyphs import glyph_path, paint_glyph
from ui.look.phosphor import icon_pixmap
from ui.look.theme import theme

_RATIOS = (1.0, 2.0)


def icon(name: str, token: str = "text2", size: float = 18) -> QIcon:
    """A Phosphor icon such as `play-fill` (the prefix `ph.` may be left out), `size` pixels at 100 %, in a token's
    colour; its disabled state wears `border2`. Ask again on `theme().changed`: answers come from a cache.

    Raises:
        KeyError: there is no such icon or token.
    """
    tokens = theme().tokens
    return _icon(name.removeprefix("ph."), tokens.color(token).name(), tokens.border2.name(), theme().px(size))


def glyph_icon(kind: str, token: str = "text2", size: float = 22) -> QIcon:
    """Our own glyph of a layer kind or an activation as an icon.

    Raises:
        KeyError: the kind has no glyph.
    """
    tokens = theme().tokens
    return _glyph_icon(kind, tokens.color(token).name(), tokens.border2.name(), theme().px(size))


@lru_cache(maxsize=1024)
def _icon(name: str, color: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(icon_pixmap(name, color, size, ratio))
        made.addPixmap(icon_pixmap(name, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=512)
def _glyph_icon(kind: str, color: str, disabled: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_glyph_pixmap(kind, color, size, ratio))
        made.addPixmap(_glyph_pixmap(kind, disabled, size, ratio), QIcon.Mode.Disabled)
    return made


def _glyph_pixmap(kind: str, color: str, size: int, ratio: float) -> QPixmap:
    glyph_path(kind)  # an unknown kind is refused before a painter is at work
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        paint_glyph(painter, kind, QRectF(QPointF(), QSizeF(size, size)), QColor(color))
    return pixmap
