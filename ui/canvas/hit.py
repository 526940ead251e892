"""What lies under a point of the scene: a port, a unit, a card, a wire, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from nnsim import catalog
from ui.canvas.card import Card
from ui.canvas.diagram import Diagram
from ui.canvas.wires import Wire, Wiring

Sort = Literal["port", "unit", "card", "title", "wire", "note", "corner", "block", "fold", "rest", "nothing"]
GRIP, WIDEST_GRIP, WIRE_REACH = 14.0, 28.0, 6.0  # of a port: px on the screen, and most of it on the scene
ALONG_EDGE = 2.0  # times as far a card's own port is caught up and down, along the edge that it stands on
HEADER = 56.0
INWARDS = 8.0  # how far a port is caught to its left
SAMPLES = 33  # along a wire, to find how far it is
PORT_OUTSIDE = 60.0  # how far a port of a card, or the name of a free neuron, may stand outside its box
NAME_REACH, NAME_GAP, NAME_HEIGHT = 50.0, 2.0, 26.0


@dataclass(frozen=True)
class Hit:
    """The topmost thing at a point. A port belongs to a node as a whole, or, with `unit`, to one of its units.

    `item` is the id of a note (of which a "corner" resizes it) or of a block (of which a "fold" folds or opens it);
    on a "rest", the units of a wide layer without a disc, it is the node's.
    """

    sort: Sort
    node: str | None = None
    unit: int | None = None
    wire: Wire | None = None
    item: str | None = None


def hit(diagram: Diagram, wiring: Wiring, point: QPointF, zoom: float) -> Hit:
    """What is at this point; small things are easier to reach when zoomed out."""
    reach = max(1.0, 0.7 / zoom)
    card = diagram.card_at(point)
    for other in diagram.near(point, PORT_OUTSIDE):
        found = _port_hit(other, point, max(GRIP, min(GRIP / zoom, WIDEST_GRIP)))
        if found is not None and card in (None, other):  # what lies over a port hides it
            return found
    unit = None if card is None else card.unit_at(point)
    if card is not None and unit is not None:
        return Hit("unit", card.id, unit)
    wire = wire_at(wiring, point, WIRE_REACH * reach)
    if wire is not None:
        return Hit("wire", wire=wire)
    if card is None:
        named = _named_at(diagram, point, reach)
        return Hit("nothing") if named is None else Hit("title", named.id)
    return Hit("title" if point.y() < card.y + HEADER else "card", card.id)


def out_port(card: Card) -> QPointF | None:
    """The point on the card's right edge from which all of its units are linked."""
    if not catalog.kind(card.kind).gives_links:
        return None
    if card.free:
        center = card.center_of[0]
        return QPointF(center.x() + card.shape.radius + 10.0, center.y())
    return QPointF(card.rect.right(), card.unit_span.center().y())


def unit_port(card: Card, unit: int) -> QPointF | None:
    """The point at a unit's right side from which that unit alone is linked."""
    if not catalog.kind(card.kind).gives_links or card.free or unit not in card.center_of or card.shape.across:
        return None
    center = card.center_of[unit]
    return QPointF(center.x() + card.shape.radius + 10.0, center.y())


def in_port(card: Card, name: str = "in") -> QPointF | None:
    """The point on the card's left at which links to a port arrive; None where there is no such port."""
    return card.in_ports.get(name)


def wire_at(wiring: Wiring, point: QPointF, reach: float) -> Wire | None:
    """The wire that passes within `reach` of the point, the nearest of them."""
    near = wiring.near(QRectF(point, point), reach)
    if not len(near):
        return None
    points = wiring.points(near, np.linspace(0.0, 1.0, SAMPLES))
    xs, ys = points[..., 0], points[..., 1]
    best = int(np.argmin(np.min((xs - point.x()) ** 2 + (ys - point.y()) ** 2, axis=1)))
    # Samples lie up to a step apart: the chord through the nearest two is measured.
    a, b = _nearest_two(xs[best], ys[best], point)
    return wiring.wires[near[best]] if _to_segment(point, a, b) <= reach else None


def targets_under(diagram: Diagram, point: QPointF, slack: float = 16.0) -> Card | None:
    """The card that a link dropped here would reach."""
    card = diagram.card_at(point)
    if card is not None:
        return card
    for other in reversed(diagram.near(point, PORT_OUTSIDE)):
        for port in other.in_ports.values():
            if QRectF(port.x() - slack, port.y() - slack, 2 * slack, 2 * slack).contains(point):
                return other
    return None


def _named_at(diagram: Diagram, point: QPointF, reach: float) -> Card | None:
    """The free neuron whose name, written below its disc, is at the point."""
    for card in diagram.near(point, PORT_OUTSIDE * reach):
        if card.free:
            offset = point - card.center_of[0]
            below = offset.y() - card.shape.radius - NAME_GAP
            if abs(offset.x()) <= NAME_REACH and 0.0 <= below <= NAME_HEIGHT * reach:
                return card
    return None


def _port_hit(card: Card, point: QPointF, grip: float) -> Hit | None:
    if not card.rect.adjusted(-grip, -grip, grip, grip).contains(point):
        return None
    ports = [(None, out_port(card), grip if card.free else ALONG_EDGE * grip)]
    ports += [(unit, unit_port(card, unit), grip) for unit in card.center_of]
    near = [(unit, port) for unit, port, tall in ports if port is not None and _within(point, port, grip, tall)]
    if not near:
        return None
    unit, _ = min(near, key=lambda each: (each[1] - point).manhattanLength())  # that of the card where two coincide
    return Hit("port", card.id, unit if (card.units or 1) > 1 else None)


def _within(point: QPointF, port: QPointF, grip: float, tall: float) -> bool:
    # To its left the disc itself begins, which is for clicking.
    return -INWARDS <= point.x() - port.x() <= grip and abs(point.y() - port.y()) <= tall


def _nearest_two(xs: NDArray[np.float64], ys: NDArray[np.float64], point: QPointF) -> tuple[QPointF, QPointF]:
    distance = (xs - point.x()) ** 2 + (ys - point.y()) ** 2
    k = int(np.argmin(distance))
    other = k + 1 if k == 0 or (k + 1 < len(xs) and distance[k + 1] < distance[k - 1]) else k - 1
    return QPointF(xs[k], ys[k]), QPointF(xs[other], ys[other])


def _to_segment(point: QPointF, a: QPointF, b: QPointF) -> float:
    along, to = b - a, point - a
    length = along.x() ** 2 + along.y() ** 2
    share = 0.0 if length == 0 else min(1.0, max(0.0, (along.x() * to.x() + along.y() * to.y()) / length))
    rest = to - along * share
    return float(np.hypot(rest.x(), rest.y()))
