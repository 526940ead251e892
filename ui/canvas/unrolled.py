"""Where the parts of a recurrent layer stand that is unrolled in time: a column for each step that it reads."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF

from nnsim import catalog
from nnsim.catalog.recurrent import Recurrent
from ui.canvas.card import Card
from ui.canvas.face import Face, Tile

MOST_STEPS, FIRST_STEPS, LAST_STEPS = 24, 14, 8
_PITCHES = ((8, 52.0), (14, 40.0), (MOST_STEPS, 30.0))
FILLED = 0.55  # of the pitch
CELL, TALLEST, LOWEST = 16.0, 150.0, 24.0
READ_CELL, MOST_READ = 12.0, 60.0
RISE, LABEL_ROOM = 26.0, 20.0


def is_recurrent(kind: str) -> bool:
    """Whether a kind reads a sequence step by step."""
    return catalog.is_known(kind) and isinstance(catalog.kind(kind), Recurrent)


@cache
def unrolled_face(steps: int, units: int, features: int) -> Face:
    """The face of a layer that reads so many steps of so many features."""
    shown = shown_steps(steps)
    pitch = next(pitch for most, pitch in _PITCHES if len(shown) <= most)
    state = max(LOWEST, min(TALLEST, units * CELL))
    read = max(READ_CELL, min(MOST_READ, features * READ_CELL))
    width, height = len(shown) * pitch, state + RISE + read + LABEL_ROOM
    return Face((steps, units), (Tile(None, QRectF(0.0, 0.0, width, state)),), 0, width, height, unrolled=True)


def shown_steps(steps: int) -> tuple[int | None, ...]:
    """The time steps that have a column, from left to right; None stands for those left out of a long sequence."""
    if steps <= MOST_STEPS:
        return tuple(range(steps))
    return (*range(FIRST_STEPS), None, *range(steps - LAST_STEPS, steps))


def column_box(card: Card, column: int) -> QRectF:
    """The box of the state in a column, in scene coordinates."""
    face = card.shape.face
    assert face is not None
    pitch = face.width / len(shown_steps(face.sample[0]))
    corner = QPointF(card.x, card.y) + card.shape.face_corner
    x = corner.x() + (column + 0.5 - FILLED / 2) * pitch
    return QRectF(x, corner.y(), FILLED * pitch, face.tiles[0].box.height())


def read_box(card: Card, column: int) -> QRectF:
    """The box, below the state, of what is read in a column, in scene coordinates."""
    face, box = card.shape.face, column_box(card, column)
    assert face is not None
    return QRectF(box.x(), box.bottom() + RISE, box.width(), face.height - LABEL_ROOM - RISE - box.height())
