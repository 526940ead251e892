"""Fonts by role, at the interface scale of the moment."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from ui.look.theme import theme
from ui.look.typeface import TYPE, Role, make_font


def font(role: Role) -> QFont:
    """The font of a role. Ask again on `theme().changed`."""
    size, _, weight = TYPE[role]
    return make_font(size, weight, theme().scale)


def sized_font(size: float, weight: QFont.Weight = QFont.Weight.Medium) -> QFont:
    """A font of `size` pixels at 100 %, for what the roles do not name: chips, cells, texts on the canvas."""
    return make_font(size, weight, theme().scale)


def text_width(text: str, size: float, weight: QFont.Weight = QFont.Weight.Medium) -> float:
    """Width in pixels of a text in a sized font; numbers that come again and again are measured once."""
    return _measured(text, size, weight, theme().scale)


@lru_cache(maxsize=8192)
def _measured(text: str, size: float, weight: QFont.Weight, scale: float) -> float:
    return QFontMetricsF(make_font(size, weight, scale)).horizontalAdvance(text)


def line_height(role: Role) -> int:
    """Line height of a role in pixels."""
    return theme().px(TYPE[role][1])
