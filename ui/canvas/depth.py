"""Depth on the canvas: a card that lies over another hides its units too, so that each card is one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from PySide6.QtCore import QRectF

from ui.canvas.items import BODY_LAYER, UNIT_LAYER, CardBody, CardUnits

STEP = 1e-7  # from one lifted card to the next, so that millions of them stay between two layers
MOST_CARDS = 400
"""Cards from which on they are too small on the screen to ask which lie over each other"""


def cover_units(bodies: Mapping[str, CardBody], units: Mapping[str, CardUnits], hidden: Collection[str]) -> None:
    """Tell the units of every card which cards lie over it; `bodies` from the lowest on, without those `hidden`."""
    nodes = sorted((node for node in bodies if node not in hidden), key=lambda node: bodies[node].zValue())
    rects = [bodies[node].card.rect for node in nodes]
    over = lying_over(rects) if len(rects) <= MOST_CARDS else {}
    for place, node in enumerate(nodes):
        units[node].set_covers(tuple(rects[other] for other in over.get(place, ())))


def lift(bodies: Mapping[str, CardBody], units: Mapping[str, CardUnits], nodes: Iterable[str]) -> None:
    """Paint these cards over all others, the last one highest."""
    height = max((body.zValue() for body in bodies.values()), default=BODY_LAYER) - BODY_LAYER
    for node in nodes:
        if node in bodies:
            height += STEP
            bodies[node].setZValue(BODY_LAYER + height)
            units[node].setZValue(UNIT_LAYER + height)


def lying_over(rects: list[QRectF]) -> dict[int, list[int]]:
    """Which of the later boxes meet each box that any of them meets, by their places."""
    left, top, right, bottom = np.array([rect.getCoords() for rect in rects], np.float64).reshape(-1, 4).T
    meet = (left[:, None] < right) & (left < right[:, None]) & (top[:, None] < bottom) & (top < bottom[:, None])
    found: dict[int, list[int]] = {}
    for below, above in np.argwhere(np.triu(meet, 1)).tolist():
        found.setdefault(below, []).append(above)
    return found
