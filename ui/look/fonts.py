"""Fonts by role, at the interface scale of the moment."""

from __future__ import annotations

from PySide6.QtGui import QFont

from ui.look.theme import theme
from ui.look.typeface import TYPE, Role, make_font


def font(role: Role) -> QFont:
    """The font of a role. Ask again on `theme().changed`."""
    size, _, weight = TYPE[role]
    return make_font(size, weight, theme().scale)


def sized_font(size: float, weight: QFont.Weight = QFont.Weight.Medium) -> QFont:
    """A font of `size` pixels at 100 %, for what the roles do not name: chips, cells, texts on the canvas."""
    return make_font(size, weight, theme().scale)


def line_height(role: Role) -> int:
    """Line height of a role in pixels."""
    return theme().px(TYPE[role][1])
