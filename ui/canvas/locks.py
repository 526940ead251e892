"""The padlocks of what training leaves as it is: on links whose weight is frozen, and beside frozen biases."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from ui.canvas.appearance import Look
from ui.canvas.detail import IDLE_OPACITY, Detail
from ui.canvas.geometry import link_point
from ui.canvas.showing import Showing
from ui.canvas.wires import Wire, Wiring
from ui.look import paint_icon

SIDE, ICON = 16.0, 10.0  # pixels on the screen, whatever the zoom
ALONG = 0.62  # where on a link its lock sits: before its fan closes


def frozen_wires(wiring: Wiring, look: Look, showing: Showing) -> tuple[Wire, ...]:
    """The links that wear a lock. A node that is frozen whole wears one on its card instead."""
    if look.detail < Detail.MAPS or not any(key.endswith("/weight:frozen") for key in showing.masks):
        return ()
    found = []
    for path, (wires, rows, columns) in wiring.cells.items():
        mask = showing.masks.get(f"{path}:frozen")
        if mask is None or mask.all():
            continue
        there = (rows < mask.shape[0]) & (columns < mask.shape[1])
        locked = wires[there][mask[rows[there], columns[there]]]
        found += [wiring.wires[number] for number in np.sort(locked).tolist()]
    return tuple(wire for wire in found if look.detail >= Detail.NAMES or not wire.crowded)


def paint_link_locks(painter: QPainter, wires: Iterable[Wire], look: Look, dim: bool) -> None:
    """A lock on each of these links."""
    painter.save()
    painter.setOpacity(IDLE_OPACITY if dim else 1.0)
    for wire in wires:
        paint_small_lock(painter, link_point(wire.start, wire.end, ALONG), look)
    painter.restore()


def paint_small_lock(painter: QPainter, center: QPointF, look: Look) -> None:
    """A padlock on a disc of its own, so that it stands out from the line below it."""
    scale = 1.0 / min(1.0, look.zoom)
    radius, half = SIDE / 2 * scale, ICON / 2 * scale
    painter.setPen(QPen(look.tokens.border2, scale))
    painter.setBrush(look.tokens.surface)
    painter.drawEllipse(center, radius, radius)
    box = QRectF(center.x() - half, center.y() - half, 2 * half, 2 * half)
    paint_icon(painter, "lock-fill", box, look.tokens.text2)
