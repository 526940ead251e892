"""Which port the resting pointer is on: the ports of a card, what the one under it links, and words that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainterPath

from nnsim.text import message, render
from ui.canvas.card import Card
from ui.canvas.geometry import CARD_RADIUS
from ui.canvas.hit import Hit, out_port, unit_port

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


def show_ports(view: CanvasView, found: Hit) -> None:
    """Show the ports of the card that is hovered; on one of several, what a link from it begins at lights."""
    feedback = view.feedback
    before = (feedback.ports, feedback.port_on, feedback.lit)
    feedback.port_on, feedback.ports = None, ()
    feedback.drop_hint()
    if found.node is not None:
        card = view.board.diagram.cards[found.node]
        edge = out_port(card)
        port = (unit_port(card, found.unit) if found.unit is not None else None) or edge
        feedback.ports = (edge,) if edge is not None else ()
        if found.unit is not None and port is not None:
            feedback.ports = (*feedback.ports, port)
        if found.sort == "port" and port is not None:
            feedback.port_on = port
            if (card.units or 1) > 1 and feedback.words is None:
                alone = message("Link this unit alone")
                feedback.lit = (_outline(card, found.unit),)
                feedback.words = (port, render(message("Link all units") if found.unit is None else alone))
                feedback.hint = True
    if before != (feedback.ports, feedback.port_on, feedback.lit):
        feedback.show()


def _outline(card: Card, unit: int | None) -> QPainterPath:
    """What a link from a port begins at: the disc of a unit, or of all units; the whole card where it shows none."""
    outline, radius = QPainterPath(), card.shape.radius
    for center in card.center_of.values() if unit is None else (card.center_of[unit],):
        outline.addEllipse(center, radius, radius)
    if outline.isEmpty():
        outline.addRoundedRect(card.rect, CARD_RADIUS, CARD_RADIUS)
    return outline
