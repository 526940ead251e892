"""Painting of a weighted sum as it grows: the ring with an arc for each term, and the pill that counts z up."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from nnsim.text import format_number, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.delta_paint import arc_around
from ui.canvas.detail import Detail
from ui.canvas.diagram import Diagram
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight, Sum
from ui.look import paint_icon

_NARROWEST, _LINE = 132.0, 18.0


class GrowingSum:
    """The sum of a moment, if there is one: where it is painted, and whether it is another from frame to frame."""

    def __init__(self, light: Spotlight, diagram: Diagram, look: Look, showing: Showing) -> None:
        self._look, self._sum = look, light.sum
        card = None if light.sum is None else diagram.cards.get(light.sum.node)
        self._card = card if light.sum is not None and card is not None and light.sum.unit in card.center_of else None
        self._counted = (light.sum is not None and look.detail >= Detail.NAMES
                         and showing.summing(light.sum.node, light.sum.unit))  # fmt: skip

    @property
    def moves(self) -> bool:
        """Whether an arc grows, or a number counts up."""
        return self._card is not None and self._sum is not None and (self._counted or self._sum.in_progress)

    @property
    def bounds(self) -> QRectF:
        """What is painted, in the scene; empty for nothing."""
        if self._card is None or self._sum is None:
            return QRectF()
        center, (reach, width) = self._card.center_of[self._sum.unit], arc_around(self._card)
        side = reach + width
        box = QRectF(center.x() - side, center.y() - side, 2 * side, 2 * side)
        if self._counted:
            pill, scale = _pill_box(self._card, self._sum), _pill_scale(self._look)
            below = QRectF(center.x() - pill.width() / 2 * scale, pill.top(), pill.width() * scale,
                           pill.height() * scale)  # fmt: skip
            box = box.united(below.adjusted(-40, -4, 40, 4 + _LINE + 6))
        return box

    def paint(self, painter: QPainter, progress: float) -> None:
        """Paint it as it is at a share of the moment, 0 to 1."""
        if self._card is not None and self._sum is not None:
            _ring(painter, self._card, self._sum, self._look, progress)
            if self._counted:
                _pill(painter, self._card, self._sum, self._look, progress)


def counted(total: Sum, progress: float) -> float:
    """z on its way from what it was, or from nothing, to what it is now, as the numbers that it is made of arrive."""
    start = total.before if total.in_progress else 0.0
    return total.after if progress >= 1.0 else start + (total.after - start) * progress


def _ring(painter: QPainter, card: Card, total: Sum, look: Look, progress: float) -> None:
    """One arc for each term of the sum, coloured by its sign; the newest grows."""
    if look.detail < Detail.MAPS:
        return
    center, (reach, width) = card.center_of[total.unit], arc_around(card)
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


def _texts(total: Sum) -> tuple[str, str]:
    """z before this term, where it is one of several, and after it."""
    return format_number(total.before) if total.in_progress else "", format_number(total.after)


def _pill_box(card: Card, total: Sum) -> QRectF:
    """The pill under the unit, at 100 %; as wide as the longest number that it comes to show."""
    center, (before, after), large = card.center_of[total.unit], _texts(total), card.shape.radius > 40
    longest = max(text_width(text, 14, Weight.Bold) for text in (before, after))
    width = 16 + math_name("z")[1] * 16 + text_width(before, 13, Weight.Medium) + longest + (66 if before else 24)
    width = max(_NARROWEST, width) if before else width
    top = center.y() + card.shape.radius + (22.0 if large else 10.0)
    return QRectF(center.x() - width / 2, top, width, 34.0 if large else 28.0)


def _pill_scale(look: Look) -> float:
    return look.text_scale(13) if look.bare else 1.0


def _pill(painter: QPainter, card: Card, total: Sum, look: Look, progress: float) -> None:
    """z before and after this term, under the unit, and how many terms are in."""
    solid, tint = look.tokens.phase("forward")
    before, _ = _texts(total)
    box, scale = _pill_box(card, total), _pill_scale(look)
    top, line = QPointF(box.center().x(), box.top()), box.center().y() + 5
    painter.save()
    painter.translate(top)
    painter.scale(scale, scale)
    painter.translate(-top)
    painter.setPen(QPen(look.tokens.surface, 3.0))
    painter.setBrush(tint)
    round_rect(painter, box, 10)
    draw_math(painter, box.x() + 14, line, math_name("z"), 16, look.tokens.text2)
    if before:
        old = text_width(before, 13, Weight.Medium)
        draw_text(painter, QPointF(box.x() + 32, line), before, 13, Weight.Medium, solid)
        paint_icon(painter, "arrow-right", QRectF(box.x() + 38 + old, line - 11, 13, 13), solid)
    now = format_number(counted(total, progress))
    draw_text(painter, QPointF(box.right() - 14, line), now, 14, Weight.Bold, solid, Align.AlignRight)
    if card.shape.radius > 40 and before and scale == 1.0:
        text = tr("{done} of {count} terms added", done=len(total.parts), count=total.count)
        draw_text(painter, QPointF(top.x(), box.bottom() + _LINE), text, 11.5, Weight.Medium, look.tokens.text2,
                  Align.AlignHCenter)  # fmt: skip
    painter.restore()
