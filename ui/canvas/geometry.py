"""Where things stand on a card and how links run: sizes, unit positions, curves and fan-out, in px at 100 %."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from ui.canvas.face import SIDE, Face

Role = Literal["input", "hidden", "final", "output", "loss", "free", "unknown"]

CARD_RADIUS = 14.0
LOSS_RADIUS = 30.0
MOST_UNITS, FIRST_UNITS, LAST_UNITS = 16, 6, 2
ROOMY_UNITS, MOST_LARGE_UNITS = 4, 2
RIBBON_LINKS = 600
START_GAP = 4.0
END_GAP = 7.0
SUMMING_END_GAP = 16.0
WIDEST_FAN = 57.0
FAN_STEP = 22.0
PORT_REACH = 12.0
PORT_COLUMN, PORT_PITCH, FIRST_PORT = 98.0, 36.0, 84.0
FACE_TOP, FACE_BOTTOM, FACE_PAD = 66.0, 54.0, 16.0
LANE, MOST_LANES, LANES_FOOT = 84.0, 4, 14.0
MOST_DISCS = 256
_GRIDS = ((36, 20.0, 52.0), (100, 15.0, 42.0), (MOST_DISCS, 11.0, 30.0))  # at most so many, their radius, their pitch
GRID_TOP, GRID_PAD, GRID_FOOT, GRID_WIDTH, LINE_ROOM = 74.0, 12.0, 78.0, 172.0, 12.0
EVEN_REACH = 5  # columns beyond a square that are tried for lines of equal length


@dataclass(frozen=True)
class Measure:
    """Sizes of a card of one role: width, unit radius, top to first unit, unit to unit, last unit to bottom."""

    width: float
    radius: float
    head: float
    pitch: float
    tail: float


_ROOMY: dict[Role, Measure] = {
    "input": Measure(124, 27, 110, 120, 74),
    "hidden": Measure(172, 34, 102, 146, 106),
    "final": Measure(196, 46, 162, 184, 150),
    "output": Measure(124, 27, 110, 120, 74),
    "loss": Measure(152, LOSS_RADIUS, 134, 0, 128),
    "free": Measure(108, 34, 46, 0, 80),
    "unknown": Measure(172, 34, 102, 0, 60),
}
_TIGHT: dict[Role, Measure] = {
    "input": Measure(124, 27, 102, 88, 74),
    "hidden": Measure(172, 34, 102, 110, 106),
    "final": Measure(172, 34, 102, 110, 106),
    "output": Measure(124, 27, 102, 88, 74),
}


@dataclass(frozen=True)
class Shape:
    """The measures of one card with its units: `rows` holds (unit, y of its center); `gap` is the y of '… n more'.

    A card of sequences or images has a `face` in place of units. `column` is what the titles of its ports take on the
    left. An opened layer stands in a grid: `across` has the x of each of its rows, `pitch` from disc to disc. In a card
    of attention `heads` look around.
    """

    width: float
    height: float
    radius: float
    rows: tuple[tuple[int, float], ...]
    gap: float | None = None
    hidden: int = 0
    face: Face | None = None
    column: float = 0.0
    across: tuple[float, ...] = ()
    pitch: float = 0.0
    heads: int = 0

    @property
    def middle(self) -> float:
        """x of the unit centers."""
        return (self.width + self.column) / 2

    @property
    def face_corner(self) -> QPointF:
        """Where the face begins."""
        width = SIDE if self.face is None else self.face.width
        return QPointF(self.middle - width / 2, FACE_TOP)

    @property
    def axis(self) -> float:
        """y of the middle of the units, or of the face."""
        if self.face is not None:
            return FACE_TOP + self.face.height / 2
        return (self.rows[0][1] + self.rows[-1][1]) / 2 if self.rows else self.height / 2

    @property
    def size(self) -> tuple[float, float, float]:
        """Width, height and axis."""
        return self.width, self.height, self.axis


OPEN_SHAPE = Shape(172.0, 156.0, 0.0, ())
"""Of a node that gives nobody knows how many values yet."""


@cache
def shape_of(role: Role, units: int | None, large: bool = False) -> Shape:
    """The shape of a card. `large` is a free neuron that feeds an output: it is drawn like an output unit."""
    count = 1 if role in ("loss", "free", "unknown") else max(units or 0, 0)
    if role == "free" and large:
        return Shape(140.0, 184.0, 46.0, ((0, 62.0),))
    measure = _ROOMY[role] if count <= ROOMY_UNITS or role not in _TIGHT else _TIGHT[role]
    if role == "final" and MOST_LARGE_UNITS < count <= ROOMY_UNITS:
        measure = _ROOMY["hidden"]
    shown = shown_units(count)
    rows, gap = [], None
    for place, unit in enumerate(shown):
        y = measure.head + place * measure.pitch
        if unit is None:
            gap = y
        else:
            rows.append((unit, y))
    height = measure.head + max(0, len(shown) - 1) * measure.pitch + measure.tail
    return Shape(measure.width, height, measure.radius, tuple(rows), gap, count - len(rows) if gap is not None else 0)


def grid_shape(count: int) -> Shape:
    """The shape of a wide layer that is opened: all of its units, line by line."""
    radius, pitch = next((radius, pitch) for most, radius, pitch in _GRIDS if count <= most)
    side = ceil(sqrt(count))
    columns = next((each for each in range(side, side + EVEN_REACH) if count % each == 0), side)
    width = max(GRID_WIDTH, columns * pitch + 2 * GRID_PAD)
    left, top = (width - (columns - 1) * pitch) / 2, GRID_TOP + radius
    places = [divmod(unit, columns) for unit in range(count)]
    rows = tuple((unit, top + row * (pitch + LINE_ROOM)) for unit, (row, _) in enumerate(places))
    across = tuple(left + column * pitch for _, column in places)
    return Shape(width, rows[-1][1] + radius + GRID_FOOT, radius, rows, across=across, pitch=pitch)


def face_shape(face: Face, ports: int = 1, heads: int = 0) -> Shape:
    """The shape of a card with heat maps, so many ports, and lanes for what so many heads look at."""
    column = PORT_COLUMN if ports > 1 else 0.0
    lanes = min(heads, MOST_LANES) * LANE + (LANES_FOOT if heads else 0.0)
    height = max(FACE_TOP + face.height + FACE_BOTTOM + lanes, FIRST_PORT + ports * PORT_PITCH)
    return Shape(face.width + 2 * FACE_PAD + column, height, 0.0, (), face=face, column=column, heads=heads)


def with_ports(shape: Shape, ports: int) -> Shape:
    """The shape with room for the titles of so many ports."""
    if ports < 2:
        return shape
    return replace(shape, width=shape.width + PORT_COLUMN, column=PORT_COLUMN,
                   height=max(shape.height, FIRST_PORT + ports * PORT_PITCH))  # fmt: skip


def shown_units(count: int) -> tuple[int | None, ...]:
    """The units that are drawn, from top to bottom; None stands for those left out of a large layer."""
    if count <= MOST_UNITS:
        return tuple(range(count))
    return (*range(FIRST_UNITS), None, *range(count - LAST_UNITS, count))


def arrival_angles(count: int) -> tuple[float, ...]:
    """Degrees above the horizontal at which `count` links meet a unit's left side, top to bottom."""
    if count < 2:
        return (0.0,) * count
    step = min(FAN_STEP, WIDEST_FAN / (count - 1))
    return tuple(step * ((count - 1) / 2 - place) for place in range(count))


