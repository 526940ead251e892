"""The rubber band: everything it touches is selected, with Shift in addition to what was."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from ui.canvas.gestures.base import Gesture, Modifiers, Stage
from ui.canvas.note_paint import note_rect


class BandGesture(Gesture):
    """Selects the cards and notes that the band touches."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._from = QPointF()
        self._before: frozenset[str] = frozenset()
        self._notes: frozenset[str] = frozenset()

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self._from = point
        self._before, self._notes = self._stage.selection.nodes, self._stage.selection.notes

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        band = QRectF(self._from, point).normalized()
        self._stage.feedback.band = band
        self._stage.feedback.show()
        touched = {node for node, card in self._stage.board.diagram.seen.items() if card.rect.intersects(band)}
        adding = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        blocks = (block for block in self._stage.board.diagram.blocks if block.folded and block.rect.intersects(band))
        touched |= {node for block in blocks for node in block.nodes}
        notes = {note.id for note in self._stage.document.views.notes if note_rect(note).intersects(band)}
        if adding:
            touched, notes = touched | self._before, notes | self._notes
        self._stage.selection.select(touched, notes)

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        self._stage.feedback.clear()

    def cancel(self) -> None:
        self._stage.feedback.clear()
        document = self._stage.document  # in which an undo may have left less
        nodes = filter(document.network.has, self._before)
        self._stage.selection.select(nodes, self._notes & {note.id for note in document.views.notes})
