"""Cards that glide to where an edit has put them; the document is the new one from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve

from nnsim import edits
from nnsim.document import Document
from nnsim.text import Message
from ui.look import theme

if TYPE_CHECKING:
    from ui.canvas.gestures.base import Stage

DURATION = 180
MOST_CARDS = 400
"""Drawn anew in every frame; more than these jump."""
Positions = dict[str, tuple[float, float]]


def commit_travelling(view: Stage, document: Document, text: Message) -> None:
    """Commit an edit as one undo step, and let the cards that it moves glide to their places."""
    before = places(view)
    view.store.commit(document, text)
    travel(view, before)


def places(view: Stage) -> Positions:
    """Where every card stands, also those that were placed automatically."""
    return {node: (card.x, card.y) for node, card in view.board.diagram.cards.items()}


def travel(view: Stage, before: Positions) -> None:
    """Show the cards where they stood and let them come to where they stand; at once with reduced motion."""
    target, after, duration = view.store.shown, places(view), theme().duration(DURATION) / 1000
    moving = {node: before[node] for node in after if before.get(node, after[node]) != after[node]}
    if not moving or duration == 0 or not view.isVisible() or len(after) > MOST_CARDS:
        return
    ease = QEasingCurve(QEasingCurve.Type.OutCubic)

    def frame(seconds: float) -> bool:
        share = ease.valueForProgress(min(1.0, seconds / duration))
        if share >= 1.0 or view.store.shown is not target:  # another edit, or an undo, has come meanwhile
            view.show_document(view.store.shown)
            return False
        view.show_document(edits.move(target, {
            node: (x + (after[node][0] - x) * share, y + (after[node][1] - y) * share)
            for node, (x, y) in moving.items()
        }))
        return True

    frame(0.0)
    view.frames.animate("travel", frame)
