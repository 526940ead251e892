"""Painting of a card's numbers: discs, bias ticks, captions, gradient, and what a large or far layer shows instead."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from ui.canvas.appearance import Align, Look, Weight, draw_text
from ui.canvas.beside import fits_beside, paint_beside, stands_beside
from ui.canvas.captions import meter_place, names_fit, paint_caption
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.delta_paint import paint_deltas
from ui.canvas.detail import Detail, bias_length
from ui.canvas.disc import draw_discs
from ui.canvas.face_paint import paint_face
from ui.canvas.layer_strip import paint_fewer, paint_rest, paint_strip
from ui.canvas.locks import paint_small_lock
from ui.canvas.loss_paint import DASHES, paint_loss
from ui.canvas.meter_paint import paint_meter
from ui.canvas.points import paint_points
from ui.canvas.showing import Showing, value_range
from ui.look import diverging_color

AHEAD_OPACITY = 0.34
POINTS_RADIUS = 40.0
LOCK_AT = 0.72  # of the radius
TICKED = 20.0
DiscOf = Callable[[Card, int, float], QPixmap]
_TOWARDS = QPointF(-math.sqrt(0.5), math.sqrt(0.5))


def paint_units(
    painter: QPainter, card: Card, look: Look, showing: Showing, disc: DiscOf, among: frozenset[int] | None = None
) -> None:
    """The units of a card; `disc(card, unit, opacity)` gives the picture of one. Where they are painted one by one in a
    step, only these `among` them; None for all."""
    if card.role == "loss":
        paint_loss(painter, card, look, showing)
        return
    if card.shape.face is not None:
        paint_face(painter, card, look, showing)
        if card.is_wide:
            paint_fewer(painter, card, look)
        return
    if not card.center_of:
        _paint_open(painter, card, look)
        return
    if look.detail == Detail.STRIP and len(card.center_of) > 1:
        paint_strip(painter, card, look, showing)
        return
    if showing.step is None:
        _at_rest(painter, card, look, showing, disc)
    else:
        _in_a_step(painter, card, look, showing, disc, among)
    if card.shape.gap is not None:
        paint_rest(painter, card, look, showing)
    if card.shape.across:
        paint_fewer(painter, card, look)


def _paint_open(painter: QPainter, card: Card, look: Look) -> None:
    """A question mark in place of units of which nobody knows how many there are."""
    center = QPointF(card.x + card.shape.middle, card.y + card.shape.height / 2 + 20)
    pen = QPen(look.tokens.border2, 1.5)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    painter.drawRoundedRect(QRectF(center.x() - 27, center.y() - 27, 54, 54), 8, 8)
    if look.detail >= Detail.COLORS:
        draw_text(painter, center + QPointF(0, 6), "?", 18, Weight.Medium, look.tokens.text3, Align.AlignHCenter)


def _at_rest(painter: QPainter, card: Card, look: Look, showing: Showing, disc: DiscOf) -> None:
    radius, centers = card.shape.radius, card.center_of
    draw_discs(painter, [(disc(card, unit, 1.0), center) for unit, center in centers.items()], radius)
    if radius * look.zoom >= POINTS_RADIUS and showing.points is not None and card.id in showing.maps:
        row = showing.row if card.id in showing.activations else None
        for center in centers.values():
            paint_points(painter, showing.points, center, radius, look, row)
    if look.detail >= Detail.MAPS:
        _ticks(painter, card, centers, look, showing)
    paint_deltas(painter, (card,), look, showing)
    _captions(painter, card, centers, look, showing)
    gradient = showing.gradient_norms.get(card.id)
    if gradient is not None and not card.free and look.detail >= Detail.MAPS:
        paint_meter(painter, card, look, gradient, meter_place(card, look))


def _in_a_step(
    painter: QPainter, card: Card, look: Look, showing: Showing, disc: DiscOf, among: frozenset[int] | None
) -> None:
    centers = {unit: at for unit, at in card.center_of.items() if among is None or unit in among}
    pending = [
        unit for unit in centers
        if (value := showing.value(card.id, unit)) is not None and math.isnan(value)
        and not (showing.is_active(card.id, unit) and showing.begun(card.id, unit))
    ]  # fmt: skip
    shown = [unit for unit in centers if unit not in pending or showing.ahead]
    discs = [(disc(card, unit, AHEAD_OPACITY if unit in pending else 1.0), centers[unit]) for unit in shown]
    draw_discs(painter, discs, card.shape.radius)
    for unit, center in centers.items():
        if unit in pending:
            _paint_pending(painter, card, center, look, hollow=not showing.ahead)
        elif card.shape.radius * look.zoom >= POINTS_RADIUS and showing.points is not None and card.id in showing.maps:
            row = None if showing.step is None else showing.step.row
            paint_points(painter, showing.points, center, card.shape.radius, look, row)
    told = {unit: center for unit, center in centers.items() if not showing.summing(card.id, unit)}
    if look.detail >= Detail.MAPS:
        _ticks(painter, card, told, look, showing)
    _captions(painter, card, told, look, showing)


def _captions(
    painter: QPainter, card: Card, centers: Mapping[int, QPointF], look: Look, showing: Showing
) -> None:
    """Name and number of these units, where they can be read: below the discs, beside close ones on a stage."""
    beside = stands_beside(card, look)
    if not (fits_beside(card, look) if beside else names_fit(card, look)):
        return
    backward = showing.step is not None and showing.step.phase in ("backward", "update")
    paint = paint_beside if beside else paint_caption
    for unit, center in centers.items():
        paint(painter, card, unit, center, look, showing, showing.delta(card.id, unit) if backward else math.nan)


def _paint_pending(painter: QPainter, card: Card, center: QPointF, look: Look, hollow: bool) -> None:
    """The dashed ring of a unit whose value is still to come."""
    radius = card.shape.radius
    if hollow:
        painter.setPen(NO_PEN)
        painter.setBrush(look.tokens.surface)
        painter.drawEllipse(center, radius + 3, radius + 3)
    pen = QPen(look.tokens.border2, 1.5)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    painter.drawEllipse(center, radius, radius)


def _ticks(painter: QPainter, card: Card, centers: Mapping[int, QPointF], look: Look, showing: Showing) -> None:
    """The biases of these units: short strokes at their lower left, on a gap that keeps links at a distance."""
    if card.shape.across and card.shape.radius < TICKED:  # there is no room between discs for them
        return
    biases = {unit: bias for unit in centers if (bias := showing.bias(card.id, unit)) is not None}
    first, tokens = card.shape.radius + 1.0, look.tokens
    strokes = {
        unit: QLineF(centers[unit] + _TOWARDS * first, centers[unit] + _TOWARDS * (first + bias_length(bias)))
        for unit, bias in biases.items()
    }
    thick = 1.0 if look.detail >= Detail.NAMES else 0.8 / look.zoom
    positive = [stroke for unit, stroke in strokes.items() if biases[unit] >= 0]
    negative = [stroke for unit, stroke in strokes.items() if not biases[unit] >= 0]
    gaps = (list(strokes.values()), tokens.surface, 7.0)
    for lines, color, width in (gaps, (positive, tokens.pos, 3.5), (negative, tokens.neg, 3.5)):
        painter.setPen(QPen(color, width * thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLines(lines)
    for unit in strokes:
        if showing.bias_locked(card.id, unit):  # on the disc, where neither names nor links run
            paint_small_lock(painter, centers[unit] + _TOWARDS * (LOCK_AT * card.shape.radius), look)


def unit_color(card: Card, unit: int, look: Look, showing: Showing) -> QColor:
    """The flat colour of a unit: its value, else the mean of its map, else no colour."""
    value = showing.at_hand(card.id, unit)
    if value is None or math.isnan(value):
        maps = showing.maps.get(card.id) if value is None else None
        if maps is None or unit >= len(maps):
            return look.tokens.sunken
        low, high = value_range(card.activation, maps[unit])
        return diverging_color(float(maps[unit].mean()) if high > low else 0.0, low, high, look.tokens)
    return diverging_color(value, *showing.span(card.id, card.activation), look.tokens)
