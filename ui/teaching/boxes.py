"""Boxes of a laid-out formula: ink, places that can be pointed at, and tints, relative to a baseline."""

from __future__ import annotations

from collections.abc import Iterator
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
    """A rectangle that can be pointed at: a number's place, or (None) the terms that are left out; or the number of a
    blank."""

    rect: QRectF
    place: Place | None
    blank: int | None = None


@dataclass(slots=True)
class Box:
    """What stands on a baseline: `width` to the right, `ascent` above and `descent` below, all in pixels.

    `inks`, `writings`, `spots` and `tints` are its own; those of the boxes that it holds, each with its origin here,
    stay theirs. `tints` are drawn behind everything, in the tint of the phase.
    """

    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    inks: list[Ink] = field(default_factory=list)
    writings: list[Writing] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    tints: list[QRectF] = field(default_factory=list)
    held: list[tuple[Box, float, float]] = field(default_factory=list)

    def add(self, other: Box, x: float, y: float = 0.0) -> None:
        """Take in another box, with its origin here; the size stays."""
        self.held.append((other, x, y))

    def append(self, other: Box, gap: float = 0.0) -> None:
        """Put another box behind this one on the same baseline."""
        self.add(other, self.width + gap)
        self.width += gap + other.width
        self.ascent, self.descent = max(self.ascent, other.ascent), max(self.descent, other.descent)

    def all_spots(self, x: float = 0.0, y: float = 0.0) -> Iterator[Spot]:
        """Everything that can be pointed at, with the origin at a point."""
        for spot in self.spots:
            yield Spot(spot.rect.translated(x, y), spot.place, spot.blank)
        for box, right, below in self.held:
            yield from box.all_spots(x + right, y + below)

    def all_tints(self, x: float = 0.0, y: float = 0.0) -> Iterator[QRectF]:
        """All tints, with the origin at a point."""
        for tint in self.tints:
            yield tint.translated(x, y)
        for box, right, below in self.held:
            yield from box.all_tints(x + right, y + below)

    @property
    def rect(self) -> QRectF:
        """The space it takes."""
        return QRectF(0, -self.ascent, self.width, self.ascent + self.descent)


def paint_box(painter: QPainter, box: Box, at: QPointF, token: str = "") -> None:
    """Draw a box with its baseline at a point; `token` overrides the colors."""
    tokens, start = theme().tokens, painter.transform()
    for ink, x, y in _inks(box, at.x(), at.y()):
        painter.translate(x, y)
        painter.scale(ink.scale, ink.scale)
        painter.fillPath(ink.path, tokens.color(token or ink.token))
        painter.setTransform(start)
    for words, point in _writings(box, at):
        painter.setFont(words.font)
        painter.setPen(tokens.color(token or words.token))
        painter.drawText(point, words.text)


def _inks(box: Box, x: float, y: float) -> Iterator[tuple[Ink, float, float]]:
    for ink in box.inks:
        yield ink, x + ink.at.x(), y + ink.at.y()
    for inner, right, below in box.held:
        yield from _inks(inner, x + right, y + below)


def _writings(box: Box, at: QPointF) -> Iterator[tuple[Writing, QPointF]]:
    for words in box.writings:
        yield words, at + words.at
    for inner, x, y in box.held:
        yield from _writings(inner, at + QPointF(x, y))
