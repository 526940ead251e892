"""What stands out on the canvas, and which cards look otherwise when that changes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from nnsim.document import Link
from ui.bridge.selection import Cell, Unit
from ui.canvas.appearance import Look
from ui.canvas.card import Card
from ui.canvas.card_paint import CardState
from ui.canvas.showing import Showing


@dataclass
class Marks:
    """What stands out: what is selected, hovered, in the keyboard's focus, at fault, or running in a phase.

    `waiting` are nodes that are to be linked yet.
    """

    selected: frozenset[str] = frozenset()
    hovered: str | None = None
    focused: str | None = None
    errors: frozenset[str] = frozenset()
    warnings: frozenset[str] = frozenset()
    waiting: frozenset[str] = frozenset()
    units: frozenset[Unit] = frozenset()
    links: frozenset[Link] = frozenset()
    cells: frozenset[Cell] = frozenset()
    running: str | None = None
    running_color: QColor | None = None


def marked_otherwise(before: Marks, now: Marks) -> set[str]:
    """The nodes that stand out otherwise than before."""
    changed = set(before.selected ^ now.selected) | (before.errors ^ now.errors) | (before.warnings ^ now.warnings)
    changed |= (before.waiting ^ now.waiting) | {node for node, _ in before.units ^ now.units}
    for was, node in ((before.hovered, now.hovered), (before.focused, now.focused)):
        if was != node:
            changed |= {each for each in (was, node) if each is not None}
    return changed | {each for each in (before.running, now.running) if each is not None}


def state_of(card: Card, marks: Marks, showing: Showing, look: Look) -> CardState:
    """How a card stands out: an error counts for more than a warning, and that for more than where training runs."""
    border = None
    if card.id in marks.errors:
        border = look.tokens.err
    elif card.id in marks.warnings:
        border = look.tokens.warn
    elif card.id == marks.running:
        border = marks.running_color
    units = frozenset(unit for node, unit in marks.units if node == card.id)
    return CardState(
        card.id in marks.selected, card.id == marks.hovered, card.id == marks.focused, border,
        card.id in showing.locked, showing.foretold(card.id), units,
        card.id in marks.waiting and border is None,
    )  # fmt: skip
