"""Words on the canvas that say why something cannot be done, or what cannot be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from nnsim.text import Message, render

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def tell_why(view: CanvasView, objection: Message) -> None:
    """Say it beside what is selected, for as long as it takes to read."""
    selection, cards = view.selection, view.board.diagram.cards
    chosen = [cards[node] for node in sorted(selection.nodes) if node in cards]
    at = view.pointer.at
    if selection.unit is not None and chosen and selection.unit[1] in chosen[0].center_of:
        at = chosen[0].center_of[selection.unit[1]]
    elif chosen:
        at = chosen[0].rect.center()
    elif selection.cells:
        wires = [wire for wire in view.board.wiring.wires if wire.key in selection.cells]
        at = (wires[0].start + wires[0].end) / 2 if wires else QPointF(at)
    view.feedback.words = (at, render(objection))
    view.feedback.leave_words()


def tell_below(view: CanvasView, text: Message) -> None:
    """Say something about the whole canvas at its foot, for as long as it takes to read."""
    room, words = view.mapToScene(view.corners.room().toRect()).boundingRect(), render(text)
    box = view.feedback.words_box(QPointF(), words)
    view.feedback.words = (QPointF(room.center().x(), room.bottom()) - QPointF(box.center().x(), box.bottom()), words)
    view.feedback.leave_words()
    view.feedback.hint = True
