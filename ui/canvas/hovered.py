"""What the pointer rests on stands out softly: a card's edge, a unit with its links, a link, the cell of a heat map."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nnsim.text import format_number, tr
from ui.canvas.appearance import faded, mixed, round_rect
from ui.canvas.captions import names_fit, value_text
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.detail import Detail
from ui.canvas.face_paint import shown_values
from ui.canvas.geometry import CARD_RADIUS, link_point
from ui.canvas.hit import Hit
from ui.canvas.items import HALO_LAYER, TOP_LAYER, Painted
from ui.canvas.overlay import Overlay
from ui.canvas.readout import paint_readout, readout_box
from ui.canvas.unit_title import unit_letter
from ui.canvas.wires import Wire
from ui.look import theme

if TYPE_CHECKING:
    from ui.canvas.board import Board
    from ui.canvas.view import CanvasView

FADE = 120  # ms
HALO, LINK_SHARE, UNIT_SHARE = 11.0, 0.16, 0.10
PRESSED = 2.0  # times as dark is the halo of what is pressed
MOST_WIRES = 160
RING, RING_WIDTH, EDGE = 4.0, 1.5, 1.5
MARGIN = 80.0


@dataclass(frozen=True)
class Readout:
    """A name and a number at a place in the scene."""

    at: QPointF
    symbol: str
    index: str
    words: str
    number: str
    color: QColor


class Hovered(Overlay):
    """Follows the pointer from thing to thing; what is new comes up, and what is left goes, within 120 ms."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._found = Hit("nothing")
        self._cell: int | None = None
        self._strength = 0.0
        self._pressed = False
        self._under = Painted(HALO_LAYER, self._paint_under)
        self._over = Painted(TOP_LAYER, self._paint_over)
        for item in (self._under, self._over):
            view.board.addItem(item)
        view.live.due.connect(self._over.update)

    @property
    def strength(self) -> float:
        """How far what is pointed at has come up, 0 to 1."""
        return self._strength

    def hover(self, found: Hit) -> None:
        cell = self._cell_at(found)
        if (found, cell) == (self._found, self._cell):
            return
        if _is_something(found):
            same = found.node == self._found.node and found.wire is self._found.wire
            self._found, self._cell = found, cell
            self._cover()
            self._fade(0.5 if same and self._strength else 0.0, 1.0)
        elif _is_something(self._found):
            self._fade(self._strength, 0.0)

    def set_pressed(self, on: bool) -> None:
        """Whether a button is held on what is pointed at, which then stands out in ink."""
        if on != self._pressed:
            self._pressed = on
            self._under.update()
            self._over.update()

    def show_document(self) -> None:
        wire = None if self._found.wire is None else self._same_wire(self._found.wire)
        if (self._found.wire is not None and wire is None) or (self._found.wire is None and self._card() is None):
            self._forget()
        else:
            self._found, self._cell = replace(self._found, wire=wire), None
            self._cover()

    def show_selection(self) -> None:
        self._over.update()

    def restyle(self) -> None:
        self._over.update()

    def _fade(self, start: float, end: float) -> None:
        """Come up or go; what goes is forgotten at the end."""
        duration, ease = theme().duration(FADE) / 1000, QEasingCurve(QEasingCurve.Type.OutCubic)

        def frame(seconds: float) -> bool:
            share = 1.0 if seconds >= duration else ease.valueForProgress(seconds / duration)
            self._strength = start + (end - start) * share
            self._under.update()
            self._over.update()
            if share >= 1.0 and end == 0.0:
                self._forget()
            return share < 1.0

        if frame(0.0):
            self.view.frames.animate("hover", frame)
        else:
            self.view.frames.stop("hover")

    def _forget(self) -> None:
        self.view.frames.stop("hover")
        self._found, self._cell, self._strength = Hit("nothing"), None, 0.0
        self._under.cover(QRectF())
        self._over.cover(QRectF())

    def _same_wire(self, wire: Wire) -> Wire | None:
        """The wire that the diagram has now between the same units."""
        units = (wire.source_unit, wire.target_unit)
        between = self.view.board.wiring.between.get((wire.source, wire.target), ())
        return next((each for each in between if (each.source_unit, each.target_unit) == units), None)

    def _card(self) -> Card | None:
        return self.view.board.diagram.cards.get(self._found.node or "")

    def _cell_at(self, found: Hit) -> int | None:
        card = self.view.board.diagram.cards.get(found.node or "") if found.sort == "card" else None
        if card is None or card.shape.face is None:
            return None
        at = self.view.pointer.at - QPointF(card.x, card.y) - card.shape.face_corner
        return card.shape.face.cell_at(at.x(), at.y())

    def _wires(self) -> list[Wire]:
        """The links to light: the one that is pointed at, or those of the unit."""
        if self._found.wire is not None:
            return [self._found.wire]
        if self._found.sort != "unit" or self._found.node is None or self._found.unit is None:
            return []
        wires = _wires_of(self.view.board, self._found.node, self._found.unit)
        return wires if len(wires) <= MOST_WIRES else []

    def _cover(self) -> None:
        box, card = QRectF(), self._card()
        for wire in self._wires():
            box = box.united(wire.curve.controlPointRect())
        if card is not None:
            box = box.united(card.rect)
        reach = MARGIN / min(1.0, self.view.zoom)
        for item in (self._under, self._over):
            item.cover(box.adjusted(-reach, -reach, reach, reach))

    def _paint_under(self, painter: QPainter) -> None:
        look, card = self.view.board.look, self._card()
        if card is not None and not card.free:
            self._paint_edge(painter, card)
        wires = self._wires()
        share = (LINK_SHARE if self._found.wire is not None else UNIT_SHARE) * self._strength
        share *= PRESSED if self._pressed else 1.0
        pen = QPen(mixed(look.tokens.sel, look.tokens.canvas, share), HALO / look.zoom)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        path = QPainterPath()
        for wire in wires:
            path.addPath(wire.curve)
        painter.drawPath(path)

    def _paint_edge(self, painter: QPainter, card: Card) -> None:
        """The card's edge, one step darker, where nothing else marks it."""
        look, state = self.view.board.look, self.view.board.state_of(card)
        if state.border is None and not state.selected and not state.waiting:
            painter.setPen(QPen(faded(look.tokens.border2, self._strength), EDGE / min(1.0, look.zoom)))
            painter.setBrush(NO_BRUSH)
            round_rect(painter, card.rect, CARD_RADIUS)

    def _paint_over(self, painter: QPainter) -> None:
        look, card = self.view.board.look, self._card()
        if card is not None and self._found.sort == "unit" and self._found.unit in card.center_of:
            reach = card.shape.radius + (RING if not card.shape.across else min(RING, card.shape.radius / 4))
            ink = look.tokens.sel if self._pressed else look.tokens.text3
            painter.setPen(QPen(faded(ink, self._strength), RING_WIDTH / min(1.0, look.zoom)))
            painter.setBrush(NO_BRUSH)
            painter.drawEllipse(card.center_of[self._found.unit], reach, reach)
        told = self.readout()
        if told is not None:
            parts = (told.symbol, told.index, told.words, told.number)
            box = readout_box(told.at, *parts, look.zoom)
            paint_readout(painter, box, *parts, told.color, look, self._strength)

    def readout(self) -> Readout | None:
        """The number of what is pointed at, where neither its place nor the window of what is selected has it."""
        card, chosen = self._card(), self.view.selection
        if self._found.wire is not None:
            return None if self._found.wire.key in chosen.cells else self._of_wire(self._found.wire)
        if card is None or (card.id, self._found.unit) in chosen.units:
            return None
        if self._cell is not None:
            return self._of_cell(card, self._cell)
        if self._found.sort == "unit" and self._found.unit in card.center_of:
            return self._of_unit(card, self._found.unit)
        return None

    def _of_wire(self, wire: Wire) -> Readout | None:
        board = self.view.board
        weight = board.showing.weight(wire)
        if wire.sort != "weight" or math.isnan(weight):
            return None
        index = board.diagram.weight_number(wire.target, wire.row, wire.column)
        at = link_point(wire.start, wire.end, 0.5) - QPointF(0, HALO / board.look.zoom)
        return Readout(at, "w", index, "", format_number(weight), board.look.tokens.sign(weight))

    def _of_unit(self, card: Card, unit: int) -> Readout | None:
        board = self.view.board
        near = board.look.detail >= Detail.NAMES and names_fit(card, board.look) and not card.shape.across
        number, color = value_text(card, unit, board.look, board.showing, near=True)
        if card.role == "loss" or card.free or (near and number) or (near and not card.shape.across):
            return None
        label = card.labels[unit] if unit < len(card.labels) else ""
        center = card.center_of[unit]
        at = QPointF(center.x(), center.y() - card.shape.radius - (RING + 5.0) / board.look.zoom)
        letter, index = unit_letter(card, unit)
        return Readout(at, "" if label else letter, index, label, number, color)

    def _of_cell(self, card: Card, cell: int) -> Readout | None:
        board, face = self.view.board, card.shape.face
        values, _ = shown_values(card, board.showing)
        found = face.place(cell) if face is not None else None
        if face is None or values is None or found is None or math.isnan(values[cell]):
            return None
        box = face.cell_box(*found).translated(QPointF(card.x, card.y) + card.shape.face_corner)
        at = QPointF(box.center().x(), box.top() - 5.0 / board.look.zoom)
        value, tokens = float(values[cell]), board.look.tokens
        color = tokens.sign(value) if math.isfinite(value) else tokens.err
        if face.line:
            return Readout(at, card.symbol, str(cell + 1), "", format_number(value), color)
        _, row, column = found
        words = tr("row {row}, column {column}", row=row, column=column)
        return Readout(at, "", "", words, format_number(value), color)


def _wires_of(board: Board, node: str, unit: int) -> list[Wire]:
    """The drawn links of a unit, into it and out of it."""
    wires = list(board.wiring.into.get((node, unit), ()))
    for (source, _), between in board.wiring.between.items():
        if source == node:
            wires += [wire for wire in between if wire.source_unit == unit]
    return wires


def _is_something(found: Hit) -> bool:
    return found.sort in ("unit", "card", "title", "wire", "port", "rest")
