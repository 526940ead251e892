"""Painting of a moment of stepping: halos, lit links, the ring of a growing sum, and the arcs of gradients."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnsim.text import format_number, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, faded, round_rect, text_width
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.chips import paint_chips
from ui.canvas.delta_paint import arc_around, paint_step_deltas
from ui.canvas.detail import IDLE_OPACITY, Detail, link_width, strength
from ui.canvas.diagram import Diagram
from ui.canvas.face_paint import paint_cell_frames
from ui.canvas.link_paint import paint_strokes, strokes_of
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.pulses import MOST_DOTS, MOST_PILLS, paint_pulses
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight, Sum
from ui.look import paint_icon

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


def paint_marks(painter: QPainter, light: Spotlight, diagram: Diagram, look: Look, showing: Showing,
                progress: float) -> None:  # fmt: skip
    """Everything of a moment that lies above the units."""
    paint_step_deltas(painter, light.deltas, diagram.cards, look)
    if light.phase is not None and light.node in diagram.seen:
        _active_ring(painter, diagram.seen[light.node], light, diagram, look)
    for node, cells in light.windows.items():
        paint_cell_frames(painter, diagram.cards[node], cells, look, look.tokens.phase(light.phase or "forward")[0])
    if light.sum is not None:
        _ring(painter, diagram.cards[light.sum.node], light.sum, look, progress)
        if look.detail >= Detail.NAMES and showing.summing(light.sum.node, light.sum.unit):
            _pill_of_sum(painter, diagram.cards[light.sum.node], light.sum, look, progress)
    if look.detail >= Detail.NAMES:
        hot = frozenset(carried.wire for carried in light.hot)
        paint_chips(painter, light.chips, hot, diagram, look, showing)
    paint_pulses(painter, light, look, progress)


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


def _ring(painter: QPainter, card: Card, total: Sum, look: Look, progress: float) -> None:
    """One arc for each term of the sum, coloured by its sign; the newest grows."""
    center = card.center_of.get(total.unit)
    if center is None or look.detail < Detail.MAPS:
        return
    reach, width = arc_around(card)
    box = QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach)
    whole = 360.0 / total.count
    gap = min(6.4, whole * 0.3) if total.count > 1 else 0.0
    painter.setBrush(NO_BRUSH)
    cap = Qt.PenCapStyle.RoundCap if whole > 12 else Qt.PenCapStyle.FlatCap
    for place in range(total.count):
        start, span = 90.0 - place * whole - gap / 2, whole - gap
        newest = total.in_progress and place == len(total.parts) - 1
        if place >= len(total.parts) or newest:
            painter.setPen(QPen(look.tokens.border, width, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(box, round(16 * start), -round(16 * span))
        if place < len(total.parts):
            part = total.parts[place]
            color = look.tokens.sign(part) if part else look.tokens.text3
            painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(box, round(16 * start), -round(16 * span * (progress if newest else 1.0)))


def counted(total: Sum, progress: float) -> float:
    """z on its way from what it was, or from nothing, to what it is now, as the numbers that it is made of arrive."""
    start = total.before if total.in_progress else 0.0
    return total.after if progress >= 1.0 else start + (total.after - start) * progress


def _pill_of_sum(painter: QPainter, card: Card, total: Sum, look: Look, progress: float) -> None:
    """z before and after this term, under the unit, and how many terms are in."""
    center = card.center_of.get(total.unit)
    if center is None:
        return
    solid, tint = look.tokens.phase("forward")
    large = card.shape.radius > 40
    height = 34.0 if large else 28.0
    before, after = format_number(total.before) if total.in_progress else "", format_number(total.after)
    name, old = math_name("z"), text_width(before, 13, Weight.Medium)
    width = 16 + name[1] * 16 + old + text_width(after, 14, Weight.Bold) + (66 if before else 24)
    width = max(132.0, width) if before else width
    top = QPointF(center.x(), center.y() + card.shape.radius + (22.0 if large else 10.0))
    box = QRectF(center.x() - width / 2, top.y(), width, height)
    scale = look.text_scale(13) if look.bare else 1.0
    painter.save()
    painter.translate(top)
    painter.scale(scale, scale)
    painter.translate(-top)
    painter.setPen(QPen(look.tokens.surface, 3.0))
    painter.setBrush(tint)
    round_rect(painter, box, 10)
    line = box.center().y() + 5
    draw_math(painter, box.x() + 14, line, name, 16, look.tokens.text2)
    if before:
        draw_text(painter, QPointF(box.x() + 32, line), before, 13, Weight.Medium, solid)
        paint_icon(painter, "arrow-right", QRectF(box.x() + 38 + old, line - 11, 13, 13), solid)
    now = format_number(counted(total, progress))
    draw_text(painter, QPointF(box.right() - 14, line), now, 14, Weight.Bold, solid, Align.AlignRight)
    if large and before and scale == 1.0:
        text = tr("{done} of {count} terms added", done=len(total.parts), count=total.count)
        draw_text(painter, QPointF(center.x(), box.bottom() + 18), text, 11.5, Weight.Medium, look.tokens.text2,
                  Align.AlignHCenter)  # fmt: skip
    painter.restore()
