"""What the clock tells of the place where it stands: the explanation, where a gradient comes from, gates, names."""

from __future__ import annotations

from PySide6.QtCore import QObject

from nnsim.text import Message, message
from nnsim.trace import SHOWN, Chain, Explanation, Gates, Place, Stepper, StepView, UpdateWay
from ui.bridge.quiz import Quiz
from ui.bridge.walk_settings import WalkSettings


class ToldStep(WalkSettings):
    """Reads the stepper at hand; while `view` is None nothing is walked. What a question covers is not told."""

    quiz: Quiz

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view: StepView | None = None

    @property
    def _stepper(self) -> Stepper | None:
        """The stepper of the document, None while there is none."""
        raise NotImplementedError

    @property
    def _walked(self) -> Stepper | None:
        """The stepper while something is stepped through."""
        return None if self.view is None else self._stepper

    @property
    def _uncovered(self) -> Stepper | None:
        """The same, but not while a question covers the outcome."""
        return None if self.quiz.covers else self._walked

    def explanation(self, shown_terms: int = SHOWN) -> Explanation | None:
        """What happens at this place, None when nothing does; of a long sum so many terms are written out."""
        stepper = self._walked
        return self.quiz.told(None if stepper is None else stepper.explain(shown_terms))

    def chain(self) -> Chain | None:
        """Where the gradient of this place comes from, factor by factor; None where the outcome is no gradient."""
        stepper = self._uncovered
        return None if stepper is None else stepper.chain()

    def gradient(self) -> float | None:
        """The gradient of this place, of which `chain` tells where it comes from; None where there is none."""
        stepper = self._uncovered
        return None if stepper is None else stepper.gradient()

    def gates(self, unit: int | None = None) -> Gates | None:
        """The recurrent cell of this place, of a unit (from 0) or the one at hand; None where there is none."""
        stepper = self._walked
        return None if stepper is None else stepper.gates(unit, self.quiz.covers)

    def update_way(self) -> UpdateWay | None:
        """The way of the weight of this place from its gradient to its new value; None where there is none."""
        stepper = self._walked
        return None if stepper is None else stepper.update_way(self.quiz.covers)

    def about(self, told: Chain) -> tuple[Message, ...]:
        """What makes a gradient of this place small, or how it comes about."""
        return () if self._stepper is None else self._stepper.about(told)

    def name_of(self, place: Place) -> Message:
        """What a number is called: `h₄ of Dense 1`."""
        return message("") if self._stepper is None else self._stepper.name_of(place)

    def name_of_parameter(self, path: str, index: tuple[int, ...]) -> Message:
        """What a weight or bias is called; empty while nothing is stepped through."""
        return message("") if self._stepper is None else self._stepper.name_of_parameter(path, index)

    def name_of_unit(self, node: str, unit: int) -> Message:
        """What the value of a unit is called; empty while nothing is stepped through."""
        return message("") if self._stepper is None else self._stepper.name_of_unit(node, unit)
