"""Words on the canvas that say why something cannot be done, or what cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from nnsim.text import Message, render
from ui.canvas.free_spot import boxes_of, free_spot, nearest

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

GAP, MOST_CARDS = 10.0, 200
"""Pixels between words and a card, and how many cards the words keep clear of"""


def tell_why(view: CanvasView, objection: Message) -> None:
    """Say it beside what is selected, where it covers least of the network, for as long as it takes to read."""
    selection, cards, words = view.selection, view.board.diagram.cards, render(objection)
    chosen = [cards[node].rect for node in sorted(selection.nodes) if node in cards]
    wires = [wire for wire in view.board.wiring.wires if wire.key in selection.cells] if selection.cells else []
    if chosen:
        at = _beside(view, chosen[0], words)
    elif wires:
        at = _beside(view, QRectF(wires[0].start, wires[0].end).normalized(), words)
    else:
        at = view.pointer.at
    view.feedback.words = (at, words)
    view.feedback.leave_words()


def _beside(view: CanvasView, own: QRectF, words: str) -> QPointF:
    """Where words are told so that they stand near to this part of the scene and leave the cards around free."""
    box, gap = view.feedback.words_box(QPointF(), words), GAP / view.board.look.zoom
    seen = view.mapToScene(view.corners.seen()).boundingRect().adjusted(gap, gap, -gap, -gap)
    there = nearest(view.board.diagram.boxes, boxes_of([own]), MOST_CARDS)
    over = (view.mapToScene(each.toRect()).boundingRect() for each in view.corners.floating(view.viewport()))
    corner = free_spot(box.size(), own, seen, there, boxes_of(over), gap)
    return corner - view.feedback.from_pointer()


def tell_below(view: CanvasView, text: Message) -> None:
    """Say something about the whole canvas at its foot, for as long as it takes to read."""
    room, words = view.mapToScene(view.corners.room().toRect()).boundingRect(), render(text)
    box = view.feedback.words_box(QPointF(), words)
    view.feedback.words = (QPointF(room.center().x(), room.bottom()) - QPointF(box.center().x(), box.bottom()), words)
    view.feedback.leave_words()
    view.feedback.hint = True
