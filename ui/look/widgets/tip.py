"""Tooltips of several lines: Qt leaves a plain sentence in one line, however long it is."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics

from ui.look.fonts import sized_font
from ui.look.theme import theme

WIDEST = 340  # pixels at 100 %


def tip(text: str) -> str:
    """The text of a tooltip with breaks between words, so that no line is wider than can be read at a glance."""
    metrics, room = QFontMetrics(sized_font(12, QFont.Weight.Medium)), theme().px(WIDEST)
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return "\n".join(lines)
