"""Painting of gradients: a violet arc around each unit, longer for a larger δ, and a bar over each time step."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.detail import Detail
from ui.canvas.showing import Showing

RING_GAP, RING_WIDTH = 7.5, 4.5
SLIM_GAP, SLIM_WIDTH = 5.0, 3.5
SHORTEST, LONGEST = 20.0, 140.0
"""Arcs of no gradient and of the largest, degrees: above the name below the unit"""
BAR = 4.0
BAR_RISE = 7.0


def arc_around(card: Card, slim: bool = False) -> tuple[float, float]:
    """Radius and width of an arc around a unit; between the discs of a grid there is little room for it.

    While training links end close to the unit, so that it is `slim`.
    """
    shape = card.shape
    if not shape.across:
        return (shape.radius + SLIM_GAP, SLIM_WIDTH) if slim else (shape.radius + RING_GAP, RING_WIDTH)
    room = shape.pitch / 2 - shape.radius
    return shape.radius + 0.55 * room, 0.6 * room


def paint_step_deltas(
    painter: QPainter, deltas: Mapping[tuple[str, int], float], cards: Mapping[str, Card], look: Look,
) -> None:
    """The arcs of the gradients that a step has by now, each next to the largest of its layer."""
    lone = {node for node, _ in deltas if node in cards and cards[node].units == 1}
    largest: dict[str, float] = {}
    for (node, _), delta in deltas.items():
        group = "" if node in lone else node
        largest[group] = max(largest.get(group, 0.0), abs(delta))
    shares: dict[str, list[tuple[int, float]]] = {}
    for (node, unit), delta in deltas.items():
        shares.setdefault(node, []).append((unit, abs(delta) / (largest["" if node in lone else node] or 1.0)))
    for node, each in shares.items():
        if node in cards:
            _arcs(painter, cards[node], each, look, arc_around(cards[node]))


def paint_deltas(painter: QPainter, cards: Iterable[Card], look: Look, showing: Showing) -> None:
    """The arcs of the gradients at the units of these cards while training, for the sample at hand."""
    for card in cards:
        deltas = showing.felt(card.id)
        if deltas is not None:
            largest = showing.largest_felt(card.id) or 1.0
            _arcs(painter, card, [(unit, abs(float(deltas[unit])) / largest) for unit in card.center_of
                                  if unit < len(deltas) and math.isfinite(deltas[unit])], look, arc_around(card, True))


def paint_time_deltas(
    painter: QPainter, box: QRectF, deltas: NDArray[np.floating] | None, largest: float, look: Look,
) -> None:
    """A bar over the column of one time step, as wide as its gradient is large; `deltas` are those of its units."""
    if deltas is None or bool(np.isnan(deltas).any()):
        return
    share = min(1.0, float(np.linalg.norm(deltas)) / (largest or 1.0))
    width, height = max(BAR, box.width() * share), BAR / min(1.0, look.zoom)
    bar = QRectF(box.center().x() - width / 2, box.top() - BAR_RISE - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.tokens.grad)
    painter.drawRoundedRect(bar, height / 2, height / 2)


def _arcs(
    painter: QPainter, card: Card, shares: Iterable[tuple[int, float]], look: Look, around: tuple[float, float],
) -> None:
    """Arcs around units, clockwise from the top, by their share of the largest gradient."""
    if look.detail < Detail.MAPS:
        return
    reach, width = around
    painter.setPen(QPen(look.tokens.grad, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(NO_BRUSH)
    corner = QPointF(reach, reach)
    for unit, share in shares:
        center = card.center_of.get(unit)
        if center is not None:
            painter.drawArc(QRectF(center - corner, center + corner), 90 * 16,
                            -round(16 * (SHORTEST + (LONGEST - SHORTEST) * share)))
