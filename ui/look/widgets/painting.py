"""Strokes and boxes that the painted widgets share."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.look.theme import theme


def draw_box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    outline: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box whose outline lies inside `rect`; all lengths in pixels of the screen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if outline is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(outline, width))
        rect = rect.adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = max(0.0, radius - width / 2)
    painter.drawRoundedRect(rect, radius, radius)


def draw_focus_ring(
    painter: QPainter, rect: QRectF, radius: float, color: QColor | None = None, inset: float = 0
) -> None:
    """The ink ring of the widget that has the keyboard; `inset` moves it inwards on an ink button."""
    scale = theme().scale
    gap = inset * scale
    draw_box(
        painter,
        rect.adjusted(gap, gap, -gap, -gap),
        max(0.0, radius - gap),
        None,
        color or theme().tokens.accent,
        1.75 * scale,
    )


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """`share` of the second colour in the first, 0 to 1."""
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def faded(color: QColor, alpha: float) -> QColor:
    """The colour with an opacity, 0 to 1."""
    made = QColor(color)
    made.setAlphaF(alpha)
    return made
