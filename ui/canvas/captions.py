"""What stands under a unit: its name and value, the sum z before there is one, in the backward pass its gradient δ."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnsim.text import format_loss, format_number, render
from ui.canvas.appearance import Align, Look, Weight, draw_text, elided, faded, text_width
from ui.canvas.card import Card
from ui.canvas.detail import Detail
from ui.canvas.geometry import FACE_BOTTOM, LINE_ROOM
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing
from ui.canvas.unit_title import unit_letter
from ui.look import class_shape, paint_point

VALUE, NAME = 13.0, 16.0
GAP, LINE, UNDER_RING = 7.0, 17.0, 6.0
FACTS, MARK, SMALL = 12.0, 8.0, 11.0
NARROWEST = 34.0  # pixels on the screen from disc to disc, for a number below each
COMING_OPACITY = 0.5
ROOMY_PITCH = 130.0
LINE_HEIGHT, NAME_HEIGHT = 14.0, 16.5  # of the smallest text, and of the smallest name with its index; px on the screen
METER = 17.0  # the bar of the gradient at the foot of a card
METER_FOOT, FOOT_LEAST = 13.0, 7.0  # from the middle of the bar to the edge of the card; px on the screen at least
NAME_FOOT, METER_HALF = 15.0, 4.5  # from a disc to the foot of its name; half a number; pixels on the screen
Told = tuple[str, QColor]
"""A number as it is written, and its color"""
MeterPlace = Literal["above", "beside", ""]


def names_fit(card: Card, look: Look) -> bool:
    """Whether names can be read under the units of a card: always from near, from afar where a line has room there."""
    rows, shape = card.shape.rows, card.shape
    if shape.across:
        gap = shape.pitch + LINE_ROOM - 2 * shape.radius
        return gap >= LINE_HEIGHT / look.zoom and shape.pitch >= NARROWEST / look.zoom
    if look.detail != Detail.MAPS:
        return look.detail >= Detail.NAMES
    room = tail_room(card) - (METER if card.role in ("hidden", "final") else 0.0)
    if len(rows) > 1:
        between = rows[1][1] - rows[0][1] - 2 * shape.radius
        room = room if between >= NAME_HEIGHT / look.zoom else 0.0
    return bool(rows) and room >= LINE_HEIGHT / look.zoom


def tail_room(card: Card) -> float:
    """What is free below the last unit of a card."""
    shape = card.shape
    return shape.height - shape.rows[-1][1] - shape.radius if shape.rows else 0.0


def meter_place(card: Card, look: Look) -> MeterPlace:
    """Where the gradient stands as a number: from near above its bar, from afar beside it, or nowhere.

    The same in all cards of a network whose feet have room for it.
    """
    if look.detail >= Detail.NAMES:
        return "above"
    if card.shape.face is not None:
        caption = max(20.0, 15.0 * look.text_scale(FACTS)) + 3.5 / look.zoom
        return "beside" if FACE_BOTTOM - caption >= meter_foot(look) + METER_HALF / look.zoom else ""
    name = NAME_FOOT if names_fit(card, look) else 0.0
    return "beside" if tail_room(card) >= meter_foot(look) + (METER_HALF + name) / look.zoom else ""


def meter_foot(look: Look) -> float:
    """How far the middle of the gradient's bar is from the lower edge of its card, so that its number is inside."""
    return max(METER_FOOT, FOOT_LEAST / look.zoom)


def paint_caption(
    painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, showing: Showing, delta: float
) -> None:
    """Paint the caption; `delta` is NaN where there is no gradient. On close units δ stands in place of the value."""
    if card.shape.across:
        _in_grid(painter, card, unit, center, look, showing, delta)
        return
    far = look.detail < Detail.NAMES
    drop = max(22.0 if card.shape.radius > 30 else 20.0, 0.85 * LINE_HEIGHT / look.zoom if far else 0.0)
    if look.bare:  # below the ring of a sum too, where another unit leaves room for that
        drop = max(drop, VALUE * look.text_scale(VALUE) + (0.0 if _close(card) else UNDER_RING))
    at = QPointF(center.x(), center.y() + card.shape.radius + drop)
    text, color = told_now(card, unit, look, showing)
    total = showing.total(card.id, unit)
    if text == "–" and not math.isnan(total):
        tint = look.tokens.sign(total) if math.isfinite(total) else look.tokens.err
        _pair(painter, at, math_name("z", unit_index(card, unit)), format_number(total), look.tokens.text2, tint, look)
        return
    if not math.isnan(delta):
        shown = format_number(delta)
        if far or look.bare or _close(card):
            _pair(painter, at, math_name("δ", unit_index(card, unit)), shown, look.tokens.grad, look.tokens.grad, look)
            return
        _pair(painter, at + QPointF(0, LINE), math_name("δ"), shown, look.tokens.grad, look.tokens.grad, look)
    label = card.labels[unit] if unit < len(card.labels) else card.name if card.free and not look.bare else ""
    if label:
        _labeled(painter, at, label, text, color, look, unit if card.labels else None)
        if card.free and not far and showing.step is None and card.facts is not None:
            facts, small = render(card.facts), look.text_scale(FACTS)
            below = at + QPointF(0, LINE)
            draw_text(painter, below, facts, FACTS, Weight.Medium, look.tokens.text3, Align.AlignHCenter, small)
    else:
        name = math_name(*unit_letter(card, unit))
        room = card.shape.width - 8.0 if far else math.inf
        _pair(painter, at, name, text, look.tokens.text2, color, look, room)


