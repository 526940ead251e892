"""Depth on the canvas: a card that lies over another hides its units too, so that each card is one thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
from PySide6.QtCore import QRectF

from ui.canvas.items import CardBody, CardUnits

MOST_CARDS = 400
"""Cards from which on they are too small on the screen to ask which lie over each other"""


def cover_units(bodies: Mapping[str, CardBody], units: Mapping[str, CardUnits], hidden: Collection[str]) -> None:
    """Tell the units of every card which cards lie over it; `bodies` from the lowest on, without those `hidden`."""
    nodes = [node for node in bodies if node not in hidden]
    rects = [bodies[node].card.rect for node in nodes]
    over = lying_over(rects) if len(rects) <= MOST_CARDS else {}
    for place, node in enumerate(nodes):
        units[node].set_covers(tuple(rects[other] for other in over.get(place, ())))


def lying_over(rects: list[QRectF]) -> dict[int, list[int]]:
    """Which of the later boxes meet each box that any of them meets, by their places."""
    left, top, right, bottom = np.array([rect.getCoords() for rect in rects], np.float64).reshape(-1, 4).T
    meet = (left[:, None] < right) & (left < right[:, None]) & (top[:, None] < bottom) & (top < bottom[:, None])
    found: dict[int, list[int]] = {}
    for below, above in np.argwhere(np.triu(meet, 1)).tolist():
        found.setdefault(below, []).append(above)
    return found
