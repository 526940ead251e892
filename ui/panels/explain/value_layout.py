"""Where the values of a moment stand: rows below each other, grids with numbers, a kernel's grids side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF

from nnsim.trace import Tensor
from nnsim.trace.tensors import Grid

LABELS, PITCH, CELL, HEIGHT, GAP = 84, 35, 60, 28, 6
NARROWEST = 46
_GRID_LABELS, _GRID_CELL, _GRID_HEIGHT, _GRID_GAP = 56, 46, 24, 3
_HEAD, _NUMBERS, _AFTER = 18, 20, 10
_SIGN, _LEAST, _LEAST_BESIDE, _GAP_BESIDE = 16, 34, 31, 2
_TOGETHER = 3
_SPARED = 5
"""Pixels around a number that it can do without beside two other grids"""


@dataclass(slots=True)
class Placed:
    """One tensor: its cells by position in its values, where its name stands, and which ends go on unseen.

    Its size stands behind the name, or `below` it, or, of `centered` ones, nowhere.
    """

    cells: list[tuple[int, QRectF]]
    name: QRectF
    centered: bool = False
    below: bool = False
    before: bool = False
    behind: bool = False
    numbers: list[tuple[QRectF, int]] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """All tensors in order, the signs between grids that stand side by side, and the height of all, in pixels."""

    placed: list[Placed]
    signs: list[tuple[QPointF, str]]
    height: float


def lay_out(rows: Sequence[Tensor], width: float, needed: float, scale: float) -> Layout:
    """Places tensors in a width of pixels; `needed` is what the longest number takes."""
    layout, y = Layout([], [], 0.0), 0.0
    for bare, group in groupby(rows, lambda row: isinstance(row, Grid) and not row.numbered):
        together = list(group)
        if bare and len(together) == _TOGETHER:
            grids = [row for row in together if isinstance(row, Grid)]
            cell = _beside(grids, width, scale)
            if cell >= max(_LEAST_BESIDE * scale, needed - _SPARED * scale):
                y = _place_beside(layout, grids, y, min(cell, _GRID_CELL * scale), width, scale)
                continue
        for row in together:
            if isinstance(row, Grid):
                y = _place_grid(layout, row, y, width, needed, scale)
            else:
                y = _place_row(layout, row, y, width, needed, scale)
    layout.height = max(0.0, y - scale)
    return layout


def _place_row(layout: Layout, row: Tensor, y: float, width: float, needed: float, scale: float) -> float:
    """A row of cells, as wide as the design's or as the longest number where they fit, else as many as do."""
    count, gap = len(row.values), GAP * scale
    room = width - (LABELS + 1) * scale
    narrowest, widest = (max(size * scale, needed) for size in (NARROWEST, CELL))
    cell = min(widest, max((room + gap) / max(1, count) - gap, narrowest))
    first, last = _window(count, row.frame or 0, int((room + gap + 0.5) / (cell + gap)))
    left, top = (LABELS - 1) * scale, y + 3 * scale
    cells = [(at, QRectF(left + (at - first) * (cell + gap), top, cell, HEIGHT * scale)) for at in range(first, last)]
    name = QRectF(0, y, (LABELS - 6) * scale, PITCH * scale)
    layout.placed.append(Placed(cells, name, before=first > 0, behind=last < count))
    return y + PITCH * scale


def _place_grid(layout: Layout, row: Grid, y: float, width: float, needed: float, scale: float) -> float:
    """Cells in rows and columns, as many columns as fit around the framed one; their numbers above and at the left."""
    gap, left = _GRID_GAP * scale, _GRID_LABELS * scale
    numbers = _NUMBERS * scale if row.numbered else 0.0
    room = width - left - numbers - 2 * scale
    cell = max(needed, _LEAST * scale, min(_GRID_CELL * scale, (room + gap) / row.columns - gap))
    shown = int((room + gap + 0.5) / (cell + gap))
    first, last = _window(row.columns, (row.frame or 0) % row.columns, shown)
    top = y + (_HEAD * scale if row.numbered else 3 * scale)
    height, lines = _GRID_HEIGHT * scale, len(row.values) // row.columns
    start = left + numbers
    cells = [
        (line * row.columns + column,
         QRectF(start + (column - first) * (cell + gap), top + line * (height + gap), cell, height))
        for line in range(lines) for column in range(first, last)
    ]  # fmt: skip
    name = QRectF(0, top, left - 6 * scale, height)
    placed = Placed(cells, name, below=True, before=first > 0, behind=last < row.columns)
    if row.numbered:
        for column in range(first, last):
            box = QRectF(start + (column - first) * (cell + gap), y, cell, _HEAD * scale)
            placed.numbers.append((box, row.left + column + 1))
        for line in range(lines):
            box = QRectF(left, top + line * (height + gap), numbers - 4 * scale, height)
            placed.numbers.append((box, row.top + line + 1))
    layout.placed.append(placed)
    return top + lines * (height + gap) + _AFTER * scale


def _beside(grids: Sequence[Grid], width: float, scale: float) -> float:
    """The width of a cell where these grids stand side by side."""
    columns = sum(grid.columns for grid in grids)
    gaps = sum(grid.columns - 1 for grid in grids) * _GAP_BESIDE * scale
    return (width - gaps - (len(grids) - 1) * _SIGN * scale - 4 * scale) / columns


def _place_beside(layout: Layout, grids: Sequence[Grid], y: float, cell: float, width: float, scale: float) -> float:
    """Grids side by side, each below its name: the first times the second gives the third."""
    gap, height, x = _GAP_BESIDE * scale, _GRID_HEIGHT * scale, 2 * scale
    top, bottom = y + _HEAD * scale + 4 * scale, y
    for number, grid in enumerate(grids):
        lines, wide = len(grid.values) // grid.columns, grid.columns * (cell + gap) - gap
        cells = []
        for at in range(len(grid.values)):
            line, column = divmod(at, grid.columns)
            cells.append((at, QRectF(x + column * (cell + gap), top + line * (height + gap), cell, height)))
        layout.placed.append(Placed(cells, QRectF(x, y, wide, _HEAD * scale), centered=True))
        high = lines * (height + gap) - gap
        if number + 1 < len(grids):
            at = QPointF(x + wide + _SIGN * scale / 2, top + high / 2)
            layout.signs.append((at, "⊙" if number == 0 else "="))
        x += wide + _SIGN * scale
        bottom = max(bottom, top + high)
    return bottom + (_AFTER + 4) * scale


def _window(count: int, middle: int, room: int) -> tuple[int, int]:
    """The first and last (exclusive) of so many that are shown, around one of them."""
    shown = min(count, max(1, room))
    first = min(max(0, middle - shown // 2), count - shown)
    return first, first + shown
