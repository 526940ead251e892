"""What a deck asks: the answers to the question of each slide, and what must not be seen until they stand."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from nnsim.document import Amount, Drawing, Pointing, Slide
from nnsim.trace.poll import Poll
from ui.bridge import StepClock
from ui.bridge.quiz import Lent


class Asking(QObject):
    """The questions of a deck.

    Signals:
        polled(): the question has other answers, or stands further.
    """

    polled = Signal()

    index: int
    clock: StepClock

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._polls: dict[int, Poll] = {}

    @property
    @abstractmethod
    def slide(self) -> Slide:
        """The slide that is on."""

    @property
    def poll(self) -> Poll | None:
        """The answers to the slide's question; None where it has none."""
        question = self.slide.question
        if question is None:
            return None
        if self.index not in self._polls:
            self._polls[self.index] = Poll(question)
        return self._polls[self.index]

    @property
    def covered(self) -> bool:
        """Whether the outcome of the moment is covered, so that it gives no answer away before it is shown."""
        return bool(self._lent)

    @property
    def hides_numbers(self) -> bool:
        """Whether even the formula, and where it is at work, would give the answer away."""
        return self._lent == "node"

    @property
    def _lent(self) -> Lent:
        poll, moment = self.poll, self.slide.moment
        if poll is None or poll.stage == "answered" or moment is None or moment.place is None:
            return ""
        if isinstance(poll.question.way, Pointing):
            return "node"
        return "" if isinstance(poll.question.way, Drawing) else "outcome"

    @property
    def true_number(self) -> float | None:
        """The number that the question asks for; None where it asks for none, there is no moment, or it is covered."""
        way = None if self.slide.question is None else self.slide.question.way
        if not isinstance(way, Amount):
            return None
        if way.answer is not None or self.covered:
            return way.answer
        told = self.clock.explanation()
        return None if told is None else told.outcome

    def count_hand(self, option: int, change: int = 1) -> None:
        """A hand more, or less, for an option of the question."""
        self._tell(self.poll is not None and self.poll.count(option, change))

    def type(self, character: str) -> None:
        """A character of the number that is foretold."""
        self._tell(self.poll is not None and self.poll.type(character))

    def take_back(self) -> None:
        """The last hand, or the last character of the number."""
        self._tell(self.poll is not None and self.poll.take_back())

    def point(self, node: str, unit: int | None) -> None:
        """A neuron is pointed at."""
        self._tell(self.poll is not None and self.poll.point(node, unit))

    def draw(self, points: NDArray[np.float64]) -> None:
        """The coming loss curve is drawn."""
        self._tell(self.poll is not None and self.poll.draw(points))

    def _tell(self, taken: bool) -> None:
        if taken:
            self.polled.emit()
