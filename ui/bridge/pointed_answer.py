"""Answers by pointing: what is selected in the network is the answer to a question that asks for a unit or a weight."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from nnsim.document import Pointing
from nnsim.text import Message
from ui.bridge.selection import Selection
from ui.bridge.step_clock import StepClock
from ui.bridge.store import DocumentStore


class PointedAnswer(QObject):
    """Hands what is selected to the quiz of a clock while that asks for it.

    Signals:
        pointed(Message | None): what is pointed at, by name; None: nothing that could be meant.
    """

    pointed = Signal(object)

    def __init__(
        self, clock: StepClock, selection: Selection, store: DocumentStore, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock, self._selection, self._store = clock, selection, store
        selection.changed.connect(self._follow)
        clock.quiz.changed.connect(self._follow)

    @property
    def wanted(self) -> bool:
        """Whether something is to be pointed at."""
        quiz = self._clock.quiz
        return quiz.open and quiz.question is not None and isinstance(quiz.question.question.way, Pointing)

    def _follow(self) -> None:
        if not self.wanted:
            return
        quiz, cell, unit = self._clock.quiz, self._selection.cell, self._selection.unit
        assert quiz.question is not None
        name: Message | None = None
        if quiz.question.kind == "weight" and cell is not None:
            path, row, column = cell
            shape = self._store.shown.state.parameters[path].shape
            self._point(path, int(np.ravel_multi_index((row, column), shape)))
            name = self._clock.name_of_parameter(path, (row, column))
        elif quiz.question.kind == "unit" and unit is not None:
            self._point(*unit)
            name = self._clock.name_of_unit(*unit)
        self.pointed.emit(name)

    def _point(self, node: str, unit: int) -> None:
        poll = self._clock.quiz.poll
        if poll is not None and poll.pointed != (node, unit):
            self._clock.quiz.point(node, unit)
