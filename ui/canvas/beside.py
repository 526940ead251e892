"""Captions on a stage where units stand so close that no line fits below each: they stand at the right of the discs."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnsim.text import format_number
from ui.canvas.appearance import Look, Weight, draw_text, round_rect, text_width
from ui.canvas.captions import GAP, NAME, VALUE, told_now, unit_index
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing
from ui.canvas.unit_title import unit_letter

LINE_ROOM = 27.0  # between two discs, for a line of a stage's type, of which a size of 22.5 px has
FULL = 22.5
STAGE_REACH, OUTPUT_REACH = 60.0, 88.0
"""How far beside a card of a stage its words may reach: not to the next card, of an Output not to the loss's disc"""
AWAY, PAD = 5.0, 3.0  # pixels on the screen from the disc to the plate, and around the words


def stands_beside(card: Card, look: Look) -> bool:
    """Whether what belongs below a unit of this card would lie on the next one."""
    shape = card.shape
    if not look.bare or shape.across or len(shape.rows) < 2:
        return False
    return (_pitch(card) - 2 * shape.radius) * look.zoom < LINE_ROOM * look.least / FULL


def fits_beside(card: Card, look: Look) -> bool:
    """Whether the lines do not lie over each other there."""
    return look.detail >= Detail.COLORS and _pitch(card) * look.zoom >= LINE_ROOM * look.least / FULL


def room_beside(card: Card, look: Look) -> float:
    """How far from the center of a disc a name beside it reaches, with the number of an Output."""
    line = (1.9 * NAME + (3.2 * VALUE if card.role == "output" else 0.0)) * look.text_scale(VALUE)
    return card.shape.radius + (AWAY + 2 * PAD) / look.zoom + line


def plate_beside(card: Card, unit: int, look: Look, showing: Showing) -> QRectF:
    """What the words beside a unit that is at work take, in scene coordinates."""
    return _words(card, unit, card.center_of[unit], look, showing, math.nan).plate


def _pitch(card: Card) -> float:
    return card.shape.rows[1][1] - card.shape.rows[0][1]


def paint_beside(
    painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, showing: Showing, delta: float
) -> None:
    """Paint the name; a number comes with it where the unit is at work or an Output's, and both have room."""
    words, scale = _words(card, unit, center, look, showing, delta), look.text_scale(VALUE)
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.surface)
    round_rect(painter, words.plate, 4.0 / look.zoom)
    if isinstance(words.name, str):
        draw_text(painter, words.start, words.name, VALUE, Weight.Medium, words.ink, scale=scale)
    else:
        draw_math(painter, words.start.x(), words.start.y(), words.name, NAME * scale, words.ink)
    if words.number:
        at = words.start + QPointF(words.number_at, 0.0)
        draw_text(painter, at, words.number, VALUE, Weight.DemiBold, words.color, scale=scale)


class _Words(NamedTuple):
    """A name and a number on one line, and the plate under them; the number is empty where it has no room."""

    name: str | tuple[QPainterPath, float]
    ink: QColor
    number: str
    color: QColor
    start: QPointF
    number_at: float
    plate: QRectF


def _words(
    card: Card, unit: int, center: QPointF, look: Look, showing: Showing, delta: float
) -> _Words:
    scale, index, total = look.text_scale(VALUE), unit_index(card, unit), showing.total(card.id, unit)
    text, color = told_now(card, unit, look, showing)
    name, ink = math_name(*unit_letter(card, unit)), look.tokens.text2
    if text == "–" and not math.isnan(total):
        name, text = math_name("z", index), format_number(total)
        color = look.tokens.sign(total) if math.isfinite(total) else look.tokens.err
    if not math.isnan(delta):
        name, text, ink = math_name("δ", index), format_number(delta), look.tokens.grad
        color = ink
    label = card.labels[unit] if unit < len(card.labels) and math.isnan(delta) else ""
    left = text_width(label, VALUE, Weight.Medium) * scale if label else name[1] * NAME * scale
    gap = 0.6 * GAP * scale
    right = gap + text_width(text, VALUE, Weight.DemiBold) * scale
    x = center.x() + card.shape.radius + (AWAY + PAD) / look.zoom
    active = None if showing.step is None else showing.step.active
    told = card.role == "output" or (active is not None and active[:2] == (card.id, unit))
    told = told and text not in ("", "–") and x + left + right < (
        card.rect.right() + (OUTPUT_REACH if card.role == "output" else STAGE_REACH))
    high = 1.3 * VALUE * scale
    wide = left + (right if told else 0.0) + 2 * PAD / look.zoom
    plate = QRectF(x - PAD / look.zoom, center.y() - high / 2, wide, high)
    start = QPointF(x, center.y() + 0.36 * VALUE * scale)
    return _Words(label or name, ink, text if told else "", color, start, left + gap, plate)
