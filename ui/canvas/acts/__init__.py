"""Everything that can be done on the canvas by key or command: one table, a module for each topic.

A new command is one more CanvasAct in the ACTS of its topic's module, and that module one line below.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ui.canvas.acts import (
    adding,
    answering,
    arrange,
    blocks,
    clipboard,
    editing,
    figures,
    in_place,
    mending,
    neurons,
    notes,
    showing,
    stops,
    tables,
    trying,
    values,
    walking,
)
from ui.canvas.acts.act import GROUPS, CanvasAct, Group, Held

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

CANVAS_ACTS: tuple[CanvasAct, ...] = (
    *answering.ACTS,
    *trying.ACTS,
    *clipboard.ACTS,
    *editing.ACTS,
    *walking.ACTS,
    *adding.ACTS,
    *mending.ACTS,
    *neurons.ACTS,
    *in_place.ACTS,
    *values.ACTS,
    *tables.ACTS,
    *arrange.ACTS,
    *showing.ACTS,
    *stops.ACTS,
    *notes.ACTS,
    *blocks.ACTS,
    *figures.ACTS,
)
HELD_KEYS: tuple[Held, ...] = (
    *walking.HELD,
)  # fmt: skip


def act(name: str) -> CanvasAct:
    """The act of this id."""
    return next(each for each in CANVAS_ACTS if each.id == name)


def possible_acts(view: CanvasView) -> list[CanvasAct]:
    """What can be done with what is selected, in the order of the table."""
    return [each for each in CANVAS_ACTS if each.possible(view)]


def act_of_key(view: CanvasView, event: QKeyEvent) -> CanvasAct | None:
    """The act that this key stands for at the moment; None when there is none, or none that is possible."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    chord = Qt.Key(event.key()).value | modifiers.value
    return next((each for each in _by_chord().get(chord, ()) if each.possible(view)), None)


@cache
def _by_chord() -> dict[int, list[CanvasAct]]:
    found: dict[int, list[CanvasAct]] = {}
    for each in CANVAS_ACTS:
        for chord in () if each.of_window else each.chords:
            found.setdefault(chord, []).append(each)
    return found


__all__ = ["CANVAS_ACTS", "GROUPS", "HELD_KEYS", "CanvasAct", "Group", "Held", "act", "act_of_key", "possible_acts"]
