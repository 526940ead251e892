"""Where the heat maps of a card stand, in place of discs for its units, and which cell shows which value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil, log2, prod, sqrt

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

Sample = tuple[int, ...]

SIDE = 140.0
GAP = 8.0
MOST_MAPS = 9
LARGEST_CELL = 40.0
NARROWEST = 10.0
_ACROSS = ((1, 1), (4, 2), (MOST_MAPS, 3))
COLUMN_SIDE, COLUMN_HEIGHT, COLUMN_GAP, NAMED_GAP = 112.0, 540.0, 8.0, 22.0
"""Of maps that stand in one column: the most of each and of all, and what lies between two, with names and without"""
NAMED_MAPS, MOST_IN_COLUMN = 4, 8


@dataclass(frozen=True)
class Tile:
    """One heat map: the channel of an image that it shows (None: all of the sample), and its box in px at 100 %."""

    channel: int | None
    box: QRectF


@dataclass(frozen=True, eq=False)
class Face:
    """The heat maps of a sample, placed from (0, 0). `hidden` channels of an image have no room.

    A sequence runs from left to right, with its features below each other; an image has a map for each channel. A long
    vector is written in lines of `line` values. An `unrolled` one shows a recurrent layer's states in time. Maps in a
    column stand `pitch` apart, with a name below each where they are `named`.
    """

    sample: Sample
    tiles: tuple[Tile, ...]
    hidden: int
    width: float
    height: float
    line: int = 0
    unrolled: bool = False
    pitch: float = 0.0
    named: bool = False

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of each map."""
        if self.line:
            return ceil(self.sample[0] / self.line), self.line
        return (self.sample[1], self.sample[0]) if len(self.sample) == 2 else (self.sample[1], self.sample[2])

    def values(self, tile: Tile, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What a map shows of a sample's values (in one row): [rows, columns]; NaN behind the end of a vector."""
        if self.line:
            padded = np.full(prod(self.cells), np.nan)
            padded[: self.sample[0]] = values
            return padded.reshape(self.cells)
        whole = values.reshape(self.sample)
        return whole.T if tile.channel is None else whole[tile.channel]

    def place(self, cell: int) -> tuple[Tile, int, int] | None:
        """The map, row and column of one value, counted in the order of the sample; None where it is not shown."""
        if self.unrolled:
            return None
        if self.line:
            return self.tiles[0], *divmod(cell, self.line)
        at = [int(axis) for axis in np.unravel_index(cell, self.sample)]
        channel, row, column = (None, at[1], at[0]) if len(at) == 2 else (at[0], at[1], at[2])
        tile = next((tile for tile in self.tiles if tile.channel == channel), None)
        return None if tile is None else (tile, row, column)

    def cell_box(self, tile: Tile, row: int, column: int) -> QRectF:
        """The box of a cell of a map."""
        rows, columns = self.cells
        width, height = tile.box.width() / columns, tile.box.height() / rows
        return QRectF(tile.box.x() + column * width, tile.box.y() + row * height, width, height)

    def cell_at(self, x: float, y: float) -> int | None:
        """The value under a point of the face; None beside the maps."""
        rows, columns = self.cells
        for tile in self.tiles:
            if tile.box.contains(x, y):
                row = min(rows - 1, int((y - tile.box.y()) / tile.box.height() * rows))
                column = min(columns - 1, int((x - tile.box.x()) / tile.box.width() * columns))
                if self.line:
                    return min(row * columns + column, self.sample[0] - 1)
                at = (column, row) if tile.channel is None else (tile.channel, row, column)
                return int(np.ravel_multi_index(at, self.sample))
        return None


@cache
def face_of(sample: Sample | None) -> Face | None:
    """The face of a node with samples of this shape; None where the shape is not known, or has one axis or many."""
    if sample is None or len(sample) not in (2, 3) or min(sample) < 1:
        return None
    return _sequence(sample) if len(sample) == 2 else _image(sample)


@cache
def lined_face(units: int, side: float = SIDE) -> Face:
    """The face of a vector of many units, in lines that make it about as wide as high, within a square."""
    line = min(units, max(8, 2 ** ceil(log2(sqrt(units)))))
    rows = ceil(units / line)
    cell = min(side / line, LARGEST_CELL)
    box = QRectF((side - cell * line) / 2, 0.0, cell * line, max(NARROWEST, min(side, cell * rows)))
    return Face((units,), (Tile(None, box),), 0, side, box.height(), line)


def _sequence(sample: Sample) -> Face:
    steps, features = sample
    width = max(NARROWEST, min(SIDE, steps * LARGEST_CELL))
    height = max(NARROWEST, min(SIDE, features * LARGEST_CELL))
    return Face(sample, (Tile(None, QRectF((SIDE - width) / 2, 0.0, width, height)),), 0, SIDE, height)


def _image(sample: Sample) -> Face:
    return _column(sample) or _grid(sample)


def _column(sample: Sample) -> Face | None:
    """Maps below each other, each opposite to that of the same channel in the cards before and behind; None where they
    are too many for that, or so small that they would lie far apart."""
    channels, rows, columns = sample
    if not 1 < channels <= MOST_IN_COLUMN:
        return None
    named = channels <= NAMED_MAPS
    gap = NAMED_GAP if named else COLUMN_GAP
    side = min(COLUMN_SIDE, (COLUMN_HEIGHT - (channels - 1) * gap) / channels)
    cell = min(side / columns, side / rows, LARGEST_CELL)
    width, height = cell * columns, cell * rows
    if max(width, height) < side / 2:
        return None
    tiles = tuple(
        Tile(number, QRectF((SIDE - width) / 2, number * (side + gap) + (side - height) / 2, width, height))
        for number in range(channels))
    whole = channels * side + (channels - 1) * gap + (gap if named else 0.0)
    return Face(sample, tiles, 0, SIDE, whole, pitch=side + gap, named=named)


def _grid(sample: Sample) -> Face:
    """Maps in lines of two or three; of very many channels the first ones."""
    channels, rows, columns = sample
    shown = channels if channels <= MOST_MAPS else MOST_MAPS - 1
    across = next(wide for most, wide in _ACROSS if shown <= most)
    side = (SIDE - (across - 1) * GAP) / across
    cell = min(side / columns, side / rows, LARGEST_CELL)
    width, height = max(cell * columns, 2.0), max(cell * rows, 2.0)
    tiles = []
    for number in range(shown):
        down, right = divmod(number, across)
        beside = min(across, shown - down * across)
        left = (SIDE - beside * side - (beside - 1) * GAP) / 2 if down == 0 else 0.0
        x = left + right * (side + GAP) + (side - width) / 2
        tiles.append(Tile(number, QRectF(x, down * (height + GAP), width, height)))
    lines = ceil((shown + (1 if shown < channels else 0)) / across)
    return Face(sample, tuple(tiles), channels - shown, SIDE, lines * height + (lines - 1) * GAP)
