"""The edges of the stage: above the title, the phase and the number of the slide, below the dots and the arrows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from nnsim.text import Message, format_count, message, render
from ui.lecture.deck import Deck
from ui.look import paint_icon, theme
from ui.look.tokens import Phase
from ui.look.typeface import make_font
from ui.look.widgets import draw_box

MARGIN, FOOT, TITLE, LABEL = 72.0, 76.0, 40.0, 24.0
PHASES: dict[Phase, tuple[Message, str]] = {
    "forward": (message("Forward"), "arrow-right-bold"),
    "loss": (message("Loss"), "target"),
    "backward": (message("Backward"), "arrow-left-bold"),
    "update": (message("Update"), "wrench"),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Edges:
    """What is painted there: the deck, width and height in pixels, and pixels for one of the design, and of its type.
    """

    deck: Deck
    size: tuple[int, int]
    units: tuple[float, float]

    @property
    def label(self) -> QFont:
        """The font of number and phase."""
        return make_font(LABEL, QFont.Weight.DemiBold, self.units[1])


def paint_head(painter: QPainter, edges: Edges, title: str, phase: Phase | None, note: str) -> None:
    """Title, phase, and the number of the slide, or a note in its place."""
    tokens, (u, t), deck = theme().tokens, edges.units, edges.deck
    left, middle, width = MARGIN * u, 44 * u + TITLE * t * 0.65, edges.size[0]
    number = f"{format_count(deck.index + 1)} / {format_count(deck.count)}" if deck.count else ""
    number = note or number
    while True:
        taken = QFontMetricsF(edges.label).horizontalAdvance(number) + 30 * u
        pill = 0.0
        if phase is not None:
            pill = QFontMetricsF(edges.label).horizontalAdvance(render(PHASES[phase][0])) + 82 * t
        room = width - 2 * left - taken - (pill + 28 * u if pill else 0.0)
        font = make_font(TITLE, QFont.Weight.Bold, t)
        if t <= u or QFontMetricsF(font).horizontalAdvance(title) <= room:
            break
        t = max(u, 0.9 * t)  # type that was made larger gives way before a title is cut
        edges = replace(edges, units=(u, t))
    shown = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.setFont(font)
    painter.setPen(tokens.text)
    painter.drawText(QRectF(left, middle - TITLE * t, room + 2, 2 * TITLE * t), _LEFT, shown)
    if phase is not None:
        x = left + QFontMetricsF(font).horizontalAdvance(shown) + 28 * u
        _paint_pill(painter, edges, QRectF(x, middle - 23 * t, pill, 46 * t), phase)
    painter.setFont(edges.label)
    painter.setPen(tokens.text3)
    box = QRectF(width - left - taken, middle - TITLE * t, taken, 2 * TITLE * t)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)


def _paint_pill(painter: QPainter, edges: Edges, rect: QRectF, phase: Phase) -> None:
    t, (name, icon) = edges.units[1], PHASES[phase]
    solid, tint = theme().tokens.phase(phase)
    draw_box(painter, rect, rect.height() / 2, tint)
    side = 24 * t
    paint_icon(painter, icon, QRectF(rect.left() + 20 * t, rect.center().y() - side / 2, side, side), solid)
    painter.setFont(edges.label)
    painter.setPen(solid)
    painter.drawText(rect.adjusted(54 * t, 0, 0, 0), _LEFT, render(name))


def paint_foot(painter: QPainter, edges: Edges, phase: Phase | None) -> None:
    """A dot for each slide, and the arrows to the next and back."""
    tokens, u, deck, (width, height) = theme().tokens, edges.units[0], edges.deck, edges.size
    count, y, side = deck.count, height - 42 * u, 22 * u
    for icon, x, on in (("caret-left-bold", MARGIN * u, deck.index > 0),
                        ("caret-right-bold", width - MARGIN * u - side, deck.index < count - 1)):
        box = QRectF(x, y - side / 2, side, side)
        paint_icon(painter, icon, box, tokens.text3 if on or not count else tokens.border2)
    pitch = min(26 * u, (width - 6 * MARGIN * u) / max(1, count))
    x = (width - pitch * (count - 1) - 30 * u) / 2
    solid = tokens.phase(phase)[0] if phase is not None else tokens.accent
    for number in range(count):
        wide = 44 * u if number == deck.index else min(14 * u, 0.6 * pitch)
        color = solid if number == deck.index else tokens.text2 if number < deck.index else tokens.border2
        draw_box(painter, QRectF(x, y - 7 * u, wide, 14 * u), 7 * u, color)
        x += pitch + (30 * u if number == deck.index else 0.0)
