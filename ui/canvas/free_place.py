"""Where a card stands without covering another: at a point, or beside the card that it joins."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nnsim import edits
from nnsim.document import Document
from ui.canvas.card import Card
from ui.canvas.diagram import diagram_of
from ui.canvas.joining import Joint, Side
from ui.canvas.layout import COLUMN_GAP, END_GAP, GRID, ROW_GAP, Positions

_ENDS = ("output", "loss")


def standing(document: Document, new: Sequence[str], joint: Joint, center: QPointF) -> Document:
    """The document with its new nodes, the first of which has this joint, where they cover none of the others.

    Args:
        center: where the first stands if its joint names no place, scene coordinates.
    """
    cards = diagram_of(edits.move(document, _in_a_row(document, new))).cards
    others = [card for card in cards.values() if card.id not in new]
    card, box = cards[new[0]], union(cards[node].rect for node in new)
    beside = cards.get(joint.beside or "")
    if beside is None or joint.side == "near":
        corner = snapped(center - card.rect.center() + card.rect.topLeft())
    else:
        before = [cards[link.source] for link in joint.sources] or [beside]
        corner = _corner(card, beside, joint.side, sum(each.y + each.shape.axis for each in before) / len(before))
        corner.setX(snapped(corner).x())  # not its height: its units are level with those before them
    there = box.translated(corner - card.rect.topLeft())
    moved: Positions = {}
    if joint.side == "between":
        moved = _room_between(others, there, joint)
    else:
        there.moveTopLeft(clear_of([other.rect for other in others], there, joint.side == "below"))
    shift = there.topLeft() - box.topLeft()
    moved |= {node: (cards[node].x + shift.x(), cards[node].y + shift.y()) for node in new}
    return edits.move(document, moved)


def uncovering(document: Document, new: Sequence[str]) -> Document:
    """The document with its new nodes moved together, as little as can be, so that they cover none of the others."""
    cards = diagram_of(document).cards
    box = union(cards[node].rect for node in new)
    shift = clear_of([card.rect for card in cards.values() if card.id not in new], box) - box.topLeft()
    return edits.move(document, {node: (cards[node].x + shift.x(), cards[node].y + shift.y()) for node in new})


def clear_of(
    taken: Collection[QRectF], box: QRectF, downwards: bool = False, within: QRectF | None = None
) -> QPointF:
    """The corner of a box that covers none of these, as near as can be: straight up, down or aside, or only down.

    Args:
        within: the part of the scene in which it stands if it can; if it cannot, it goes down.
    """
    sides = _sides(taken)
    if not _covers(sides, box):
        return box.topLeft()
    left, right, top, bottom = sides.T
    ways = [(0.0, 1.0, bottom + ROW_GAP - box.top())]
    if not downwards:
        ways += [
            (0.0, 1.0, top - ROW_GAP - box.bottom()), (1.0, 0.0, right + ROW_GAP - box.left()),
            (1.0, 0.0, left - ROW_GAP - box.right()),
        ]
    shifts = np.concatenate([np.outer(np.unique(far), (across, down)) for across, down, far in ways])
    order = np.lexsort((np.abs(shifts).sum(axis=1), _rank(shifts, box, within)))
    moves = (QPointF(float(across), float(down)) for across, down in shifts[order])
    free = next(move for move in moves if not _covers(sides, box.translated(move)))
    return snapped(box.topLeft() + free)


def _rank(shifts: NDArray[np.float64], box: QRectF, within: QRectF | None) -> NDArray[np.int64]:
    """Which ways a box goes first: those that keep it in this part of the scene, then those that lead down."""
    if within is None:
        return np.zeros(len(shifts), np.int64)
    across, down = shifts.T
    inside = (within.left() <= box.left() + across) & (box.right() + across <= within.right())
    inside &= (within.top() <= box.top() + down) & (box.bottom() + down <= within.bottom())
    return np.where(inside, 0, np.where(down > 0, 1, 2))


def union(rects: Iterable[QRectF]) -> QRectF:
    """The box around rectangles."""
    whole = QRectF()
    for rect in rects:
        whole = whole.united(rect)
    return whole


def snapped(corner: QPointF) -> QPointF:
    """The point of the grid that is nearest."""
    return QPointF(round(corner.x() / GRID) * GRID, round(corner.y() / GRID) * GRID)


def _in_a_row(document: Document, new: Sequence[str]) -> Positions:
    """New nodes side by side, their units on one line: an output and its loss."""
    cards, x, positions = diagram_of(document).cards, 0.0, {}
    for node in new:
        positions[node] = (x, -cards[node].shape.axis)
        x += cards[node].rect.width() + END_GAP
    return positions


def _corner(card: Card, beside: Card, side: Side, axis: float) -> QPointF:
    """Where a card begins beside another: its units at the height of an axis, or right below the other."""
    gap = END_GAP if (beside if side == "left" else card).kind in _ENDS else COLUMN_GAP
    if side == "below":
        return QPointF(beside.rect.center().x() - card.rect.width() / 2, beside.rect.bottom() + ROW_GAP)
    if side == "left":
        return QPointF(beside.x - gap - card.rect.width(), axis - card.shape.axis)
    return QPointF(beside.rect.right() + gap, axis - card.shape.axis)


def _room_between(others: Collection[Card], box: QRectF, joint: Joint) -> Positions:
    """Where the cards to the right go so that a box has room before those that it leads to; empty where it has."""
    targets = [link.target for link in joint.targets]
    ends = all(card.kind in _ENDS for card in others if card.id in targets)
    after = [card for card in others if card.id != joint.beside and card.rect.right() > box.left() - ROW_GAP / 2]
    near = [card.x for card in after if card.id in targets or _covers(_sides([card.rect]), box)]
    missing = box.right() + (END_GAP if ends else COLUMN_GAP) - min(near, default=box.right() + COLUMN_GAP)
    if missing <= 0:
        return {}
    return {card.id: (card.x + missing, card.y) for card in after if card.x >= min(near)}


def _sides(rects: Collection[QRectF]) -> NDArray[np.float64]:
    """Left, right, top and bottom of rectangles, a row for each."""
    sides = [(rect.left(), rect.right(), rect.top(), rect.bottom()) for rect in rects]
    return np.array(sides, np.float64).reshape(-1, 4)


def _covers(sides: NDArray[np.float64], box: QRectF) -> bool:
    """Whether a box comes too near to one of these rectangles."""
    gap = ROW_GAP / 2 - 1
    left, right, top, bottom = sides.T
    across = (left < box.right() + gap) & (right > box.left() - gap)
    return bool((across & (top < box.bottom() + gap) & (bottom > box.top() - gap)).any())