@cache
def arrival_turns(count: int) -> NDArray[np.float64]:
    """Cosine and sine of the `arrival_angles`, [2, count]: so far left of the center and above it, by the distance."""
    turns = [math.radians(angle) for angle in arrival_angles(count)]
    return np.array(([math.cos(turn) for turn in turns], [math.sin(turn) for turn in turns]))


def handle_length(start: QPointF, end: QPointF) -> float:
    """How far a link's handles reach: half the gap, or out and around when the target lies left of the source."""
    gap = end.x() - start.x()
    return gap / 2 if gap >= 48 else max(24.0, min(160.0, 0.6 * abs(gap) + 48.0))


def handle_lengths(gaps: NDArray[np.float64]) -> NDArray[np.float64]:
    """What `handle_length` gives for links with so much between the x of their ends."""
    return np.where(gaps >= 48, gaps / 2, np.clip(0.6 * np.abs(gaps) + 48.0, 24.0, 160.0))


def link_path(start: QPointF, end: QPointF) -> QPainterPath:
    """The cubic that leaves and arrives horizontally."""
    handle = handle_length(start, end)
    path = QPainterPath(start)
    path.cubicTo(start.x() + handle, start.y(), end.x() - handle, end.y(), end.x(), end.y())
    return path


def link_point(start: QPointF, end: QPointF, t: float) -> QPointF:
    """The point of the link at parameter t from 0 to 1."""
    handle, s = handle_length(start, end), 1.0 - t
    a, b, c, d = s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t
    x = a * start.x() + b * (start.x() + handle) + c * (end.x() - handle) + d * end.x()
    return QPointF(x, (a + b) * start.y() + (c + d) * end.y())


def link_at_x(start: QPointF, end: QPointF, x: float) -> QPointF:
    """Where the link crosses this x (its nearer end when it does not)."""
    if end.x() - start.x() < 48:
        return link_point(start, end, 0.35)
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if link_point(start, end, middle).x() < x else (low, middle)
    return link_point(start, end, low)


def chip_center(start: QPointF, end: QPointF, source_right: float, target_left: float, at_source: bool) -> QPointF:
    """Where the weight's chip sits: in the gap between the cards, on the side where the bundle is widest."""
    reach = 42.0
    if target_left - source_right < 2 * reach:
        return link_at_x(start, end, (source_right + target_left) / 2)
    return link_at_x(start, end, source_right + reach if at_source else target_left - reach)


def ribbon_path(source: QRectF, target: QRectF) -> QPainterPath:
    """The band that stands for too many links: from the units' right edge of one card to the left edge of the next."""
    a, b = QPointF(source.right(), source.top()), QPointF(target.left(), target.top())
    c, d = QPointF(target.left(), target.bottom()), QPointF(source.right(), source.bottom())
    handle = handle_length(a, b)
    path = QPainterPath(a)
    path.cubicTo(a.x() + handle, a.y(), b.x() - handle, b.y(), b.x(), b.y())
    path.lineTo(c)
    path.cubicTo(c.x() - handle, c.y(), d.x() + handle, d.y(), d.x(), d.y())
    path.closeSubpath()
    return path
