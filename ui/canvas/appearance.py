"""What painting depends on besides the network: colours, zoom, level of detail, and texts that stay readable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath

from ui.canvas.detail import HIDDEN_RADIUS, Detail, detail_at
from ui.look import Tokens, contrast, load_tokens
from ui.look.typeface import make_font

SMALLEST_TEXT = 11.0
Weight = QFont.Weight
Align = Qt.AlignmentFlag


@dataclass(frozen=True)
class Look:
    """Colours, zoom (1.0 is 100 %) and device pixels per scene unit of one painting.

    A `bare` one leaves out the sheets of the cards, as on a stage; there no text is smaller than `least` pixels.
    """

    tokens: Tokens
    zoom: float = 1.0
    ratio: float = 1.0
    bare: bool = False
    least: float = SMALLEST_TEXT

    @cached_property
    def detail(self) -> Detail:
        """The level of detail at this zoom."""
        return detail_at(HIDDEN_RADIUS * self.zoom)

    def text_scale(self, size: float) -> float:
        """Factor that keeps a text of this size from falling below the smallest readable one on screen."""
        least = self.least if self.bare else min(size, SMALLEST_TEXT)
        return max(1.0, least / (size * self.zoom))


def canvas_font(size: float, weight: Weight) -> QFont:
    """The typeface at `size` px at 100 % of the canvas, whatever the interface scale: the view scales the scene."""
    return make_font(max(1, round(size)), weight, 1.0)


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: Weight) -> float:
    """Width of a text in px at 100 %."""
    drawn = max(1, round(size))
    return QFontMetricsF(canvas_font(size, weight)).horizontalAdvance(text) * size / drawn


@lru_cache(maxsize=2048)
def elided(text: str, size: float, weight: Weight, width: float) -> str:
    """The text cut with an ellipsis to fit the width."""
    return QFontMetricsF(canvas_font(size, weight)).elidedText(
        text, Qt.TextElideMode.ElideRight, width * round(size) / size
    )


def elided_name(name: str, size: float, weight: Weight, width: float) -> str:
    """A name cut to fit the width; its number at the end stays, which tells one layer from another."""
    head, _, number = name.rpartition(" ")
    if not number.isdigit() or text_width(name, size, weight) <= width:
        return elided(name, size, weight, width)
    cut = elided(head, size, weight, width - text_width(f" {number}", size, weight))
    return f"{cut} {number}" if len(cut) > 1 else elided(name, size, weight, width)


def broken(text: str, width: float, size: float = 12.0) -> list[str]:
    """The text in lines of at most this width at a size, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size, Weight.Medium) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def draw_text(painter: QPainter, at: QPointF, text: str, size: float, weight: Weight, color: QColor,
              align: Align = Align.AlignLeft, scale: float = 1.0) -> None:  # fmt: skip
    """Paint one line with its baseline at `at`; `align` says which end `at` is."""
    width = text_width(text, size, weight) * scale
    x = at.x() - (width if align == Align.AlignRight else width / 2 if align == Align.AlignHCenter else 0.0)
    factor = scale * size / max(1, round(size))
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:  # looks the same where the typeface is not installed
        _draw_outlines(painter, QPointF(x, at.y()), text, canvas_font(size, weight), factor, color)
        color = faded(color, 0.0)  # the words lie over them unseen, to be searched and copied
    painter.setFont(canvas_font(size, weight))
    painter.setPen(color)
    if factor == 1.0:
        painter.drawText(QPointF(x, at.y()), text)
        return
    painter.save()
    painter.translate(x, at.y())
    painter.scale(factor, factor)
    painter.drawText(QPointF(), text)
    painter.restore()


def _draw_outlines(painter: QPainter, at: QPointF, text: str, font: QFont, factor: float, color: QColor) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addText(QPointF(), font, text)
    painter.save()
    painter.translate(at)
    painter.scale(factor, factor)
    painter.fillPath(path, color)
    painter.restore()


def mixed(color: QColor, ground: QColor, opacity: float) -> QColor:
    """The opaque colour that `color` at this opacity makes on `ground`: painting it costs half of blending."""
    return _mixed(color.rgb(), ground.rgb(), opacity)


@lru_cache(maxsize=2048)
def _mixed(a: int, b: int, opacity: float) -> QColor:
    channels = (
        round(((a >> shift) & 255) * opacity + ((b >> shift) & 255) * (1.0 - opacity)) for shift in (16, 8, 0)
    )  # fmt: skip
    return QColor(*channels)


def ink_on(ground: QColor, tokens: Tokens) -> QColor:
    """The colour of a text on a cell of a heat map: the usual one, or that of sheets where it is read better."""
    return _ink_on(ground.rgb(), tokens.variant, tokens.high_contrast)


@lru_cache(maxsize=2048)
def _ink_on(ground: int, variant: Literal["light", "dark"], high_contrast: bool) -> QColor:
    tokens, color = load_tokens(variant, high_contrast), QColor(ground)
    return max((tokens.text, tokens.surface, tokens.sunken), key=lambda ink: contrast(ink, color))


def faded(color: QColor, opacity: float) -> QColor:
    """The colour at this opacity."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result


def round_rect(painter: QPainter, rect: QRectF, radius: float) -> None:
    """A rounded rectangle with the pen and brush at hand."""
    painter.drawRoundedRect(rect, radius, radius)
