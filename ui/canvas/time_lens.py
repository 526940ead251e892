"""A recurrent layer at work, unrolled in time beside its card: for as long as a step is inside of it, and no edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from ui.canvas.appearance import faded
from ui.canvas.board import Board
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_PEN, CardState, paint_card, paint_surface
from ui.canvas.cards_of import card_shape
from ui.canvas.detail import Detail
from ui.canvas.diagram import Diagram
from ui.canvas.geometry import Shape
from ui.canvas.items import REACH, TOP_LAYER, Painted
from ui.canvas.spotlight import Spotlight
from ui.canvas.unrolled import column_box, is_recurrent, read_box, shown_steps
from ui.canvas.unrolled_paint import paint_unrolled, unrolled_state

LENS_LAYER = TOP_LAYER - 0.3
APART = 36.0
CONE = 0.6
_POINTS, _TRIED = 65, 9
Ways = NDArray[np.float64]


class TimeLens:
    """What a moment inside a recurrent layer looks like over time; `card` is what shows it, if anything does.

    Args:
        seen: the part of the scene in which there is room for it.
    """

    def __init__(self, board: Board, seen: Callable[[], QRectF]) -> None:
        self._board, self._seen = board, seen
        self._small: Card | None = None
        self._light = Spotlight()
        self._shown: tuple[object, ...] = ()
        self.card: Card | None = None
        self._before: Card | None = None
        self._item = Painted(LENS_LAYER, self._paint)
        board.addItem(self._item)

    def follow(self, light: Spotlight) -> None:
        """Show the layer of a moment; one that was opened by hand shows itself."""
        board = self._board
        small = board.diagram.seen.get(light.node or "") if light.phase in ("forward", "backward") else None
        opened = small is not None and small.shape.face is not None and small.shape.face.unrolled
        self._light, self._small = light, small
        self.card = small if opened else None
        if small is not None and not opened and is_recurrent(small.kind) and board.look.detail >= Detail.COLORS:
            self.card = _beside(small, board.diagram, self._seen(), self._before)
            self._before = self.card
        box = QRectF()
        if self.card is not None and small is not None and not opened:
            box = self.card.rect.united(small.rect).adjusted(-REACH, -REACH, REACH, REACH)
        shown = self._state(box)
        if shown != self._shown:
            self._shown = shown
            self._item.cover(box)

    def keep_picture(self, on: bool) -> None:
        """Keep what is painted while pulses run over it."""
        self._item.keep_picture(on)

    def ways(self) -> Ways | None:
        """The ways along which the numbers of this moment go in the layer, forward in time; [ways, points, 2].

        What is read goes up into the states, and a state on into the next one; back only the gradient of a state does.
        """
        step, card = self._board.showing.step, self.card
        if step is None or card is None or card.shape.face is None or self._light.node != card.id:
            return None
        columns = shown_steps(card.shape.face.sample[0])
        ends: list[tuple[QPointF, QPointF]] = []
        if step.phase == "forward" and step.operation == "WeightedSum":
            there = [at for at in columns if at is not None] if step.time is None else [step.time]
            ends = [_up(card, column) for column, at in enumerate(columns) if at in there]
        elif step.time in columns:
            column = columns.index(step.time)
            if step.phase == "forward" and step.operation == "RecurrentSum":
                ends = [_up(card, column), *_on(card, column)]
            elif step.phase == "backward" and step.operation == "InputGradient":
                ends = _on(card, column)
        shares = np.linspace(0.0, 1.0, _POINTS)[:, None]
        ways = [np.array([a.x(), a.y()]) * (1 - shares) + np.array([b.x(), b.y()]) * shares for a, b in ends]
        return np.stack(ways) if ways else None

    def _state(self, box: QRectF) -> tuple[object, ...]:
        """All that is painted depends on."""
        if box.isEmpty() or self.card is None:
            return ()
        numbers, at = unrolled_state(self.card, self._board.showing)
        return (self.card, self._light.phase, self._board.look, at, None if numbers is None else numbers.tobytes())

    def _paint(self, painter: QPainter) -> None:
        card, small, look = self.card, self._small, self._board.look
        if card is None or small is None or self._light.phase is None:
            return
        solid, tint = look.tokens.phase(self._light.phase)
        painter.setPen(NO_PEN)
        painter.setBrush(faded(tint, CONE))
        painter.drawPolygon(_cone(small.rect, card.rect))
        state = CardState(border=solid)
        paint_surface(painter, card.rect, look, state)
        paint_card(painter, card, look, state)
        paint_unrolled(painter, card, look, self._board.showing)


def _beside(card: Card, diagram: Diagram, seen: QRectF, before: Card | None) -> Card | None:
    """The card unrolled, in sight where it covers as little as may be, and where it was before if it can stay there;
    None where it has no time steps that are known."""
    document = diagram.document
    if document is None:
        return None
    shape = card_shape(document.network.node(card.id), document.network, True)
    if shape.face is None or not shape.face.unrolled:
        return None
    large = replace(card, shape=shape, linked=frozenset())
    if before is not None and before.id == card.id and before.shape == shape and seen.contains(before.rect) and (
            not before.rect.intersects(card.rect)):  # fmt: skip
        return replace(large, x=before.x, y=before.y)
    others = [each.rect for each in diagram.seen.values() if each.id != card.id and each.rect.intersects(seen)]
    best = _best(card.rect, others, _spots(card.rect, shape, seen))
    return replace(large, x=best.x(), y=best.y())


def _spots(card: QRectF, shape: Shape, seen: QRectF) -> list[QRectF]:
    """Where such a shape has room: below and above a card, and all over what is seen."""
    wide, high = shape.width, shape.height
    left = card.center().x() - wide / 2
    spots = [QRectF(left, card.bottom() + APART, wide, high), QRectF(left, card.top() - APART - high, wide, high)]
    if seen.width() > wide and seen.height() > high:
        spots += [QRectF(x, y, wide, high) for x in np.linspace(seen.left(), seen.right() - wide, _TRIED).tolist()
                  for y in np.linspace(seen.top(), seen.bottom() - high, _TRIED).tolist()]
        spots = [spot for spot in spots if seen.adjusted(-1, -1, 1, 1).contains(spot)]
    return spots


def _best(card: QRectF, others: list[QRectF], spots: list[QRectF]) -> QRectF:
    """The box that hides the least of the cards, most of all not this one, and of such the nearest."""
    grown = card.adjusted(-APART / 2, -APART / 2, APART / 2, APART / 2)

    def lost(box: QRectF) -> tuple[float, float]:
        hidden = sum(_area(box.intersected(other)) for other in others) + 4.0 * _area(box.intersected(grown))
        return hidden, (box.center() - card.center()).manhattanLength()

    return min(spots, key=lost)


def _area(box: QRectF) -> float:
    return max(0.0, box.width()) * max(0.0, box.height())


def _cone(small: QRectF, large: QRectF) -> QPolygonF:
    """From the edge of a card to that of the box beside it."""
    if large.top() >= small.bottom():
        return QPolygonF([small.bottomLeft(), small.bottomRight(), large.topRight(), large.topLeft()])
    if large.bottom() <= small.top():
        return QPolygonF([small.topLeft(), small.topRight(), large.bottomRight(), large.bottomLeft()])
    if large.left() >= small.right():
        return QPolygonF([small.topRight(), large.topLeft(), large.bottomLeft(), small.bottomRight()])
    return QPolygonF([small.topLeft(), large.topRight(), large.bottomRight(), small.bottomLeft()])


def _up(card: Card, column: int) -> tuple[QPointF, QPointF]:
    """From what is read at a time step up to the state."""
    box = column_box(card, column)
    return QPointF(box.center().x(), read_box(card, column).top()), QPointF(box.center().x(), box.bottom())


def _on(card: Card, column: int) -> list[tuple[QPointF, QPointF]]:
    """From the state before to that of a time step; nothing leads to the first."""
    if not column:
        return []
    before, box = column_box(card, column - 1), column_box(card, column)
    return [(QPointF(before.right(), box.center().y()), QPointF(box.left(), box.center().y()))]
