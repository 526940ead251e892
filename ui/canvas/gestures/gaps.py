"""Equal distances while cards are moved: where a box snaps to among its neighbors, and the lines that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF

SAME = 0.75
"""Distances that differ by less are equal, px"""


@dataclass(frozen=True)
class Span:
    """A box along an axis: where it begins and ends, and where it does across that axis."""

    start: float
    end: float
    low: float
    high: float

    @property
    def size(self) -> float:
        """Its length along the axis."""
        return self.end - self.start


def gap_shift(box: QRectF, others: Sequence[QRectF], axis: int, reach: float) -> float | None:
    """How far to move a box along an axis (0 across, 1 down) to stand at equal distances; None where none is near."""
    mine = _span(box, axis)
    shifts = [start - mine.start for start in _starts(mine, _row(mine, others, axis))]
    near = [shift for shift in shifts if abs(shift) <= reach]
    return min(near, key=abs) if near else None


def gap_lines(box: QRectF, others: Sequence[QRectF], axis: int) -> tuple[QLineF, ...]:
    """A line for each of the equal distances that a box is part of along an axis."""
    mine = _span(box, axis)
    row = sorted([mine, *_row(mine, others, axis)], key=lambda span: span.start)
    place = row.index(mine)
    around = row[max(0, place - 2):place + 3]
    gaps = [(a, b) for a, b in pairwise(around) if b.start - a.end > SAME]
    lines: dict[tuple[float, float], QLineF] = {}
    for a, b in [pair for pair in gaps if mine in pair]:
        alike = [(c, d) for c, d in gaps if abs((d.start - c.end) - (b.start - a.end)) < SAME]
        if len(alike) > 1:
            lines |= {(c.end, d.start): _line(c, d, axis) for c, d in alike}
    return tuple(lines.values())


def _starts(mine: Span, row: Sequence[Span]) -> Iterator[float]:
    """Where the box would begin to stand halfway between its neighbors, or as far from one as that from the next."""
    middle = (mine.start + mine.end) / 2
    before = sorted((span for span in row if (span.start + span.end) / 2 < middle), key=lambda span: span.end)
    after = sorted((span for span in row if (span.start + span.end) / 2 >= middle), key=lambda span: span.start)
    if before and after and after[0].start - before[-1].end > mine.size:
        yield (before[-1].end + after[0].start - mine.size) / 2
    if len(before) > 1 and before[-1].start > before[-2].end:
        yield before[-1].end + before[-1].start - before[-2].end
    if len(after) > 1 and after[1].start > after[0].end:
        yield after[0].start - (after[1].start - after[0].end) - mine.size


def _row(mine: Span, others: Sequence[QRectF], axis: int) -> list[Span]:
    """The others that stand beside the box, not above or below it."""
    spans = (_span(other, axis) for other in others)
    return [span for span in spans if min(span.high, mine.high) - max(span.low, mine.low) > 0]


def _span(rect: QRectF, axis: int) -> Span:
    if axis == 0:
        return Span(rect.left(), rect.right(), rect.top(), rect.bottom())
    return Span(rect.top(), rect.bottom(), rect.left(), rect.right())


def _line(a: Span, b: Span, axis: int) -> QLineF:
    """From the end of one to the start of the next, at the middle of what they share across."""
    low, high = max(a.low, b.low), min(a.high, b.high)
    across = (low + high) / 2
    ends = (QPointF(a.end, across), QPointF(b.start, across))
    return QLineF(*ends) if axis == 0 else QLineF(*(QPointF(end.y(), end.x()) for end in ends))
