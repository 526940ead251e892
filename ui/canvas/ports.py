"""At which port of a card a link may end: what each takes, which one is meant, and how ports are painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen

from nnsim import edits
from nnsim.catalog.port import rank_objection, said_of
from nnsim.document import Document
from nnsim.text import Message, render
from ui.canvas.appearance import Look, Weight, broken, draw_text, elided
from ui.canvas.card import Card
from ui.canvas.detail import Detail
from ui.canvas.geometry import PORT_COLUMN

RING, TITLE, LINE = 4.5, 12.0, 14.0
REACH = 18.0


def objection_at(document: Document, source: str, card: Card, port: str, unit: int | None = None) -> Message | None:
    """Why a node (or one of its units) cannot be linked to this port, or None; samples that do not fit are refused."""
    found = edits.can_connect(document, source, card.id, unit, port)
    taken = next((each for each in card.ports if each.name == port), None)
    shape = edits.sample_shapes(document.network).get(source)
    if found is not None or taken is None or shape is None:
        return found
    objection = rank_objection(taken, (1,) if unit is not None else shape)
    return None if objection is None else said_of(objection, document.network.node(card.id).name)


def open_ports(document: Document, source: str, card: Card, unit: int | None = None) -> dict[str, QPointF]:
    """The ports of a card that accept a link from a node, and where they stand."""
    if card.id == source:
        return {}
    return {name: at for name, at in card.in_ports.items() if objection_at(document, source, card, name, unit) is None}


def aimed_port(
    document: Document, source: str, card: Card, point: QPointF, unit: int | None = None
) -> tuple[str, Message | None]:
    """The port that a pointer on a card means, and why it cannot be: the one it is on, else the nearest that accepts.

    A port that nothing is linked to comes before one that has links already.
    """
    on = [name for name, at in card.in_ports.items() if (at - point).manhattanLength() <= REACH]
    accepting = open_ports(document, source, card, unit)
    if not on and accepting:
        return min(accepting, key=lambda name: (name in card.linked, abs(accepting[name].y() - point.y()))), None
    name = next(iter(on), None) or next(iter(card.in_ports), "in")
    return name, objection_at(document, source, card, name, unit)


def paint_ports(painter: QPainter, card: Card, look: Look) -> None:
    """The ports of a card that has several: a ring on its edge, filled where something is linked, and the title."""
    if look.detail < Detail.COLORS:
        return
    scale, thin = look.text_scale(TITLE), 1.0 / min(1.0, look.zoom)
    for port in card.titled_ports:
        at, linked = card.in_ports[port.name], port.name in card.linked
        pen = QPen(look.tokens.text3 if linked else look.tokens.border2, 1.5 * thin)
        if port.optional and not linked:
            pen.setDashPattern([1.6, 1.4])
        painter.setPen(pen)
        painter.setBrush(look.tokens.text3 if linked else look.tokens.surface)
        painter.drawEllipse(at, RING * thin, RING * thin)
        if look.detail >= Detail.MAPS and scale < 1.6:
            _paint_title(painter, port.title, at + QPointF(11 * thin, 4.2 * scale), linked, look)


def _paint_title(painter: QPainter, title: Message, at: QPointF, linked: bool, look: Look) -> None:
    """A port's title beside it, on two lines where it is long."""
    scale, ink = look.text_scale(TITLE), look.tokens.text2 if linked else look.tokens.text3
    lines = broken(render(title), (PORT_COLUMN - 14) / scale)
    lines = [lines[0], " ".join(lines[1:])] if len(lines) > 1 else lines
    for number, line in enumerate(lines):
        text = elided(line, TITLE, Weight.Medium, (PORT_COLUMN - 14) / scale)
        drop = (number - (len(lines) - 1) / 2) * LINE * scale
        draw_text(painter, at + QPointF(0, drop), text, TITLE, Weight.Medium, ink, scale=scale)
