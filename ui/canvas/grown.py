"""Cards that an edit makes larger have their room: what they would cover moves away, and its whole row with it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF

from nnsim import edits
from nnsim.document import Document
from ui.canvas.cards_of import card_shape
from ui.canvas.layout import ROW_GAP, Positions

MOST = 150
"""Nodes up to which others make way: moving hundreds for each edit takes longer than a frame."""


def with_room_for_grown(before: Document, after: Document, grown: Iterable[str]) -> Document:
    """The document after an edit, in which these larger cards cover none that they did not cover before.

    All that stood below such a card moves down together, so that rows stay rows; what stood above it moves up, and
    what stood right of it moves right by as much as it became wider. In a large network all stay where they are.
    """
    if len(after.network.nodes) > MOST:
        return after
    for node in grown:
        moved = _making_way(after, node, _box(before, node), _box(after, node))
        after = edits.move(after, moved) if moved else after
    return after


def _making_way(document: Document, node: str, was: QRectF, now: QRectF) -> Positions:
    """Where the cards go that this one would cover, and those that stand in line with them."""
    near = _needed(was, now)
    places = {
        other: at for other, at in document.views.positions.items()
        if other != node and document.network.has(other)
    }  # fmt: skip
    boxes = [_box(document, other) for other, (x, y) in places.items() if x < near.right() and y < near.bottom()]
    covered = [box for box in boxes if near.intersects(box) and not was.intersects(box)]
    down = max((now.bottom() + ROW_GAP - box.top() for box in covered if box.top() >= was.bottom()), default=0.0)
    up = max((box.bottom() + ROW_GAP - now.top() for box in covered if box.bottom() <= was.top()), default=0.0)
    right = any(box.left() >= was.right() and box.top() < was.bottom() and box.bottom() > was.top() for box in covered)
    wider = now.right() - was.right() if right else 0.0
    moved: Positions = {}
    for other, (x, y) in places.items():
        if down and y >= was.bottom():
            moved[other] = (x, y + down)
        elif up and y < was.top() and _box(document, other).bottom() <= was.top():
            moved[other] = (x, y - up)
        elif wider > 0 and x >= was.right():
            moved[other] = (x + wider, y)
    return moved


def _needed(was: QRectF, now: QRectF) -> QRectF:
    """The box of a larger card, with a gap on the sides to which it grew."""
    gap = ROW_GAP / 2
    return now.adjusted(-gap * (now.left() < was.left()), -gap * (now.top() < was.top()),
                        gap * (now.right() > was.right()), gap * (now.bottom() > was.bottom()))  # fmt: skip


def _box(document: Document, node: str) -> QRectF:
    width, height, _ = card_shape(document.network.node(node), document.network, node in document.views.opened).size
    return QRectF(*document.views.positions[node], width, height)
