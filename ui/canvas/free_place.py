"""Where a card stands that is added by key or from the search, without a pointer to say where."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from ui.canvas.diagram import Diagram
from ui.canvas.gestures.drop import ghost_rect
from ui.canvas.layout import COLUMN_GAP, END_GAP, ROW_GAP

_ENDS = ("output", "loss")


def free_place(diagram: Diagram, kind: str, beside: str | None, center: QPointF) -> QPointF:
    """The centre of a new card: right of the selected one, or of the last, and below what stands there already.

    A neuron after a neuron stands below it, since neurons are mostly added side by side in one layer.
    """
    cards = diagram.cards
    if not cards:
        return center
    last = cards[beside] if beside in cards else max(cards.values(), key=lambda card: card.rect.right())
    box = ghost_rect(kind, QPointF())
    if kind == "neuron" and last.free:
        place = QPointF(last.rect.center().x(), last.rect.bottom() + ROW_GAP + box.height() / 2)
    else:
        gap = END_GAP if kind in _ENDS else COLUMN_GAP
        place = QPointF(last.rect.right() + gap + box.width() / 2, last.rect.center().y())
    while blocking := [card.rect for card in cards.values() if card.rect.intersects(_around(box, place))]:
        place.setY(max(rect.bottom() for rect in blocking) + ROW_GAP + box.height() / 2 + 1)
    return place


def _around(box: QRectF, center: QPointF) -> QRectF:
    gap = ROW_GAP / 2
    return box.translated(center - box.center()).adjusted(-gap, -gap, gap, gap)
