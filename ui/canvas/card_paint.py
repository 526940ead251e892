"""Painting of a card: its surface and border, and its header."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnsim.text import render, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, elided, elided_name, round_rect, text_width
from ui.canvas.card import Card
from ui.canvas.detail import Detail
from ui.canvas.geometry import CARD_RADIUS, FACE_TOP
from ui.canvas.ports import paint_ports
from ui.look import has_glyph, paint_glyph, paint_icon

TITLE, FACTS = 14.0, 12.0
SMALLEST_TITLE = 11.0  # pixels on the screen, to which a long name shrinks before it is cut
LEAST_OF_TITLE = 3  # of the letters of a name that is cut: fewer, with the dots, tell nothing
ROUNDING = 0.01  # what a name that was set to just fit may be wider by
EDGE = 4.0  # pixels on the screen that words keep from the edges of a narrow card
FOOT = 3.5  # pixels on the screen that letters reach below their line
PAD = 16.0
STAGE_GAPS = 56.0  # of the gaps at both sides, for the name on a stage: what is painted of a card ends 30 px beside it
LOCK, RING = 26.0, 6.0
SELECTED = 2.0  # pixels on the screen, at every zoom
SMALLEST_LOCK = 16.0  # pixels on the screen
CLEAR = 4.0  # pixels on the screen between the ring of what is selected and one that tells something else
FARTHEST = 24.0  # what is painted of a card ends 30 px outside of it
WAITING = (4.0, 3.0)
MOST_WISH = 1.9  # what is painted of a card ends 30 px below it
NO_PEN, NO_BRUSH = Qt.PenStyle.NoPen, Qt.BrushStyle.NoBrush


@dataclass(frozen=True)
class CardState:
    """How a card stands out: `border` is the color of its phase or problem, `units` are the selected ones.

    One that is `waiting` is to be linked yet.
    """

    selected: bool = False
    hovered: bool = False
    focused: bool = False
    border: QColor | None = None
    locked: bool = False
    ahead: bool = False
    units: frozenset[int] = frozenset()
    waiting: bool = False


def paint_card(painter: QPainter, card: Card, look: Look, state: CardState) -> None:
    """A whole card but its units; a free neuron is only ringed."""
    if state.waiting:
        _wish(painter, card, look)
    if card.free:
        _ring(painter, card, look, state)
        return
    if look.bare:
        if card.shape.face is not None:
            _stage_title(painter, card, look)
        return
    paint_surface(painter, card.rect, look, state)
    _header(painter, card, look)
    if state.locked:
        paint_lock(painter, card.rect.topRight(), look)
    paint_ports(painter, card, look)
    if state.ahead and look.detail >= Detail.MAPS:
        _ahead(painter, card, look)
    painter.setPen(QPen(look.tokens.sel, SELECTED / look.zoom))
    painter.setBrush(NO_BRUSH)
    reach = card.shape.radius + (min(RING, card.shape.pitch / 2 - card.shape.radius) if card.shape.across else RING)
    for unit in state.units & card.center_of.keys():
        painter.drawEllipse(card.center_of[unit], reach, reach)


def lock_half(look: Look) -> float:
    """Half of how wide the badge of what is frozen is."""
    return min(max(LOCK, SMALLEST_LOCK / look.zoom) / 2, FARTHEST)


def paint_lock(painter: QPainter, corner: QPointF, look: Look) -> None:
    """The badge of what is frozen."""
    half = lock_half(look)
    box = QRectF(corner.x() - half, corner.y() - half, 2 * half, 2 * half)
    painter.setPen(QPen(look.tokens.border2, 1.0 / min(1.0, look.zoom)))
    painter.setBrush(look.tokens.surface)
    painter.drawEllipse(box)
    paint_icon(painter, "lock-fill", box.adjusted(half / 2, half / 2, -half / 2, -half / 2), look.tokens.text2)


def _ring(painter: QPainter, card: Card, look: Look, state: CardState) -> None:
    """How a free neuron stands out: by rings around its disc."""
    center, radius, thin = card.center_of[0], card.shape.radius, 1.0 / min(1.0, look.zoom)
    painter.setBrush(NO_BRUSH)
    if state.border is not None:
        painter.setPen(QPen(state.border, 2.0 * thin))
        painter.drawEllipse(center, radius + 4, radius + 4)
    elif state.waiting:  # dashed in ink where it is selected: one ring tells both
        painter.setPen(_dashed(look.tokens.sel if state.selected else look.tokens.border2, 1.75 * thin))
        painter.drawEllipse(center, radius + 5, radius + 5)
    told = state.waiting and state.border is None
    if (state.selected and not told) or (state.focused and not state.selected):
        style = Qt.PenStyle.SolidLine if state.selected else Qt.PenStyle.DashLine
        reach = radius + (6 if state.border is None and not told else min(5 + CLEAR * thin, FARTHEST))
        painter.setPen(QPen(look.tokens.sel, SELECTED / look.zoom, style))
        painter.drawEllipse(center, reach, reach)
    elif state.hovered and state.border is None and not state.waiting:
        painter.setPen(QPen(look.tokens.border2, 2.0 * thin))
        painter.drawEllipse(center, radius + 5, radius + 5)
    if state.locked:
        paint_lock(painter, QPointF(center.x() + radius * 0.8, center.y() - radius * 0.8), look)


def paint_surface(painter: QPainter, rect: QRectF, look: Look, state: CardState) -> None:
    """The sheet of a card with its border."""
    tokens = look.tokens
    if not tokens.dark:
        painter.setPen(NO_PEN)
        for dx, dy, opacity in ((0.0, 2.0, 0.035), (1.0, 4.0, 0.025)):
            shade = QColor(tokens.shadow)
            shade.setAlphaF(opacity)
            painter.setBrush(shade)
            round_rect(painter, rect.adjusted(dx, dy, -dx, dy), CARD_RADIUS)
    thin = 1.0 / look.zoom if look.zoom < 1 else 1.0
    if state.border is not None:
        pen = QPen(state.border, 1.75 * max(1.0, 0.8 / look.zoom))
    elif state.waiting:
        ink = tokens.sel if state.selected else tokens.text3 if state.hovered else tokens.border2
        pen = _dashed(ink, SELECTED / look.zoom if state.selected else 1.5 * thin)
    elif state.selected:
        pen = QPen(tokens.sel, SELECTED / look.zoom)
    else:
        pen = QPen(tokens.border, thin)
    painter.setPen(pen)
    painter.setBrush(tokens.surface)
    round_rect(painter, rect, CARD_RADIUS)
    if state.border is not None and state.selected:
        apart = min(CLEAR * thin, FARTHEST)
        painter.setPen(QPen(tokens.sel, SELECTED / look.zoom))
        painter.setBrush(NO_BRUSH)
        round_rect(painter, rect.adjusted(-apart, -apart, apart, apart), CARD_RADIUS + apart)
    elif state.focused and not state.selected:
        painter.setPen(QPen(tokens.sel, 1.5 * thin, Qt.PenStyle.DashLine))
        painter.setBrush(NO_BRUSH)
        round_rect(painter, rect.adjusted(-4, -4, 4, 4), CARD_RADIUS + 4)


def _stage_title(painter: QPainter, card: Card, look: Look) -> None:
    """The name alone, over the middle of what the card shows, as wide as the gaps beside it allow."""
    scale, foot = look.text_scale(TITLE * 0.9), 2.5 * FOOT / look.zoom
    room = (card.shape.width + STAGE_GAPS) / scale
    name = elided_name(card.name, TITLE, Weight.DemiBold, room)
    if name == card.name or len(name) > LEAST_OF_TITLE:
        at = QPointF(card.x + card.shape.middle, card.y + _content_top(card) - foot)
        draw_text(painter, at, name, TITLE, Weight.DemiBold, look.tokens.text, Align.AlignHCenter, scale)


def _header(painter: QPainter, card: Card, look: Look) -> None:
    rect, tokens = card.rect, look.tokens
    if rect.width() * look.zoom < 30:
        return
    scale, small = look.text_scale(TITLE * 0.9), look.text_scale(FACTS)
    pad = PAD if card.shape.width > 150 else 14.0
    x = rect.x() + pad
    with_glyph = bool(card.glyph) and has_glyph(card.glyph) and look.zoom >= 0.5 and rect.width() > 150
    room = rect.width() - 2 * pad - (30.0 if with_glyph else 0.0)
    with_facts = card.facts is not None and look.zoom >= 0.5
    wide = text_width(card.name, TITLE, Weight.DemiBold) * scale
    if wide > room and with_glyph:  # a name tells more than the glyph
        with_glyph, room = False, rect.width() - 2 * pad
    if wide > room:  # before it is set smaller or cut, it comes closer to the edges
        edge = min(pad, EDGE / look.zoom)
        room = rect.width() - pad - edge
        if wide > room:
            x, room = rect.x() + edge, rect.width() - 2 * edge
    if wide > room:
        scale *= max(room / wide, min(1.0, SMALLEST_TITLE / (TITLE * scale * look.zoom)))
    title = elided_name(card.name, TITLE, Weight.DemiBold, room / scale + ROUNDING)
    if title != card.name and len(title) <= LEAST_OF_TITLE:
        return
    down = 27.0 if with_facts else min(max(27.0, 16.0 / look.zoom), _content_top(card) - FOOT / look.zoom)
    if down * look.zoom < SMALLEST_TITLE:  # it would lie over the first unit
        return
    title_y = rect.y() + down
    draw_text(painter, QPointF(x, title_y), title, TITLE,
              Weight.DemiBold, tokens.text, scale=scale)  # fmt: skip
    if with_facts and card.facts is not None:
        facts, width = render(card.facts), (rect.width() - pad - min(pad, EDGE / look.zoom)) / small
        if card.brief is not None and text_width(facts, FACTS, Weight.Medium) > width:
            facts = render(card.brief)
        facts = elided(facts, FACTS, Weight.Medium, width)
        below = max(18.0, 14.5 / look.zoom)
        draw_text(painter, QPointF(x, title_y + below), facts, FACTS, Weight.Medium, tokens.text3, scale=small)
    if with_glyph:
        paint_glyph(painter, card.glyph, QRectF(rect.right() - 38, rect.y() + 11, 24, 24), tokens.text2)


def _content_top(card: Card) -> float:
    """How far below its top what a card shows begins."""
    return card.shape.rows[0][1] - card.shape.radius if card.shape.rows else FACE_TOP


def _dashed(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setDashPattern(WAITING)
    return pen


def _wish(painter: QPainter, card: Card, look: Look) -> None:
    """What a card that is to be linked yet asks for, below it."""
    scale, foot = look.text_scale(FACTS), card.rect.bottom()
    if card.free:  # below its name and, from near, its function
        names = 42.0 if look.detail >= Detail.NAMES else 14.0 / look.zoom
        foot = card.center_of[0].y() + card.shape.radius + names
    at = QPointF(card.rect.center().x(), foot + 8.0 + 10.0 * scale)
    if look.detail >= Detail.COLORS and scale <= MOST_WISH:
        draw_text(painter, at, tr("link an input"), FACTS, Weight.Medium, look.tokens.text3, Align.AlignHCenter, scale)


def _ahead(painter: QPainter, card: Card, look: Look) -> None:
    """The word over a card whose numbers are not computed yet but shown."""
    text, rect = tr("ahead"), card.rect
    width = text_width(text, 12, Weight.Medium)
    y = rect.y() - 12
    paint_icon(painter, "eye", QRectF(rect.center().x() - width / 2 - 20, y - 12, 15, 15), look.tokens.text3)
    draw_text(painter, QPointF(rect.center().x() - width / 2, y), text, 12, Weight.Medium, look.tokens.text3)
