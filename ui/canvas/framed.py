"""What the camera frames: the nodes that are in sight."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from ui.canvas.view import CanvasView

ENOUGH = 0.6  # of a card's area


def framed_nodes(canvas: CanvasView) -> tuple[str, ...]:
    """The nodes most of whose card is in sight, in the order of the network; none when that are all of them."""
    seen = canvas.mapToScene(canvas.corners.seen()).boundingRect()
    cards = canvas.board.diagram.cards
    inside = {
        node for node, card in cards.items()
        if _area(card.rect.intersected(seen)) >= ENOUGH * _area(card.rect)
    }  # fmt: skip
    if inside == set(cards):
        return ()
    return tuple(node.id for node in canvas.store.shown.network.nodes if node.id in inside)


def _area(rect: QRectF) -> float:
    return rect.width() * rect.height() if not rect.isEmpty() else 0.0
