"""Painting of a card's units: discs, bias ticks, names and values, and what a large or a far layer shows instead."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from nnsim.text import format_count, format_loss, format_number, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, elided, faded, round_rect, text_width
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.detail import Detail, bias_length
from ui.canvas.diagram import Card
from ui.canvas.disc import draw_disc, value_color
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.points import paint_points
from ui.canvas.showing import Showing, value_range

VALUE, NAME = 13.0, 16.0
AHEAD_OPACITY = 0.34
POINTS_RADIUS = 40.0
DiscOf = Callable[[Card, int, float], QPixmap]
_TICK = math.sqrt(0.5)


def paint_units(painter: QPainter, card: Card, look: Look, showing: Showing, disc: DiscOf) -> None:
    """The units of a card; `disc(card, unit, opacity)` gives the picture of one."""
    if card.role == "loss":
        _paint_loss(painter, card, look, showing)
        return
    if look.detail == Detail.STRIP and len(card.center_of) > 1:
        _strip(painter, card, look, showing)
        return
    for unit, center in card.center_of.items():
        value = showing.value(card.id, unit)
        pending = value is not None and math.isnan(value)
        _paint_disc(painter, card, unit, center, look, showing, disc, pending)
        if card.shape.radius * look.zoom >= POINTS_RADIUS and showing.points is not None and not pending:
            row = None if showing.step is None else showing.step.row
            paint_points(painter, showing.points, center, card.shape.radius, look, row)
        if look.detail >= Detail.MAPS:
            _tick(painter, card, unit, center, look, showing)
        if look.detail >= Detail.NAMES:
            _caption(painter, card, unit, center, look, value, showing.coming(card.id, unit))
    if card.shape.gap is not None:
        _more(painter, card, look)


def unit_name(card: Card, unit: int) -> tuple[str, str]:
    """Letter and index of a unit's name; units count from 1. The only ŷ and a free neuron's h need no index."""
    alone = card.free or (card.units == 1 and card.symbol == "ŷ")
    return card.symbol, "" if alone else str(unit + 1)


def _paint_disc(painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, showing: Showing, disc: DiscOf,
                pending: bool) -> None:  # fmt: skip
    radius = card.shape.radius
    active = showing.is_active(card.id, unit)
    if not pending or active or showing.ahead:
        draw_disc(painter, disc(card, unit, AHEAD_OPACITY if pending and not active else 1.0), center, radius)
    else:
        painter.setPen(NO_PEN)
        painter.setBrush(look.tokens.surface)
        painter.drawEllipse(center, radius + 3, radius + 3)
    if pending and not active:
        pen = QPen(look.tokens.border2, 1.5)
        pen.setDashPattern([2.7, 2.7])
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        painter.drawEllipse(center, radius, radius)


def _tick(painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, showing: Showing) -> None:
    bias = showing.bias(card.id, unit)
    if bias is None:
        return
    first, last = card.shape.radius + 1.0, card.shape.radius + 1.0 + bias_length(bias)
    begin = center + QPointF(-first * _TICK, first * _TICK)
    end = center + QPointF(-last * _TICK, last * _TICK)
    thick = 1.0 if look.detail >= Detail.NAMES else 0.8 / look.zoom
    for color, width in ((look.tokens.surface, 7.0), (look.tokens.pos if bias >= 0 else look.tokens.neg, 3.5)):
        painter.setPen(QPen(color, width * thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(begin, end)


def _caption(painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, value: float | None,
             coming: float) -> None:  # fmt: skip
    """Name and value under the disc, centred together; a value that is only to come stands pale."""
    tokens = look.tokens
    scale = look.text_scale(VALUE)
    baseline = center.y() + card.shape.radius + (22.0 if card.shape.radius > 30 else 20.0)
    text, color = "", tokens.text3
    if value is not None:
        known = value if not math.isnan(value) else coming
        text = "–" if math.isnan(known) else format_number(known) if card.kind != "input" else _short_number(known)
        color = tokens.text3 if math.isnan(known) else tokens.sign(known) if math.isfinite(known) else tokens.err
        if math.isnan(value):
            color = faded(color, 1.0 if math.isnan(known) else 0.5)
    if card.free and not text:
        draw_text(painter, QPointF(center.x(), baseline), elided(card.name, VALUE, Weight.DemiBold, 132 / scale), VALUE,
                  Weight.DemiBold, tokens.text, Align.AlignHCenter, scale)  # fmt: skip
        return
    label = card.labels[unit] if unit < len(card.labels) else card.name if card.free else ""
    name = None if label else math_name(*unit_name(card, unit))
    left = (text_width(label, VALUE, Weight.Medium) if name is None else name[1] * NAME) * scale
    gap = 7.0 if text else 0.0
    right = text_width(text, VALUE, Weight.DemiBold) * scale
    x = center.x() - (left + gap + right) / 2
    if name is None:
        draw_text(painter, QPointF(x, baseline), label, VALUE, Weight.Medium, tokens.text2, scale=scale)
    else:
        draw_math(painter, x, baseline, name, NAME * scale, tokens.text2)
    if text:
        draw_text(painter, QPointF(x + left + gap, baseline), text, VALUE, Weight.DemiBold, color, scale=scale)


def _short_number(value: float) -> str:
    """Whole inputs and targets, as those of logic gates, stand without decimals."""
    return (
        format_number(value, 0)
        if math.isfinite(value) and value == int(value) and abs(value) < 1000
        else format_number(value)
    )


def _more(painter: QPainter, card: Card, look: Look) -> None:
    gap = card.shape.gap
    if gap is None:
        return
    center = QPointF(card.rect.center().x(), card.y + gap)
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.text3)
    for step in (-12.0, 0.0, 12.0):
        painter.drawEllipse(center + QPointF(0, step - 14), 2.5, 2.5)
    if look.detail >= Detail.COLORS:
        text, scale = tr("{count} more", count=format_count(card.shape.hidden)), look.text_scale(12)
        draw_text(
            painter, center + QPointF(0, 22), text, 12, Weight.Medium, look.tokens.text3, Align.AlignHCenter, scale
        )


def _strip(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """A far layer: one cell of colour for each unit."""
    span, width = card.unit_span, 26.0
    shown = list(card.center_of)
    height = span.height() / len(shown)
    painter.setPen(NO_PEN)
    for place, unit in enumerate(shown):
        painter.setBrush(unit_color(card, unit, look, showing))
        painter.drawRect(QRectF(span.center().x() - width / 2, span.top() + place * height, width, height))


def unit_color(card: Card, unit: int, look: Look, showing: Showing) -> QColor:
    """The flat colour of a unit: its value, else the mean of its map, else no colour."""
    value = showing.value(card.id, unit)
    if value is None or math.isnan(value):
        maps = showing.maps.get(card.id)
        if maps is None or unit >= len(maps):
            return look.tokens.sunken
        low, high = value_range(card.activation, maps[unit])
        return value_color(float(maps[unit].mean()) if high > low else 0.0, card.activation, look)
    return value_color(value, card.activation, look)


def _paint_loss(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    tokens, radius = look.tokens, card.shape.radius
    center = card.center_of[0]
    known = showing.loss is not None and not math.isnan(showing.loss)
    pen = QPen(tokens.loss if known else tokens.border2, 1.5)
    if not known:
        pen.setDashPattern([2.7, 2.7])
    painter.setPen(pen)
    painter.setBrush(tokens.lossbg if known else tokens.surface)
    painter.drawEllipse(center, radius, radius)
    name = math_name("L")
    draw_math(painter, center.x() - name[1] * 13, center.y() + 9, name, 26.0, tokens.loss if known else tokens.text3)
    if look.detail < Detail.MAPS:
        return
    scale = look.text_scale(11.5)
    below = center + QPointF(0, radius + 22)
    if showing.loss is not None and known:
        color = tokens.loss if math.isfinite(showing.loss) else tokens.err
        draw_text(painter, below, format_loss(showing.loss), 14, Weight.DemiBold, color, Align.AlignHCenter, scale)
    elif showing.step is not None:
        draw_text(painter, below, tr("not computed yet"), 11.5, Weight.Medium, tokens.text3, Align.AlignHCenter, scale)
    if showing.step is not None and look.detail >= Detail.NAMES:
        _loss_fields(painter, card, look, showing)


def _loss_fields(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """y and ŷ of the sample, where there is one of each."""
    for x, symbol, value in ((16.0, "y", showing.target(card.id)), (80.0, "ŷ", showing.prediction(card.id))):
        box = QRectF(card.x + x, card.y + 211, 56, 32)
        painter.setPen(NO_PEN)
        painter.setBrush(look.tokens.sunken)
        round_rect(painter, box, 8)
        draw_math(painter, box.x() + 9, box.y() + 21, math_name(symbol), NAME, look.tokens.text2)
        known = value is not None and not math.isnan(value)
        text = _short_number(value) if known and value is not None else "–"
        color = look.tokens.text if known else look.tokens.text3
        draw_text(painter, QPointF(box.right() - 8, box.y() + 21), text, 13, Weight.DemiBold, color, Align.AlignRight)
