"""Boxes of a laid-out formula: ink, places that can be pointed at, and tints, relative to a baseline."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPainterPath

from nnsim.trace import Place
from ui.look import theme


@dataclass(frozen=True, slots=True)
class Ink:
    """An outline at EM pixels, drawn at a place in a scale and a color of the table."""

    path: QPainterPath
    at: QPointF
    scale: float
    token: str


@dataclass(frozen=True, slots=True)
class Writing:
    """Words in a font of the interface, which a formula font may not have."""

    text: str
    font: QFont
    at: QPointF
    token: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle that can be pointed at: a number's place, or (None) the terms that are left out."""

    rect: QRectF
    place: Place | None


@dataclass(slots=True)
class Box:
    """What stands on a baseline: `width` to the right, `ascent` above and `descent` below, all in pixels.

    `tints` are drawn behind everything, in the tint of the phase.
    """

    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    inks: list[Ink] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    tints: list[QRectF] = field(default_factory=list)

    def add(self, other: Box, x: float, y: float = 0.0) -> None:
        """Take in what another box draws, with its origin here; the size stays."""
        self.inks += [Ink(ink.path, ink.at + QPointF(x, y), ink.scale, ink.token) for ink in other.inks]
        self.writings += [
            Writing(words.text, words.font, words.at + QPointF(x, y), words.token) for words in other.writings
        ]
        self.spots += [Spot(spot.rect.translated(x, y), spot.place) for spot in other.spots]
        self.tints += [tint.translated(x, y) for tint in other.tints]

    def append(self, other: Box, gap: float = 0.0) -> None:
        """Put another box behind this one on the same baseline."""
        self.add(other, self.width + gap)
        self.width += gap + other.width
        self.ascent, self.descent = max(self.ascent, other.ascent), max(self.descent, other.descent)

    @property
    def rect(self) -> QRectF:
        """The space it takes."""
        return QRectF(0, -self.ascent, self.width, self.ascent + self.descent)


def paint_box(painter: QPainter, box: Box, at: QPointF, token: str = "") -> None:
    """Draw a box with its baseline at a point; `token` overrides the colors."""
    tokens = theme().tokens
    for ink in box.inks:
        painter.save()
        painter.translate(at + ink.at)
        painter.scale(ink.scale, ink.scale)
        painter.fillPath(ink.path, tokens.color(token or ink.token))
        painter.restore()
    for words in box.writings:
        painter.setFont(words.font)
        painter.setPen(tokens.color(token or words.token))
        painter.drawText(at + words.at, words.text)
