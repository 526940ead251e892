"""Where the lines of a formula stand at a width: broken, aligned at their relations, made smaller where they must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from nnsim.trace import Cases, Row, plain_text
from ui.look import theme
from ui.teaching.boxes import Box
from ui.teaching.breaking import set_lines
from ui.teaching.layout import Style, row_box

_INDENT, _RULE_ABOVE, _RULE_BELOW = 30, 10, 6
_SMALLEST = 0.62
"""Of its size, where a line that does not break is too wide"""
_MOST_LEFT, _GAP = 0.3, 0.3
"""Of the width, what may stand left of the relations; and the space before them, in sizes of the type"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a formula: its relation (`=`, `≈`, or empty where the row has its own), the row, and its size.

    `height` is the least height of a line in pixels at 100 %; a rule is drawn above it where `rule` is set. Of a row
    that has its own relation, so many pieces are `left` of it: where there is room enough, the relations of all lines
    stand below that one.
    """

    row: Row
    relation: str = ""
    size: float = 17.5
    height: float = 32
    rule: bool = False
    left: int = 0


@dataclass(slots=True)
class Placed:
    """A box with its baseline at a point, and the relation that is painted before it."""

    box: Box
    at: QPointF
    relation: str
    size: float
    relation_x: float = 0.0


class PlacedLines:
    """Lines below each other, in pixels from the upper left corner.

    Args:
        width: what there is of it; a part that does not break may be wider.
        style: how a line is set.
    """

    def __init__(self, lines: Sequence[Line], width: float, style: Callable[[Line], Style]) -> None:
        self._lines, self._width, self._style_of = lines, width, style
        self.placed: list[Placed] = []
        self.rules: list[float] = []
        """How far down the rules between lines are drawn"""
        self._column = self._relation_column()
        """Where the relations of all lines stand; 0 where they are not aligned"""
        self.height = self._place_all()

    def _place_all(self) -> float:
        px, y = theme().px, 0.0
        for line in self._lines:
            if line.rule:
                y += px(_RULE_ABOVE)
                self.rules.append(y)
                y += px(1) + px(_RULE_BELOW)
            y = self._place(line, y)
        return y

    def _relation_column(self) -> float:
        """Behind the widest row that stands left of a relation, where that leaves room enough."""
        gap, lines = _GAP * theme().scale, [line for line in self._lines if line.left]
        lefts = (row_box(line.row[:line.left], self._style_of(line)).width + gap * line.size for line in lines)
        wide = max(lefts, default=0.0)
        return wide if wide <= _MOST_LEFT * self._width else 0.0

    def _place(self, line: Line, y: float, smaller: bool = True) -> float:
        """Place a line and return where the next begins; choices behind a brace, which do not break, are made smaller
        where they are too wide."""
        scale, column = theme().scale, self._column
        indent = max(_INDENT, 1.1 * line.size) * scale + column  # a large formula's relation needs more room
        row, relation = line.row, line.relation
        if column and line.left:
            left = row_box(row[:line.left], self._style_of(line))
            row, relation = row[line.left + 1:], plain_text(row[line.left:line.left + 1]).strip()
        else:
            left = None
        first = indent if relation else 0.0
        boxes = set_lines(row, self._style_of(line), self._width - first, indent - first)
        rooms = (self._width - (indent if number else first) for number in range(len(boxes)))
        shares = [room / max(1.0, box.width) for room, box in zip(rooms, boxes, strict=True)]
        if min(shares, default=1.0) < 1.0 and smaller and any(isinstance(part, Cases) for part in row):
            size = line.size * max(_SMALLEST, 0.98 * min(shares))
            return self._place(replace(line, size=size), y, smaller=False)
        for number, box in enumerate(boxes):
            beside = left if number == 0 and left is not None else box
            ascent, descent = max(box.ascent, beside.ascent), max(box.descent, beside.descent)
            height = max(line.height * scale, ascent + descent + 10 * scale)
            middle = (ascent - descent) / 2 if height > line.height * scale else 0.26 * line.size * scale
            at = QPointF(first if number == 0 else indent, y + height / 2 + middle)
            self.placed.append(Placed(box, at, relation if number == 0 else "", line.size * scale, column))
            if beside is not box:
                start = column - _GAP * line.size * scale - beside.width
                self.placed.append(Placed(beside, QPointF(start, at.y()), "", line.size * scale))
            y += height
        return y
