"""Painting of a moment of stepping: halos, lit links, the ring of a growing sum, and the arcs of gradients."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from ui.canvas.appearance import Look, faded
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.chips import paint_chips
from ui.canvas.delta_paint import paint_step_deltas
from ui.canvas.detail import IDLE_OPACITY, Detail, link_width, strength
from ui.canvas.diagram import Diagram
from ui.canvas.face_paint import paint_cell_frames
from ui.canvas.link_paint import paint_strokes, strokes_of
from ui.canvas.pulses import MOST_DOTS, MOST_PILLS
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight

HALO = 13.0
GHOST_SECONDS = 0.8


def sweeps(light: Spotlight) -> bool:
    """Whether more wires carry numbers than pulses can show, so that their halo itself comes up."""
    return len(light.hot) > MOST_DOTS


def paint_halos(painter: QPainter, light: Spotlight, look: Look, showing: Showing) -> None:
    """Tinted halos under the wires that carry numbers."""
    if light.phase is None or (light.phase == "loss" and not light.hot):
        return
    tint = look.tokens.phase(light.phase)[1]
    for carried in light.hot:
        if carried.wire.sort == "whole" and carried.wire.target in showing.kernels:
            continue  # kernels stand there in place of the link
        t = strength(showing.weight(carried.wire), showing.scale) if carried.wire.sort == "weight" else 0.2
        width = link_width(0.0 if math.isnan(t) else t, look.detail, look.zoom) + (
            HALO if len(light.hot) <= MOST_PILLS else 6.0
        )
        painter.setPen(QPen(tint, width / look.zoom, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(NO_BRUSH)
        painter.drawPath(carried.wire.curve)


def paint_lit(painter: QPainter, light: Spotlight, look: Look, showing: Showing, ghost: float) -> None:
    """The lit wires at full strength; in the update the old width lingers as a ghost that fades (`ghost` 1 to 0)."""
    if light.phase == "update" and ghost > 0:
        for wire in light.lit:
            t = strength(showing.old_weight(wire), showing.scale)
            if not math.isnan(t):
                color = look.tokens.sign(showing.old_weight(wire))
                painter.setPen(
                    QPen(faded(color, IDLE_OPACITY * ghost), link_width(t, look.detail, look.zoom) / look.zoom)
                )
                painter.drawPath(wire.curve)
    for _ in paint_strokes(painter, strokes_of(light.lit, look, showing), look):
        pass


def paint_marks(painter: QPainter, light: Spotlight, diagram: Diagram, look: Look, showing: Showing) -> None:
    """What lies above the units during a moment and stands still."""
    paint_step_deltas(painter, light.deltas, diagram.cards, look)
    if light.phase is not None and light.node in diagram.seen:
        _active_ring(painter, diagram.seen[light.node], light, diagram, look)
    for node, cells in light.windows.items():
        paint_cell_frames(painter, diagram.cards[node], cells, look, look.tokens.phase(light.phase or "forward")[0])
    if look.detail >= Detail.NAMES:
        hot = frozenset(carried.wire for carried in light.hot)
        paint_chips(painter, light.chips, hot, diagram, look, showing)


def _active_ring(painter: QPainter, card: Card, light: Spotlight, diagram: Diagram, look: Look) -> None:
    """The ring, in the phase's color, of the unit that gives: the sources of a sum, or the unit at work."""
    assert light.phase is not None
    painter.setPen(QPen(look.tokens.phase(light.phase)[0], 2.5))
    painter.setBrush(NO_BRUSH)
    if light.sum is not None and light.sum.in_progress:
        for carried in light.hot:  # the unit that gives this term
            source = diagram.cards[carried.wire.source]
            painter.drawEllipse(source.center_of[carried.wire.source_unit], source.shape.radius, source.shape.radius)
        return
    if light.unit is not None and card.shape.face is not None:
        paint_cell_frames(painter, card, (light.unit,), look, look.tokens.phase(light.phase)[0])
    for unit, center in card.center_of.items():
        if light.unit in (None, unit):
            painter.drawEllipse(center, card.shape.radius, card.shape.radius)
