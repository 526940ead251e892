"""Wires that are pointed at: those of the hovered unit, also behind a ribbon, and those of the selected link."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from ui.canvas.appearance import mixed
from ui.canvas.board import Board
from ui.canvas.chips import paint_chips
from ui.canvas.detail import Detail
from ui.canvas.face_links import face_links
from ui.canvas.hit import Hit
from ui.canvas.items import HALO_LAYER, LIT_LAYER, TOP_LAYER, Painted
from ui.canvas.link_paint import Stroke, paint_ribbon_chip, paint_strokes, strokes_of
from ui.canvas.weaving import unit_wires
from ui.canvas.wires import Wire, wires_of_cell

MOST_CHIPS = 24
HALO, HALO_SHARE = 11.0, 0.2


class HoverWires:
    """Follows the pointer from unit to unit."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._wires: tuple[Wire, ...] = ()
        self._strokes: tuple[Stroke, ...] = ()
        self._node: str | None = None
        self._under = Painted(LIT_LAYER, self._paint_wires)
        self._over = Painted(TOP_LAYER, self._paint_chips)
        board.addItem(self._under)
        board.addItem(self._over)

    def show(self, found: Hit) -> None:
        """Show the wires of what is hovered."""
        wires: tuple[Wire, ...] = ()
        strokes: tuple[Stroke, ...] = ()
        board = self._board
        if found.sort == "unit" and found.node is not None and found.unit is not None and board.showing.step is None:
            ribbons = any(found.node in (ribbon.source, ribbon.target) for ribbon in board.wiring.ribbons)
            if ribbons or board.look.detail >= Detail.POINTS:
                wires = unit_wires(board.diagram, found.node, found.unit)
            if ribbons:
                strokes = tuple(face_links(board.diagram, found.node, found.unit, board.look, board.showing))
        if wires or self._wires or strokes or self._strokes:
            self._node, self._wires, self._strokes = found.node, wires, strokes
            box = QRectF()
            for each in (*wires, *strokes):
                box = box.united(each.curve.controlPointRect())
            box = box.adjusted(-60, -60, 60, 60) if wires or strokes else QRectF()
            self._under.cover(box)
            self._over.cover(box)

    def _paint_wires(self, painter: QPainter) -> None:
        strokes = (*self._strokes, *strokes_of(self._wires, self._board.look, self._board.showing))
        for _ in paint_strokes(painter, strokes, self._board.look):
            pass
        for ribbon in self._board.wiring.ribbons if strokes else ():  # its own number is below them
            if self._node in (ribbon.source, ribbon.target):
                paint_ribbon_chip(painter, ribbon, self._board.look)

    def _paint_chips(self, painter: QPainter) -> None:
        weights = tuple(wire for wire in self._wires if wire.sort == "weight")
        if self._board.look.detail >= Detail.POINTS and len(weights) <= MOST_CHIPS:
            paint_chips(painter, weights, frozenset(), self._board.diagram, self._board.look, self._board.showing)


class SelectedLink:
    """A halo in ink under the wires of the selected links, or under single ones of them."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._under = Painted(HALO_LAYER, self._paint)
        board.addItem(self._under)

    def show(self) -> None:
        """Show the links that are marked on the board."""
        box = QRectF()
        for curve in self._curves():
            box = box.united(curve.controlPointRect())
        self._under.cover(box.adjusted(-20, -20, 20, 20) if not box.isEmpty() else QRectF())

    def _curves(self) -> list[QPainterPath]:
        marks = self._board.marks
        if not marks.cells and not marks.links:
            return []
        wiring = self._board.wiring
        chosen = [wires_of_cell(wiring, cell) for cell in marks.cells]
        if any(chosen):
            return [wire.curve for wires in chosen for wire in wires]
        bands = [ribbon.band for ribbon in wiring.ribbons if ribbon.link in marks.links]
        return bands + [
            wire.curve for link in marks.links for wire in wiring.between.get((link.source, link.target), ())
            if wire.link == link
        ]  # fmt: skip

    def _paint(self, painter: QPainter) -> None:
        look = self._board.look
        pen = QPen(mixed(look.tokens.sel, look.tokens.canvas, HALO_SHARE), HALO / look.zoom)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for curve in self._curves():
            painter.drawPath(curve)
