"""Painting of links: strokes from weak to strong in opaque mixed colours, with their signs at the ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nnsim.text import format_count, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, faded, mixed, round_rect, text_width
from ui.canvas.detail import IDLE_OPACITY, Detail, has_marker, link_detail, link_opacity, link_width, strength
from ui.canvas.showing import Showing
from ui.canvas.wires import Ribbon, Wire

FAINTEST = 0.3
LEVELS = 32
DOT, BAR_LENGTH, BAR_WIDTH = 3.3, 10.4, 2.8
SMALL = 0.73


@dataclass(frozen=True)
class Stroke:
    """One link ready to be painted; widths in scene units."""

    curve: QPainterPath
    end: QPointF
    color: QColor
    width: float
    t: float
    marker: bool
    negative: bool
    dashed: bool = False


def strokes_of(wires: Iterable[Wire], look: Look, showing: Showing, dim: bool = False) -> list[Stroke]:
    """Strokes in the order of painting, weak ones first."""
    strokes = [stroke for wire in wires if (stroke := stroke_of(wire, look, showing, dim)) is not None]
    strokes.sort(key=lambda stroke: stroke.t)
    return strokes


def stroke_of(wire: Wire, look: Look, showing: Showing, dim: bool = False) -> Stroke | None:
    """The stroke of one wire, None for one that is too weak, or pruned, to show from afar."""
    tokens, detail = look.tokens, link_detail(look.detail, wire.crowded)
    fade = IDLE_OPACITY if dim else 1.0
    if wire.sort == "whole" and wire.target in showing.kernels and look.detail >= Detail.COLORS:
        return None  # lines from kernel to kernel stand for it
    if wire.sort != "weight":
        color = mixed(tokens.border2, tokens.canvas, 1.0 if wire.sort == "copy" else fade)
        width = (2.0 if wire.sort == "whole" else 1.5) / min(1.0, look.zoom)
        return Stroke(wire.curve, wire.end, color, width, -1.0, False, False, wire.sort == "loss")
    if showing.pruned(wire):
        if detail < Detail.NAMES:
            return None
        return Stroke(wire.curve, wire.end, mixed(tokens.border2, tokens.canvas, fade), 1.0, -1.0, False, False, True)
    weight = showing.weight(wire)
    if math.isnan(weight):
        return Stroke(wire.curve, wire.end, mixed(tokens.err, tokens.canvas, fade), 1.5 / look.zoom, 0.0, False, False)
    t = strength(weight, showing.scale)
    if detail <= Detail.COLORS and t < FAINTEST:
        return None
    opacity = math.ceil(link_opacity(t, detail, wire.crowded) * fade * LEVELS) / LEVELS
    sign = tokens.pos if weight >= 0 else tokens.neg
    negative, width = weight < 0, link_width(t, detail, look.zoom) / look.zoom
    return Stroke(wire.curve, wire.end, mixed(sign, tokens.canvas, opacity), width, t, has_marker(t, detail), negative,
                  negative and tokens.high_contrast)  # fmt: skip


def paint_strokes(painter: QPainter, strokes: Iterable[Stroke], look: Look) -> Iterator[None]:
    """Paint one stroke for each turn of the iterator, so that the caller can stop when its time is up."""
    size = marker_size(look)
    for stroke in strokes:
        pen = QPen(stroke.color, stroke.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
        if stroke.dashed:
            pen.setDashPattern([3.0 / stroke.width * 1.5, 4.0 / stroke.width * 1.5])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(stroke.curve)
        if stroke.marker and stroke.negative:
            half = BAR_LENGTH / 2 * size
            painter.setPen(QPen(stroke.color, BAR_WIDTH * size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(stroke.end + QPointF(0, -half), stroke.end + QPointF(0, half))
        elif stroke.marker:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(stroke.color)
            painter.drawEllipse(stroke.end, DOT * size, DOT * size)
        yield


def marker_size(look: Look) -> float:
    """How large the signs at the ends of links are drawn."""
    return (1.0 if look.detail >= Detail.NAMES else SMALL) / min(1.0, look.zoom)


def line_reach(look: Look) -> float:
    """How far from the line of a link its stroke is seen at most, in px of the scene."""
    return 4.0 / min(1.0, look.zoom)


def sign_reach(look: Look) -> float:
    """How far from its place the sign at the end of a link, or the lock on it, is seen at most, in px of the scene."""
    return 10.0 / min(1.0, look.zoom)


def ribbon_text(ribbon: Ribbon, look: Look) -> tuple[str, float]:
    """How many weights a band stands for, as there is room between the cards, and how wide that is; else nothing."""
    scale, room, count = look.text_scale(12), ribbon.end.left() - ribbon.start.right(), format_count(ribbon.count)
    for text in (tr("1 weight") if ribbon.count == 1 else tr("{count} weights", count=count), count):
        width = (text_width(text, 12, Weight.Medium) + 20) * scale
        if width <= room:
            return text, width
    return "", 0.0


def paint_ribbon(painter: QPainter, ribbon: Ribbon, look: Look, dim: bool = False) -> None:
    """A band in place of too many links, and how many there are."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(look.tokens.border2, 0.16 if dim else 0.3))
    painter.drawPath(ribbon.band)
    paint_ribbon_chip(painter, ribbon, look)


def paint_ribbon_chip(painter: QPainter, ribbon: Ribbon, look: Look) -> None:
    """How many links a band stands for, in its middle."""
    text, width = ribbon_text(ribbon, look)
    if not text:
        return
    tokens, scale = look.tokens, look.text_scale(12)
    height = 26 * scale
    painter.setPen(QPen(tokens.border2, 1.0 / min(1.0, look.zoom)))
    painter.setBrush(tokens.surface)
    painter.save()
    painter.translate(ribbon.middle)
    round_rect(painter, QRectF(-width / 2, -height / 2, width, height), height / 2)
    draw_text(painter, QPointF(0, 4 * scale), text, 12, Weight.Medium, tokens.text, Align.AlignHCenter, scale)
    painter.restore()
