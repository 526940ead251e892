"""Painting of the loss: L, empty until it is computed, and y beside ŷ."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from nnsim.text import format_loss, tr
from ui.canvas.appearance import Align, Look, Weight, broken, draw_text, elided, faded, round_rect, text_width
from ui.canvas.captions import COMING_OPACITY, NAME, short_number
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.geometry import CARD_RADIUS
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing

LETTER, MOST_LETTER = 26.0, 1.5  # the last of the radius
VALUE, WAITING = 14.0, 11.5
CAPITALS, CLEAR = 0.75, 4.0  # how high digits are of their size; pixels on the screen from the disc down to them
DASHES = [2.7, 2.7]
MOST_TARGETS = 8  # more never fit
LINE = 14.0
SMALLEST = 0.85  # 11 pixels, below which a number is cut


def paint_loss(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The circle of the loss, its value, and while stepping what it compares."""
    tokens, radius, center = look.tokens, card.shape.radius, card.center_of[0]
    coming = showing.coming_loss
    loss = showing.loss if showing.loss is not None else coming if coming is not None else math.nan
    known = showing.loss is not None and not math.isnan(loss)
    pen = QPen(tokens.loss if known else tokens.border2, 1.5)
    if not known:
        pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(tokens.lossbg if known else tokens.surface)
    painter.drawEllipse(center, radius, radius)
    name = math_name("L")
    ink = tokens.loss if known else tokens.text3
    size = min(max(LETTER, look.least / look.zoom), MOST_LETTER * radius) if look.bare else LETTER
    draw_math(painter, center.x() - name[1] * size / 2, center.y() + 0.35 * size, name, size, ink)
    if look.detail < Detail.MAPS:
        return
    scale = look.text_scale(WAITING)
    high = CAPITALS * (WAITING if math.isnan(loss) else VALUE) * scale
    below = center + QPointF(0, radius + max(22.0, high + CLEAR / look.zoom))
    if not math.isnan(loss):
        ink = faded(tokens.loss if math.isfinite(loss) else tokens.err, 1.0 if known else COMING_OPACITY)
        draw_text(painter, below, format_loss(loss), VALUE, Weight.DemiBold, ink, Align.AlignHCenter, scale)
    elif showing.step is not None and not look.bare:
        _say_waiting(painter, card, below, ink, scale)
    if showing.step is not None and look.detail >= Detail.NAMES and not look.bare:
        _paint_compared(painter, card, look, showing)


def _say_waiting(painter: QPainter, card: Card, at: QPointF, ink: QColor, scale: float) -> None:
    """That there is no loss yet, on as many lines as the card's width asks for; from afar the empty circle says it."""
    room = (card.shape.width - 2 * CARD_RADIUS) / scale
    lines = broken(tr("not computed yet"), room, WAITING)
    if any(text_width(line, WAITING, Weight.Medium) > room for line in lines):
        return
    for place, line in enumerate(lines):
        drop = QPointF(0, place * LINE * scale)
        draw_text(painter, at + drop, line, WAITING, Weight.Medium, ink, Align.AlignHCenter, scale)


def _paint_compared(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """y beside ŷ; of several outputs only their targets, as the predictions stand on the card before."""
    targets = showing.targets(card.id)
    truth = ", ".join(short_number(each) for each in targets[:MOST_TARGETS])
    if len(targets) > 1:
        _field(painter, QRectF(card.x + 12, card.y + 211, 128, 32), "y", truth, look.tokens.text, look)
        return
    source = showing.predicted_by.get(card.id, "")
    found, coming = showing.value(source, 0), showing.coming(source, 0)
    known = found is not None and not math.isnan(found)
    value = found if known and found is not None else coming
    text = "–" if math.isnan(value) else showing.written(source, value)
    ink = look.tokens.text if known else look.tokens.text3
    _field(painter, QRectF(card.x + 8, card.y + 211, 64, 32), "y", truth or "–", look.tokens.text, look)
    _field(painter, QRectF(card.x + 76, card.y + 211, 68, 32), "ŷ", text, ink, look)


def _field(painter: QPainter, box: QRectF, symbol: str, text: str, ink: QColor, look: Look) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.sunken)
    round_rect(painter, box, 8)
    draw_math(painter, box.x() + 7, box.y() + 21, math_name(symbol), NAME, look.tokens.text2)
    room = box.width() - 28
    scale = min(1.0, max(room / text_width(text, 13, Weight.DemiBold), SMALLEST))
    text = elided(text, 13, Weight.DemiBold, room / scale)
    draw_text(painter, QPointF(box.right() - 6, box.y() + 21), text, 13, Weight.DemiBold, ink, Align.AlignRight, scale)
