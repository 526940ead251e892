"""The place of a number that is pointed at in a formula: its unit in a ring, or its link in a halo."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from nnsim.trace import Place
from ui.canvas.board import Board
from ui.canvas.items import HALO_LAYER, TOP_LAYER, Painted
from ui.look import theme

RING, WIDTH, HALO = 6.0, 2.0, 11.0


class PointedPlace:
    """Shows one place at a time on a board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._place: Place | None = None
        self._ring = Painted(TOP_LAYER, self._paint_ring)
        self._halo = Painted(HALO_LAYER, self._paint_halo)
        board.addItem(self._ring)
        board.addItem(self._halo)

    def show(self, place: Place | None) -> None:
        """Light this place, or none."""
        self._place = place
        curve, ring = self._curve(), self._circle()
        self._halo.cover(curve.controlPointRect().adjusted(-HALO, -HALO, HALO, HALO) if curve is not None else QRectF())
        self._ring.cover(ring.adjusted(-4, -4, 4, 4) if curve is None and ring is not None else QRectF())

    def _circle(self) -> QRectF | None:
        """The ring around the unit."""
        place = self._place
        card = self._board.diagram.cards.get(place.node) if place is not None else None
        if card is None or place is None:
            return None
        center = card.center_of.get(place.unit or 0)
        if center is None:
            return None
        reach = card.shape.radius + RING
        return QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)

    def _curve(self) -> QPainterPath | None:
        """The link whose weight it is."""
        place = self._place
        if place is None or not place.path or len(place.parameter_index) != 2:
            return None
        key = (place.path, *place.parameter_index)
        return next((wire.curve for wire in self._board.wiring.wires if wire.key == key), None)

    def _paint_ring(self, painter: QPainter) -> None:
        circle = self._circle()
        if circle is not None:
            painter.setPen(QPen(theme().tokens.sel, WIDTH))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(circle)

    def _paint_halo(self, painter: QPainter) -> None:
        curve = self._curve()
        if curve is not None:
            pen = QPen(theme().tokens.accentbg, HALO)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(curve)
