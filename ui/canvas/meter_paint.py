"""Painting of the gradient meter at the bottom of a card."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnsim.text import format_loss, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_PEN, PAD


def meter_share(norm: float) -> float:
    """How full the meter is: a quarter for each factor of ten, full at 10."""
    return 0.0 if not norm > 0 else min(1.0, max(0.0, 0.75 + 0.25 * math.log10(norm)))


def paint_meter(painter: QPainter, card: Card, look: Look, norm: float, told: bool = True) -> None:
    """How large the gradient of a card is, `told` as a number too; NaN and infinity in the colour of errors."""
    rect, tokens = card.rect, look.tokens
    pad, scale = PAD if card.shape.width > 150 else 14.0, look.text_scale(11.0)
    left, right, bottom = rect.left() + pad, rect.right() - pad, rect.bottom()
    track = QRectF(left, bottom - 15, right - left, 4.0)
    painter.setPen(NO_PEN)
    painter.setBrush(tokens.sunken)
    round_rect(painter, track, 2.0)
    share = meter_share(norm)
    if share > 0:
        painter.setBrush(tokens.grad if math.isfinite(norm) else tokens.err)
        round_rect(painter, QRectF(track.x(), track.y(), max(4.0, track.width() * share), 4.0), 2.0)
    if not told:
        return
    word, value = tr("grad"), format_loss(norm)
    if (text_width(word, 11, Weight.Medium) + text_width(value, 11.5, Weight.DemiBold) + 4) * scale <= track.width():
        draw_text(painter, QPointF(left, bottom - 22), word, 11, Weight.Medium, tokens.text3, scale=scale)
    draw_text(painter, QPointF(right, bottom - 22), value, 11.5, Weight.DemiBold,
              tokens.grad if math.isfinite(norm) else tokens.err, Align.AlignRight, scale)  # fmt: skip
