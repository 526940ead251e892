"""Painting of notes and titles: plain text in lines, on a sheet of its color or on the bare canvas."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextLayout, QTextOption

from nnsim.document import NOTE_COLORS, Note
from nnsim.document.views import NoteStyle
from ui.canvas.appearance import Look, Weight, canvas_font, draw_text, elided, mixed, round_rect
from ui.canvas.card_paint import SELECTED
from ui.look import Tokens

RADIUS, HANDLE = 10.0, 12.0
PADS: dict[NoteStyle, tuple[float, float]] = {"note": (14.0, 11.0), "title": (6.0, 4.0)}
"""Space around the text, across and down."""
SIZES: dict[NoteStyle, tuple[float, float, Weight]] = {
    "note": (13.0, 20.0, Weight.Normal), "title": (24.0, 32.0, Weight.Bold),
}
"""Font size, line height and weight."""
_TONES = {"blue": 0, "green": 2, "yellow": 4, "red": 6, "violet": 7}
_TINT, _LINE = 0.13, 0.42
LEAST_ROOM, LINE_SLACK = 44.0, 0.3
"""The room for readable text below which lines are drawn as bars, px, and how much of the last line may lack"""


def note_rect(note: Note) -> QRectF:
    """The box of a note in scene coordinates: as wide as it was made, and at least as high as its text."""
    return QRectF(*note.position, note.size[0], max(note.size[1], text_height(note)))


def text_height(note: Note) -> float:
    """The height that a note's text asks for, with the space around it."""
    return 2 * PADS[note.style][1] + len(note_lines(note)) * SIZES[note.style][1]


def note_lines(note: Note) -> tuple[str, ...]:
    """The text as it is broken to the width of the note."""
    return _broken(note.text, note.style, max(1.0, note.size[0] - 2 * PADS[note.style][0]))


def note_colors(note: Note, tokens: Tokens) -> tuple[QColor, QColor]:
    """The sheet and its edge."""
    if note.color not in NOTE_COLORS or note.color == "plain":
        return tokens.surface, tokens.border2
    tone = tokens.tone(_TONES[note.color])
    return mixed(tone, tokens.surface, _TINT if not tokens.dark else 1.7 * _TINT), mixed(tone, tokens.surface, _LINE)


def note_ink(note: Note, tokens: Tokens) -> QColor:
    """The color of the text: titles wear the tone itself, notes are ink on their sheet."""
    if note.style == "title" and note.color in _TONES:
        return tokens.tone(_TONES[note.color])
    return tokens.text


def paint_note(
    painter: QPainter, note: Note, look: Look, selected: bool = False, hovered: bool = False, words: bool = True,
) -> None:
    """One note; `words` is False while its text is being edited."""
    rect, tokens, thin = note_rect(note), look.tokens, 1.0 / min(1.0, look.zoom)
    fill, edge = note_colors(note, tokens)
    if note.style == "note":
        painter.setPen(QPen(edge, thin))
        painter.setBrush(fill)
        round_rect(painter, rect, RADIUS)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if selected or (hovered and note.style == "title"):
        painter.setPen(QPen(tokens.sel, SELECTED / look.zoom) if selected else QPen(tokens.border2, thin))
        round_rect(painter, rect, RADIUS)
    if words:
        _text(painter, note, rect, look)
    if selected:
        painter.setPen(QPen(tokens.sel, 1.5 * thin))
        corner = rect.bottomRight()
        for reach in (5.0, 9.0):
            painter.drawLine(corner + QPointF(-reach - 2, -3.5), corner + QPointF(-3.5, -reach - 2))


def _text(painter: QPainter, note: Note, rect: QRectF, look: Look) -> None:
    """The text, never smaller on the screen than can be read: from afar its first lines, from very far bars."""
    size, height, weight = SIZES[note.style]
    across, down = PADS[note.style]
    ink, (lines, scale) = note_ink(note, look.tokens), readable_lines(note, look)
    for number, line in enumerate(lines):
        baseline = rect.top() + down + (number * height + height / 2 + 0.36 * size) * scale
        draw_text(painter, QPointF(rect.left() + across, baseline), line, size, weight, ink, scale=scale)
    for number, line in enumerate(() if lines else note_lines(note)):
        baseline = rect.top() + down + number * height + height / 2 + 0.36 * size
        width = min(rect.width() - 2 * across, 0.5 * size * len(line))
        painter.fillRect(QRectF(rect.left() + across, baseline - 0.5 * size, width, 0.4 * size),
                         mixed(ink, look.tokens.surface, 0.35))


def readable_lines(note: Note, look: Look) -> tuple[tuple[str, ...], float]:
    """The lines that have room at a size that can be read, and how much larger than at 100 % they are; none from afar.

    Of a text that is cut the last line ends in dots; of a title there is always one line where it has room for a word.
    """
    size, height, weight = SIZES[note.style]
    across, down = PADS[note.style]
    scale = look.text_scale(size)
    if scale == 1.0:
        return note_lines(note), 1.0
    rect = note_rect(note)
    room = (rect.width() - 2 * across) / scale
    if room < LEAST_ROOM:
        return (), scale
    lines = _broken(note.text, note.style, room)
    count = int((rect.height() - (2 * down if note.style == "note" else 0.0)) / (height * scale) + LINE_SLACK)
    if note.style == "title":
        count = max(1, count)
    shown = lines[:count]
    if 0 < count < len(lines):
        shown = (*shown[:-1], elided(f"{shown[-1]} …", size, weight, room))
    return shown, scale


@lru_cache(maxsize=4096)
def _broken(text: str, style: NoteStyle, width: float) -> tuple[str, ...]:
    size, _, weight = SIZES[style]
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        layout = QTextLayout(paragraph, canvas_font(size, weight))
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            # Qt counts in UTF-16, in which what lies beyond the basic plane takes two
            start, length = 2 * line.textStart(), 2 * line.textLength()
            lines.append(paragraph.encode("utf-16-le")[start:start + length].decode("utf-16-le").rstrip())
        layout.endLayout()
        if not paragraph:
            lines.append("")
    return tuple(lines)
