"""Painting of the gradient meter at the bottom of a card."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnsim.text import format_loss, format_number, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width
from ui.canvas.captions import MeterPlace, meter_foot
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_PEN, PAD

NUMBER, GAP, SHORTEST_BAR = 11.5, 4.0, 12.0
LEAST = 0.001
_PLACES = ((1.0, 3), (10.0, 2), (100.0, 1))


def meter_share(norm: float) -> float:
    """How full the meter is: a quarter for each factor of ten, full at 10."""
    return 0.0 if not norm > 0 else min(1.0, max(0.0, 0.75 + 0.25 * math.log10(norm)))


def short_norm(norm: float) -> str:
    """The size of a gradient in a few digits: `0.012`, `1.25`, `12.3`, `1,234`, and `<0.001` below that."""
    if norm < LEAST / 2:
        return f"<{format_number(LEAST, 3)}"
    return format_number(norm, next((places for end, places in _PLACES if norm < end), 0))


def paint_meter(painter: QPainter, card: Card, look: Look, norm: float, place: MeterPlace = "above") -> None:
    """How large the gradient of a card is: a bar, and a number at this place; NaN and infinity in the color of errors.

    Beside the bar the number is short where it would leave too little of the bar.
    """
    rect, tokens = card.rect, look.tokens
    pad, scale = PAD if card.shape.width > 150 else 14.0, look.text_scale(NUMBER)
    left, right, middle = rect.left() + pad, rect.right() - pad, rect.bottom() - meter_foot(look)
    ink = tokens.grad if math.isfinite(norm) else tokens.err
    track = QRectF(left, middle - 2.0, right - left, 4.0)
    beside = beside_text(norm, track.width(), scale) if place == "beside" else ""
    if beside:
        track.setRight(right - (text_width(beside, NUMBER, Weight.DemiBold) + GAP) * scale)
        at = QPointF(right, middle + 4.0 * scale)
        draw_text(painter, at, beside, NUMBER, Weight.DemiBold, ink, Align.AlignRight, scale)
    painter.setPen(NO_PEN)
    painter.setBrush(tokens.sunken)
    round_rect(painter, track, 2.0)
    share = meter_share(norm)
    if share > 0:
        painter.setBrush(ink)
        round_rect(painter, QRectF(track.x(), track.y(), max(4.0, track.width() * share), 4.0), 2.0)
    if place != "above":
        return
    word, value, scale = tr("grad"), format_loss(norm), look.text_scale(11.0)
    line = middle - max(9.0, 6.5 / look.zoom)  # the foot of a g stays clear of the bar
    if (text_width(word, 11, Weight.Medium) + text_width(value, NUMBER, Weight.DemiBold) + 4) * scale <= track.width():
        draw_text(painter, QPointF(left, line), word, 11, Weight.Medium, tokens.text3, scale=scale)
    draw_text(painter, QPointF(right, line), value, NUMBER, Weight.DemiBold, ink, Align.AlignRight, scale)


def beside_text(norm: float, width: float, scale: float) -> str:
    """The number that leaves enough of a bar of this width: the usual one, a short one, or none."""
    for text in (format_loss(norm), short_norm(norm)):
        if width - (text_width(text, NUMBER, Weight.DemiBold) + GAP) * scale >= SHORTEST_BAR:
            return text
    return ""
