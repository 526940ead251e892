"""What is answered to a question, before and after it is committed: by an audience, or by who steps alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnsim.document import Amount, Choice, Drawing, Pointing, Question
from nnsim.text import NnsimError, parse_number

Stage = Literal["open", "committed", "answered"]
Pointed = tuple[str, int | None]
MOST_DIGITS = 12
MOST_HANDS = 999


class Poll:
    """The answers to one question. They are taken while it is `open`; then they stand, and the true one joins them."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.stage: Stage = "open"
        self.hands = [0] * (len(question.way.options) if isinstance(question.way, Choice) else 0)
        self._last: int | None = None
        self.typed = ""
        self.pointed: Pointed | None = None
        self.drawn: NDArray[np.float64] = np.empty((0, 2))

    @property
    def leading(self) -> int | None:
        """The option that most hands are for; None where no hand was shown, or two are level."""
        most = max(self.hands, default=0)
        return self.hands.index(most) if most and self.hands.count(most) == 1 else None

    @property
    def right(self) -> int | None:
        """The option that is the answer; None where the question is of another kind."""
        way = self.question.way
        return way.answer if isinstance(way, Choice) else None

    @property
    def number(self) -> float | None:
        """The number that was typed; None while there is none."""
        with suppress(NnsimError):
            return parse_number(self.typed) if self.typed else None
        return None

    def go_on(self) -> bool:
        """Commit, then show the answer; False when both are done and the next slide may come."""
        if self.stage == "answered":
            return False
        self.stage = "committed" if self.stage == "open" else "answered"
        return True

    def count(self, option: int, change: int = 1) -> bool:
        """A hand more (or less) for an option, from 0; tells whether it was taken."""
        if self.stage != "open" or not 0 <= option < len(self.hands):
            return False
        self.hands[option] = min(max(self.hands[option] + change, 0), MOST_HANDS)
        self._last = option
        return True

    def take_back(self) -> bool:
        """One hand less for the option that was counted last, or the number without its last character."""
        if isinstance(self.question.way, Choice):
            return self._last is not None and self.count(self._last, -1)
        return self.type("")

    def type(self, character: str) -> bool:
        """A digit, sign or point of the number that is foretold; an empty one takes the last away."""
        if self.stage != "open" or not isinstance(self.question.way, Amount):
            return False
        self.typed = self.typed[:-1] if not character else (self.typed + character)[:MOST_DIGITS]
        return True

    def point(self, node: str, unit: int | None) -> bool:
        """A neuron is pointed at; tells whether it was taken."""
        if self.stage != "open" or not isinstance(self.question.way, Pointing):
            return False
        self.pointed = node, unit
        return True

    def draw(self, points: NDArray[np.float64]) -> bool:
        """A loss curve is drawn: epochs and losses, [points, 2]; tells whether it was taken."""
        if self.stage != "open" or not isinstance(self.question.way, Drawing):
            return False
        self.drawn = points
        return True

    def is_right(self, true: float | None = None) -> bool | None:
        """Whether what was foretold is the answer, `true` being the number of the moment; None where nobody can say."""
        way = self.question.way
        if isinstance(way, Choice):
            return None if self.leading is None else self.leading == way.answer
        if isinstance(way, Amount):
            answer = way.answer if way.answer is not None else true
            return None if answer is None or self.number is None else abs(self.number - answer) <= way.tolerance
        if isinstance(way, Pointing):
            return None if self.pointed is None else self.pointed[0] == way.node and way.unit in (None, self.pointed[1])
        return None
