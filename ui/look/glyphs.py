"""Our own glyphs of layers and activations: a 24 px box, 1.5 px round strokes, true curves."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from ui.look.glyph_table import ALIASES, GLYPHS, Glyph
from ui.look.svg_path import svg_path

BOX = 24.0
STROKE = 1.5


def glyph_kinds() -> tuple[str, ...]:
    """The kinds that have a glyph."""
    return tuple(GLYPHS)


def has_glyph(kind: str) -> bool:
    """Whether `kind` (a layer kind or an activation) has a glyph of its own."""
    return ALIASES.get(kind, kind) in GLYPHS


@cache
def glyph_path(kind: str) -> QPainterPath:
    """Strokes and rings of a glyph in its 24 px box, to be drawn with a 1.5 px round pen.

    Raises:
        KeyError: the kind has no glyph.
    """
    glyph = _glyph(kind)
    path = svg_path(glyph.strokes)
    for x, y, radius in glyph.rings:
        path.addEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    return path


def paint_glyph(painter: QPainter, kind: str, rect: QRectF, color: QColor) -> None:
    """Draw a glyph centred in `rect`, as large as fits, in one colour; the painter's state is kept."""
    glyph = _glyph(kind)
    factor = min(rect.width(), rect.height()) / BOX
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(factor, factor)
    painter.translate(-BOX / 2, -BOX / 2)
    if glyph.faint:
        faint = QColor(color)
        faint.setAlphaF(0.28)
        painter.setPen(QPen(faint, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawPath(svg_path(glyph.faint))
    pen = QPen(color, STROKE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(glyph_path(kind))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for x, y, radius in glyph.dots:
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
    painter.restore()


def _glyph(kind: str) -> Glyph:
    return GLYPHS[ALIASES.get(kind, kind)]
