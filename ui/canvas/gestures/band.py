"""The rubber band: everything it touches is selected, with Shift in addition to what was."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from ui.canvas.gestures.base import Gesture, Modifiers, Stage


class BandGesture(Gesture):
    """Selects the cards that the band touches."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._from = QPointF()
        self._before: frozenset[str] = frozenset()

    def start(self, point: QPointF, modifiers: Modifiers) -> None:
        self._from = point
        self._before = self._stage.selection.nodes

    def move(self, point: QPointF, modifiers: Modifiers) -> None:
        band = QRectF(self._from, point).normalized()
        self._stage.feedback.band = band
        self._stage.feedback.show()
        touched = {node for node, card in self._stage.board.diagram.seen.items() if card.rect.intersects(band)}
        adding = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        self._stage.selection.select(touched | self._before if adding else touched)

    def end(self, point: QPointF, modifiers: Modifiers) -> None:
        self.move(point, modifiers)
        self._stage.feedback.clear()

    def cancel(self) -> None:
        self._stage.feedback.clear()
        self._stage.selection.select(self._before)
