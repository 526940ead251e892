"""Where attention looks, as arcs: from every place of the sequence to the places that it takes from, head by head."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nnsim.text import tr
from ui.canvas.appearance import Look, Weight, draw_text, mixed
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.geometry import FACE_TOP, LANE, MOST_LANES
from ui.canvas.showing import Showing

LABEL, LABEL_ROOM = 11.0, 20.0
BELOW, FOOT = 30.0, 8.0
LEAST = 0.03  # of a head's largest weight; fainter arcs are left out
WIDEST, THINNEST = 4.0, 0.75
DOT, MOST_GROWN = 2.6, 1.4
MOST_ARCS = 400
Floats = NDArray[np.floating]


@dataclass(frozen=True)
class Lane:
    """The room of one head on a card: queries stand on its upper edge, the keys that they look at on its lower one."""

    head: int
    box: QRectF
    queries: int
    keys: int

    def query(self, place: int) -> QPointF:
        """Where the arcs of a query begin."""
        return QPointF(self._x(place, self.queries), self.box.top())

    def key(self, place: int) -> QPointF:
        """Where arcs to a key end."""
        return QPointF(self._x(place, self.keys), self.box.bottom())

    def arc(self, query: int, key: int) -> QPainterPath:
        """The curve from a query to a key; it leaves and arrives upright."""
        start, end = self.query(query), self.key(key)
        bend = self.box.height() * 0.55
        path = QPainterPath(start)
        path.cubicTo(start.x(), start.y() + bend, end.x(), end.y() - bend, end.x(), end.y())
        return path

    def _x(self, place: int, count: int) -> float:
        return self.box.left() + (place + 0.5) * self.box.width() / count


def attention_weights(card: Card, showing: Showing) -> Floats | None:
    """The weights of a card's heads, [heads, queries, keys]; None where nobody knows them."""
    weights, face = showing.attention(card.id), card.shape.face
    if weights is None or face is None or not weights.size:
        return None
    if weights.ndim == 3:
        return weights
    heads, queries = card.shape.heads, face.sample[0]
    return weights.reshape(heads, queries, -1) if weights.size % (heads * queries) == 0 else None


def lanes(card: Card, weights: Floats) -> list[Lane]:
    """The lanes of a card, in scene coordinates: as wide as its heat map, so that queries stand under their columns."""
    face = card.shape.face
    assert face is not None
    tile = face.tiles[0].box.translated(QPointF(card.x, card.y) + card.shape.face_corner)
    top = card.y + FACE_TOP + face.height + BELOW
    _, queries, keys = weights.shape
    return [
        Lane(head, QRectF(tile.left(), top + head * LANE + LABEL_ROOM, tile.width(), LANE - LABEL_ROOM - FOOT),
             queries, keys)
        for head in range(min(MOST_LANES, len(weights)))
    ]  # fmt: skip


def paint_attention(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The arcs of a card's heads, stronger for larger weights; dots alone while nothing is computed."""
    weights = attention_weights(card, showing)
    if weights is None or look.detail < Detail.COLORS:
        return
    active = _active(card, showing)
    here = None if showing.step is None else showing.step.looking
    for lane in lanes(card, weights):
        mine = here is not None and here[:2] == (card.id, lane.head)
        _paint_lane(painter, lane, weights[lane.head], here[2] if mine and here is not None else active, look,
                    len(weights))
        if mine and here is not None:
            _paint_look(painter, lane, here[2], here[3], look, showing)


def _active(card: Card, showing: Showing) -> int | None:
    """The query at which the present moment of a step happens; None where it is about all of them."""
    step, face = showing.step, card.shape.face
    if step is None or step.active is None or face is None:
        return None
    node, unit, _ = step.active
    mine = node == card.id and unit is not None and unit < math.prod(face.sample)
    return unit // face.sample[1] if mine and unit is not None else None


def _paint_lane(
    painter: QPainter, lane: Lane, weights: Floats, active: int | None, look: Look, heads: int
) -> None:
    tokens, thin = look.tokens, min(MOST_GROWN, 1.0 / min(1.0, look.zoom))
    if look.text_scale(LABEL) <= MOST_GROWN and heads > 1:
        words = tr("head {number}", number=lane.head + 1)
        at = QPointF(lane.box.left(), lane.box.top() - 7)
        draw_text(painter, at, words, LABEL, Weight.Medium, tokens.text3, scale=look.text_scale(LABEL))
    painter.setBrush(NO_BRUSH)
    for query, key, share in _strongest(weights):
        faint = active is not None and query != active
        color = mixed(tokens.pos, tokens.surface, (0.25 if faint else 1.0) * (0.15 + 0.85 * share))
        width = (THINNEST + (WIDEST - THINNEST) * share) * thin
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPath(lane.arc(query, key))
    _dots(painter, [lane.query(place) for place in range(lane.queries)], lane, tokens.text2, thin)
    _dots(painter, [lane.key(place) for place in range(lane.keys)], lane, tokens.text3, thin)


def _paint_look(painter: QPainter, lane: Lane, query: int, key: int, look: Look, showing: Showing) -> None:
    """The way of the present score or weight from its query to its key, in the color of the phase."""
    thin, step = min(MOST_GROWN, 1.0 / min(1.0, look.zoom)), showing.step
    if step is None or step.phase is None or query >= lane.queries or key >= lane.keys:
        return
    solid, _ = look.tokens.phase(step.phase)
    painter.setBrush(NO_BRUSH)
    painter.setPen(QPen(solid, 2.25 * thin, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawPath(lane.arc(query, key))
    painter.setBrush(look.tokens.surface)
    for place in (lane.query(query), lane.key(key)):
        painter.drawEllipse(place, 1.7 * DOT * thin, 1.7 * DOT * thin)


def _strongest(weights: Floats) -> list[tuple[int, int, float]]:
    """(query, key, share of the largest possible weight, 1) of the arcs that are seen, the weak ones first."""
    known = np.where(np.isfinite(weights), weights, 0.0)
    order = np.argsort(known, axis=None)[-MOST_ARCS:]
    places = np.stack(np.unravel_index(order, known.shape), axis=1).tolist()
    return [(query, key, min(1.0, float(known[query, key]))) for query, key in places if known[query, key] > LEAST]


def _dots(painter: QPainter, places: list[QPointF], lane: Lane, color: QColor, thin: float) -> None:
    pitch = lane.box.width() / max(1, len(places))
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    reach = min(DOT * thin, pitch / 3)
    for place in places:
        painter.drawEllipse(place, reach, reach)
