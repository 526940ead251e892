"""Painting of the loss: L, empty until it is computed, and y beside ŷ."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.text import format_loss, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect
from ui.canvas.captions import NAME, short_number
from ui.canvas.card_paint import NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.diagram import Card
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing

LETTER = 26.0
DASHES = [2.7, 2.7]


def paint_loss(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The circle of the loss, its value, and while stepping what it compares."""
    tokens, radius, center = look.tokens, card.shape.radius, card.center_of[0]
    loss = math.nan if showing.loss is None else showing.loss
    known = not math.isnan(loss)
    pen = QPen(tokens.loss if known else tokens.border2, 1.5)
    if not known:
        pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(tokens.lossbg if known else tokens.surface)
    painter.drawEllipse(center, radius, radius)
    name = math_name("L")
    ink = tokens.loss if known else tokens.text3
    draw_math(painter, center.x() - name[1] * LETTER / 2, center.y() + 9, name, LETTER, ink)
    if look.detail < Detail.MAPS:
        return
    scale, below = look.text_scale(11.5), center + QPointF(0, radius + 22)
    if known:
        ink = tokens.loss if math.isfinite(loss) else tokens.err
        draw_text(painter, below, format_loss(loss), 14, Weight.DemiBold, ink, Align.AlignHCenter, scale)
    elif showing.step is not None:
        draw_text(painter, below, tr("not computed yet"), 11.5, Weight.Medium, ink, Align.AlignHCenter, scale)
    if showing.step is not None and look.detail >= Detail.NAMES:
        _field(painter, QRectF(card.x + 16, card.y + 211, 50, 32), "y", showing.target(card.id), look)
        _field(painter, QRectF(card.x + 72, card.y + 211, 64, 32), "ŷ", showing.prediction(card.id), look)


def _field(painter: QPainter, box: QRectF, symbol: str, value: float | None, look: Look) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.sunken)
    round_rect(painter, box, 8)
    draw_math(painter, box.x() + 9, box.y() + 21, math_name(symbol), NAME, look.tokens.text2)
    known = value is not None and not math.isnan(value)
    text = short_number(value) if known and value is not None else "–"
    color = look.tokens.text if known else look.tokens.text3
    draw_text(painter, QPointF(box.right() - 8, box.y() + 21), text, 13, Weight.DemiBold, color, Align.AlignRight)
