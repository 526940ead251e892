"""Dropping a kind on a link: the link lights, and what is dropped comes to stand in its middle."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from nnsim import catalog, edits
from nnsim.document import Document, Link, Settings
from nnsim.text import Message
from ui.canvas.board import Board
from ui.canvas.diagram import diagram_of
from ui.canvas.free_place import clear_of, snapped, standing
from ui.canvas.geometry import link_path
from ui.canvas.gestures.base import Stage
from ui.canvas.hit import in_port, out_port, wire_at
from ui.canvas.joining import Joint

REACH = 14.0
"""How far from a wire something may be dropped, px on the screen"""
MOST_CURVES = 64
LEAST_ROOM = 40.0


@dataclass(frozen=True)
class OnLink:
    """A link under what is dropped, and why it cannot stand there, or None."""

    link: Link
    objection: Message | None


def on_link(stage: Stage, kind: str, settings: Settings | None, point: QPointF, known: OnLink | None) -> OnLink | None:
    """The link that a node of this kind would be put into here; None where it never stands in the middle of one.

    Args:
        known: what was found last, which saves looking at the same link again.
    """
    if not (catalog.kind(kind).takes_links and catalog.kind(kind).gives_links) or kind == "output":
        return None
    link = None if stage.board.diagram.card_at(point) is not None else link_at(stage.board, point, stage.zoom)
    if link is None:
        return None
    if known is not None and known.link == link:
        return known
    return OnLink(link, edits.can_insert_on_link(stage.document, link, kind, settings))


def link_at(board: Board, point: QPointF, zoom: float) -> Link | None:
    """The link whose wires, or whose band, pass near a point."""
    wire = wire_at(board.wiring, point, REACH / zoom)
    if wire is not None:
        return wire.link
    return next((ribbon.link for ribbon in board.wiring.ribbons if ribbon.band.contains(point)), None)


def curves_of(board: Board, link: Link) -> tuple[QPainterPath, ...]:
    """What of a link lights: its wires, or one curve for very many of them."""
    wires = [wire for wire in board.wiring.between.get((link.source, link.target), ()) if wire.link == link]
    if 0 < len(wires) <= MOST_CURVES:
        return tuple(wire.curve for wire in wires)
    cards = board.diagram.cards
    start, end = out_port(cards[link.source]), in_port(cards[link.target], link.port)
    return (link_path(start, end),) if start is not None and end is not None else ()


def link_for(stage: Stage, node: str, point: QPointF, known: OnLink | None) -> OnLink | None:
    """The link into which a node that is not linked yet is moved; None where it covers a card, or is linked.

    Args:
        known: what was found last, which saves looking at the same link again.
    """
    network = stage.document.network
    if network.out_of(node) or any(link.target == node for link in network.links):
        return None
    others = (card for card in stage.board.diagram.seen.values() if card.id != node)
    link = None if any(card.rect.contains(point) for card in others) else link_at(stage.board, point, stage.zoom)
    if link is None or (known is not None and known.link == link):
        return None if link is None else known
    return OnLink(link, edits.can_put_on_link(stage.document, link, node))


def middle_of(board: Board, link: Link) -> QPointF:
    """The point halfway between the cards at the ends of a link, at the height of their units."""
    source, target = board.diagram.cards[link.source], board.diagram.cards[link.target]
    height = (source.y + source.shape.axis + target.y + target.shape.axis) / 2
    return QPointF((source.rect.right() + target.rect.left()) / 2, height)


def inserted(
    document: Document, link: Link, kind: str, settings: Settings | None, point: QPointF
) -> tuple[Document, str]:
    """The document with a new node in a link, around a point where there is room, else where room is made; its id."""
    document, node = edits.insert_on_link(document, link, kind, (point.x(), point.y()), settings)
    return with_room(document, link, node, point), node


def with_room(document: Document, link: Link, node: str, point: QPointF) -> Document:
    """The document with the node that stands in what was a link around a point, or where room is made for it."""
    cards = diagram_of(document).cards
    card, source, target = cards[node], cards[link.source].rect, cards[link.target].rect
    corner = snapped(QPointF(point.x() - card.shape.width / 2, point.y() - card.shape.axis))
    box = QRectF(corner, card.rect.size())
    free = clear_of([other.rect for other in cards.values() if other.id != node], box) == corner
    if free and source.right() + LEAST_ROOM <= box.left() and box.right() + LEAST_ROOM <= target.left():
        return edits.move(document, {node: (corner.x(), corner.y())})
    joint = Joint(link.source, "between", (Link(link.source, node),), (Link(node, link.target),))
    return standing(document, [node], joint, point)
