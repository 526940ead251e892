"""A small pill with a name and a number at a place of the canvas, as large on the screen at every zoom."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from ui.canvas.appearance import Look, Weight, draw_text, faded, round_rect, text_width
from ui.canvas.math_text import draw_math, math_name

HEIGHT, PAD, GAP, RADIUS = 26.0, 10.0, 7.0, 8.0
NAME, WORDS, NUMBER = 15.0, 12.0, 13.0


def readout_box(at: QPointF, symbol: str, index: str, words: str, number: str, zoom: float) -> QRectF:
    """The box of a pill whose lower middle is at a point of the scene, in scene units."""
    width = (_width(symbol, index, words, number) + 2 * PAD) / zoom
    return QRectF(at.x() - width / 2, at.y() - HEIGHT / zoom, width, HEIGHT / zoom)


def paint_readout(
    painter: QPainter, box: QRectF, symbol: str, index: str, words: str, number: str, color: QColor, look: Look,
    opacity: float = 1.0,
) -> None:  # fmt: skip
    """Paint the pill: a quantity's symbol with its index, or words where it has none, and its number."""
    painter.save()
    painter.setOpacity(opacity)
    painter.translate(box.topLeft())
    painter.scale(1.0 / look.zoom, 1.0 / look.zoom)
    width = box.width() * look.zoom
    if not look.tokens.dark:
        painter.setPen(QPen(faded(look.tokens.shadow, 0.06), 1.0))
        painter.setBrush(faded(look.tokens.shadow, 0.05))
        round_rect(painter, QRectF(0, 2, width, HEIGHT), RADIUS)
    painter.setPen(QPen(look.tokens.border2, 1.0))
    painter.setBrush(look.tokens.surface)
    round_rect(painter, QRectF(0.5, 0.5, width - 1, HEIGHT - 1), RADIUS)
    x, line = PAD, HEIGHT / 2 + 4.5
    if symbol:
        name = math_name(symbol, index)
        draw_math(painter, x, line, name, NAME, look.tokens.text2)
        x += name[1] * NAME + GAP
    if words:
        draw_text(painter, QPointF(x, line), words, WORDS, Weight.Medium, look.tokens.text2)
        x += text_width(words, WORDS, Weight.Medium) + GAP
    if number:
        draw_text(painter, QPointF(x, line), number, NUMBER, Weight.DemiBold, color)
    painter.restore()


def _width(symbol: str, index: str, words: str, number: str) -> float:
    parts = [math_name(symbol, index)[1] * NAME] if symbol else []
    parts += [text_width(words, WORDS, Weight.Medium)] if words else []
    parts += [text_width(number, NUMBER, Weight.DemiBold)] if number else []
    return sum(parts) + GAP * (len(parts) - 1)