def _in_grid(
    painter: QPainter, card: Card, unit: int, center: QPointF, look: Look, showing: Showing, delta: float
) -> None:
    """Of a unit among many only the number; where there is none, which unit it is."""
    text, color = told_now(card, unit, look, showing)
    if not math.isnan(delta):
        text, color = format_number(delta), look.tokens.grad
    elif text in ("", "–"):
        text, color = str(unit + 1), look.tokens.text3
    scale = look.text_scale(SMALL)
    at = QPointF(center.x(), center.y() + card.shape.radius + 3.0 + 9.0 * scale)
    if text_width(text, SMALL, Weight.Medium) * scale <= card.shape.pitch:
        draw_text(painter, at, text, SMALL, Weight.Medium, color, Align.AlignHCenter, scale)


def value_text(
    card: Card, unit: int, look: Look, showing: Showing, near: bool | None = None
) -> tuple[str, QColor]:
    """A unit's value and its colour: a dash before it is computed, pale where it is only to come.

    While nothing is stepped it is the one for the sample at hand, and stands there only from `near` (None: at a zoom at
    which names do).
    """
    value, tokens = showing.at_hand(card.id, unit), look.tokens
    near = look.detail >= Detail.NAMES if near is None else near
    if value is None or (showing.step is None and not near):
        return "", tokens.text3
    known = value if not math.isnan(value) else showing.coming(card.id, unit)
    if math.isnan(known):
        return "–", tokens.text3
    text = short_number(known) if card.kind == "input" else _written(card, known, showing)
    color = tokens.sign(known) if math.isfinite(known) else tokens.err
    return text, faded(color, COMING_OPACITY) if math.isnan(value) else color


def told_now(card: Card, unit: int, look: Look, showing: Showing) -> Told:
    """A unit's value, or, while another gives way to it, that as it goes in the first half of the time."""
    before, share = showing.giving_way
    old, new = before.get((card.id, unit)), value_text(card, unit, look, showing)
    if old is None:
        return new
    text, color = old if share < 0.5 else new
    pale = QColor(color)
    pale.setAlphaF(color.alphaF() * abs(1.0 - 2.0 * share))
    return text, pale


def _written(card: Card, value: float, showing: Showing) -> str:
    if showing.step is not None:
        return showing.written(card.id, value)
    probable = card.activation == "softmax" or (card.activation == "sigmoid" and card.symbol == "ŷ")
    return format_loss(value) if probable else format_number(value)


def short_number(value: float) -> str:
    """Whole inputs and targets, as those of logic gates, stand without decimals."""
    whole = math.isfinite(value) and value == int(value) and abs(value) < 1000
    return format_number(value, 0) if whole else format_number(value)


def unit_index(card: Card, unit: int) -> str:
    """The index of a unit's name; units count from 1. The only ŷ and a free neuron need none."""
    alone = card.free or (card.units == 1 and card.symbol == "ŷ")
    return "" if alone else str(unit + 1)


def _close(card: Card) -> bool:
    rows = card.shape.rows
    return len(rows) > 1 and rows[1][1] - rows[0][1] < ROOMY_PITCH


def _pair(
    painter: QPainter, at: QPointF, name: tuple[QPainterPath, float], text: str, ink: QColor, color: QColor,
    look: Look, room: float = math.inf,
) -> None:  # fmt: skip
    """A name and a number, centred together; the number alone where both are wider than the room."""
    scale = look.text_scale(VALUE)
    gap = GAP * (min(scale, 1.6) if look.bare else 1.0)
    if text and name[1] * NAME * scale + gap + text_width(text, VALUE, Weight.DemiBold) * scale > room:
        draw_text(painter, at, text, VALUE, Weight.DemiBold, color, Align.AlignHCenter, scale)
        return
    left, right = name[1] * NAME * scale, text_width(text, VALUE, Weight.DemiBold) * scale
    x = at.x() - (left + (gap if text else 0.0) + right) / 2
    draw_math(painter, x, at.y(), name, NAME * scale, ink)
    if text:
        draw_text(painter, QPointF(x + left + gap, at.y()), text, VALUE, Weight.DemiBold, color, scale=scale)


def _labeled(
    painter: QPainter, at: QPointF, label: str, text: str, color: QColor, look: Look, kind: int | None
) -> None:
    """A class (with the mark of class `kind`) or a free neuron by its name, and its number."""
    scale = look.text_scale(VALUE)
    mark = (MARK + 6.0) * scale if kind is not None else 0.0
    right = text_width(text, VALUE, Weight.DemiBold) * scale
    weight = Weight.Medium if text or kind is not None else Weight.DemiBold
    label = elided(label, VALUE, weight, (132.0 - mark - (right + GAP if text else 0.0)) / scale)
    left = text_width(label, VALUE, weight) * scale
    x = at.x() - (mark + left + (GAP + right if text else 0.0)) / 2
    if kind is not None:
        _mark(painter, QPointF(x + MARK * scale / 2, at.y() - 4.5 * scale), MARK * scale, kind, look)
    ink = look.tokens.text2 if text or kind is not None else look.tokens.text
    draw_text(painter, QPointF(x + mark, at.y()), label, VALUE, weight, ink, scale=scale)
    if text:
        draw_text(painter, QPointF(x + mark + left + GAP, at.y()), text, VALUE, Weight.DemiBold, color, scale=scale)


def _mark(painter: QPainter, center: QPointF, size: float, kind: int, look: Look) -> None:
    """The mark of a class, as its samples wear it."""
    color = look.tokens.class_color(kind)
    paint_point(painter, class_shape(kind), center, size / 2, color, color, 0.01)
