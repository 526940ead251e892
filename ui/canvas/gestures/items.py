"""Dragging what is not a card: notes, alone or with the selected cards, the corner of a note, and whole blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from nnsim import edits
from nnsim.document import Document
from nnsim.text import message
from ui.canvas.gestures.base import Gesture, Modifiers
from ui.canvas.gestures.move import notes_shifted
from ui.canvas.layout import GRID

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class MoveItems(Gesture):
    """Moves the selected notes and cards together; what was pressed stays on the grid, unless Alt is held."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, view: CanvasView, corner: QPointF) -> None:
        self._view = view
        self._corner = corner
        self._from = QPointF()

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self._from = point

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        shift = point - self._from
        if not modifiers & Qt.KeyboardModifier.AltModifier:
            shift = on_grid(self._corner + shift) - self._corner
        selection = self._view.selection
        self._view.store.preview(shifted(self._view.document, selection.nodes, selection.notes, shift, self._view))

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        self._view.store.commit(self._view.store.shown, message("Move"))

    def cancel(self) -> None:
        self._view.store.drop_preview()


class ResizeNote(Gesture):
    """Makes a note wider or higher; it is never less high than its text."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, view: CanvasView, note_id: str) -> None:
        self._view = view
        self._note = view.document.views.note(note_id)

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        x, y = self._note.position
        end = point if modifiers & Qt.KeyboardModifier.AltModifier else on_grid(point)
        size = (end.x() - x, end.y() - y)
        self._view.store.preview(edits.change_note(self._view.document, self._note.id, size=size))

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        self._view.store.commit(self._view.store.shown, message("Resize a note"))

    def cancel(self) -> None:
        self._view.store.drop_preview()


def shifted(
    document: Document, nodes: frozenset[str], notes: frozenset[str], shift: QPointF, view: CanvasView
) -> Document:
    """The document with these nodes and notes moved by so many px."""
    cards = view.board.diagram.cards
    known = document.views.positions
    corners = {node: known.get(node) or (cards[node].x, cards[node].y) for node in nodes if node in cards}
    moved = edits.move(document, {node: (x + shift.x(), y + shift.y()) for node, (x, y) in corners.items()})
    return notes_shifted(moved, notes, shift)


def on_grid(point: QPointF) -> QPointF:
    """The nearest point of the grid."""
    return QPointF(round(point.x() / GRID) * GRID, round(point.y() / GRID) * GRID)
