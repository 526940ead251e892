"""The links of cards that are being dragged: painted over all others at every frame, while these stay as they are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.canvas.items import LINK_LAYER, Painted
from ui.canvas.link_batches import WireWeights, batched, batches, paint_batches
from ui.canvas.link_changes import MOST_WIRES
from ui.canvas.link_changes import Painted as PaintedLinks
from ui.canvas.link_paint import paint_strokes, sign_reach, strokes_of
from ui.canvas.showing import Showing
from ui.canvas.wires import Wiring

ABOVE = 0.1


class CarriedLinks(Painted):
    """Those links that end at nodes which a drag has reached."""

    def __init__(self) -> None:
        super().__init__(LINK_LAYER + ABOVE, self._paint_links)
        self._links: PaintedLinks | None = None
        self._showing = Showing()
        self._weights = WireWeights()
        self._numbers: NDArray[np.intp] = np.empty(0, np.intp)

    def show_links(self, links: PaintedLinks, showing: Showing) -> None:
        """Show the links that are carried as all are painted now; none where none are."""
        if not links.carried and not len(self._numbers):
            return
        self._links, self._showing, self._numbers = links, showing, wires_into(links.wiring, links.carried)
        box = QRectF()
        if len(self._numbers):
            reach, boxes = sign_reach(links.look), links.wiring.boxes[self._numbers]
            (left, top), (right, bottom) = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
            box = QRectF(left - reach, top - reach, right - left + 2 * reach, bottom - top + 2 * reach)
        self.cover(box)

    def _paint_links(self, painter: QPainter) -> None:
        links, numbers = self._links, self._numbers
        if links is None or not len(numbers):
            return
        wiring, look, showing = links.wiring, links.look, self._showing
        chosen, weights = numbers[:0], np.empty(0)
        if not links.curved:
            chosen, weights = batched(wiring, look, self._weights.of(wiring, showing, numbers), numbers)
        single = np.setdiff1d(numbers, chosen).tolist()
        strokes = strokes_of([wiring.wires[number] for number in single], look, showing, links.dim)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, links.smooth)
        for _ in paint_strokes(painter, strokes, look):
            pass
        for _ in paint_batches(painter, batches(wiring, chosen, weights, look, links.scale, links.dim), look):
            pass
        painter.restore()


def can_be_carried(wiring: Wiring, nodes: Iterable[str], showing: Showing) -> bool:
    """Whether the links that end at these nodes are few enough to be painted at every frame, and wear no locks."""
    if showing.training or showing.step is not None or any(path.endswith(":frozen") for path in showing.masks):
        return False
    return sum(len(wiring.arrivals[node]) for node in nodes if node in wiring.arrivals) <= MOST_WIRES


def wires_into(wiring: Wiring, nodes: Iterable[str]) -> NDArray[np.intp]:
    """The numbers of the wires that end at these nodes, in order."""
    first, arrivals = wiring.first, wiring.arrivals
    parts = [np.arange(first[node], first[node] + len(arrivals[node])) for node in nodes if node in arrivals]
    return np.sort(np.concatenate((np.empty(0, np.intp), *parts)))
