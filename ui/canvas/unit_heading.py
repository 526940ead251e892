"""A line or two in which names of units stand as captions have them: text, and letters of the formula typeface."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.canvas.card import Card
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.unit_title import unit_letter
from ui.look import font, theme
from ui.look.widgets import Themed

Piece = str | tuple[str, str]
"""Plain text, or a letter and its index."""
LETTER, LINE = 15.0, 18
"""Size of the letters and height of a line, px."""


def unit_pieces(card: Card, unit: int, named: bool = False) -> tuple[Piece, ...]:
    """The name of a unit, behind the name of its layer where units of several are `named`."""
    if unit < len(card.labels):
        return (card.labels[unit],)
    if card.free:
        return (card.name,)
    letter: Piece = unit_letter(card, unit)
    return (f"{card.name} · ", letter) if named else (letter,)


class UnitHeading(Themed, QWidget):
    """Shows the parts of `set_parts` side by side, or below each other where they do not fit; long names are elided."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[tuple[Piece, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_parts(self, *parts: tuple[Piece, ...]) -> None:
        """Show these."""
        if parts != self._parts:
            self._parts = parts
            self.updateGeometry()
            self.update()

    def restyle(self) -> None:
        """Take sizes and colors from the theme."""
        self.updateGeometry()
        self.update()

    def _lines(self) -> list[tuple[Piece, ...]]:
        whole = tuple(piece for part in self._parts for piece in part)
        fits = sum(map(self._width, whole)) <= self.width() or len(self._parts) < 2
        return [whole] if fits else list(self._parts)

    def _width(self, piece: Piece) -> float:
        if isinstance(piece, str):
            return QFontMetrics(font("small")).horizontalAdvance(piece)
        return math_name(*piece)[1] * LETTER * theme().scale

    def sizeHint(self) -> QSize:
        """One line or two."""
        return QSize(theme().px(120), theme().px(LINE) * max(1, len(self._lines())))

    def minimumSizeHint(self) -> QSize:
        """As high as it must be."""
        return self.sizeHint()

    def resizeEvent(self, event: object) -> None:
        """Lines break anew."""
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pieces from left to right."""
        painter, tokens = QPainter(self), theme().tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("small"))
        metrics, lines = QFontMetrics(font("small")), self._lines()
        for row, line in enumerate(lines):
            left = 0.0
            baseline = (row + 0.5) * self.height() / len(lines) + (metrics.ascent() - metrics.descent()) / 2
            spare = self.width() - sum(map(self._width, line))
            for piece in line:
                if isinstance(piece, str):
                    room = self._width(piece) + min(0.0, spare)
                    words = piece if spare >= 0 else metrics.elidedText(
                        piece, Qt.TextElideMode.ElideRight, max(round(room), metrics.horizontalAdvance("…")))
                    spare = max(spare, 0.0)
                    painter.setPen(tokens.text2)
                    painter.drawText(round(left), round(baseline), words)
                    left += max(room, metrics.horizontalAdvance(words))
                else:
                    draw_math(painter, left, baseline, math_name(*piece), LETTER * theme().scale, tokens.text)
                    left += self._width(piece)
