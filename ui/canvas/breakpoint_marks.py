"""The mark of a breakpoint on a card: a disc in ink at its upper left corner, hollow where it is switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.document import Breakpoint, NodeBreakpoint
from ui.canvas.items import TOP_LAYER, Painted
from ui.canvas.overlay import Overlay

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

RADIUS, RING, SMALLEST = 8.0, 2.0, 5.0
ASIDE = 0.72
"""Of a free neuron's radius: where on its ring the mark stands"""


class BreakpointMarks(Overlay):
    """One disc for each node that has a breakpoint, in whichever phase."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._layer = Painted(TOP_LAYER, self._paint)
        view.board.addItem(self._layer)

    def show_document(self) -> None:
        self._breakpoints = self.view.store.shown.views.breakpoints
        nodes = [each.node for each in self._breakpoints if isinstance(each, NodeBreakpoint)]
        self._layer.cover(self.view.board.diagram.bounds.adjusted(-30, -30, 30, 30) if nodes else QRectF())
        self._layer.update()

    def restyle(self) -> None:
        self._layer.update()

    def center(self, node: str) -> QPointF:
        """Where the mark of a node stands; on a folded block at the block's corner."""
        diagram = self.view.board.diagram
        card = diagram.cards[node]
        if card.free and node not in diagram.hidden:
            reach = card.shape.radius * ASIDE
            return card.center_of[0] - QPointF(reach, reach)
        return diagram.rect_of(node).topLeft() + QPointF(3, 3)

    def _paint(self, painter: QPainter) -> None:
        board = self.view.board
        tokens, zoom = board.look.tokens, board.look.zoom
        radius, ring = max(RADIUS, SMALLEST / zoom), RING / min(1.0, zoom)
        on: dict[str, bool] = {}
        for each in self._breakpoints:
            if isinstance(each, NodeBreakpoint) and each.node in board.diagram.cards:
                on[each.node] = on.get(each.node, False) or each.on
        for node, lit in on.items():
            center = self.center(node)
            painter.setPen(QPen(tokens.canvas, ring))
            painter.setBrush(tokens.canvas)
            painter.drawEllipse(center, radius, radius)
            painter.setPen(QPen(tokens.sel, ring))
            painter.setBrush(tokens.sel if lit else tokens.surface)
            painter.drawEllipse(center, radius - ring, radius - ring)
