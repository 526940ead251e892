"""What is asked about the stop at hand, and what is left blank in its formula: its outcome is covered until then."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QObject, Signal

from nnsim.text import message
from nnsim.trace import (
    Explanation,
    Kind,
    Moment,
    Poll,
    Sheet,
    Stepper,
    StepView,
    StopQuestion,
    Verdict,
    covered,
    is_worked,
    sheet,
)

Lent = Literal["", "outcome", "node"]

_BY_HAND = message("Work out what comes out here: the numbers stand in the network and in the table.")


class Quiz(QObject):
    """Asks about one stop, as often as it is told to, or about each that is walked to (`always`).

    A question stands until it is answered; whoever walks on leaves it behind, without a word and without a point.
    `right` of `answered` counts the answers since the window was opened.

    Args:
        stepper: gives the stepper of the moment, None where nothing is stepped through.
        show: shows the stop anew, covered or not.

    Signals:
        changed(): another question, answer or blank sheet, or none any more.
    """

    changed = Signal()

    def __init__(self, stepper: Callable[[], Stepper | None], show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self.question: StopQuestion | None = None
        self.poll: Poll | None = None
        self.sheet: Sheet | None = None
        self.solved = False
        self.always = False
        self.right = self.answered = 0
        self.lent: Lent = ""
        """What is covered for a question that somebody else asks: the outcome, or all that its node gives"""
        self._stepper, self._show = stepper, show
        self._of: tuple[Stepper, Moment] | None = None
        self._seen: set[Moment] = set()
        self._turn = 0
        self._wanted = False

    @property
    def open(self) -> bool:
        """Whether a question waits for its answer."""
        return self.poll is not None and self.poll.stage != "answered"

    @property
    def covers(self) -> bool:
        """Whether the outcome of the stop is covered."""
        return bool(self.lent) or self.open or (self.sheet is not None and not self.solved)

    @property
    def can_ask(self) -> bool:
        """Whether there is something to ask about the stop at hand."""
        stepper = self._stepper()
        return stepper is not None and bool(stepper.kinds())

    @property
    def can_blank(self) -> bool:
        """Whether the stop at hand has numbers that can be worked out by hand."""
        stepper = self._stepper()
        told = None if stepper is None else stepper.explain()
        return told is not None and is_worked(told)

    def toggle(self) -> None:
        """Ask about the stop at hand, or take an open question back."""
        if self.open:
            self.drop()
        else:
            self.ask()

    def ask(self) -> None:
        """Ask about the stop at hand; nothing where there is nothing to ask."""
        self._leave()
        self._ask(self._next_kind())
        self._show()
        self.changed.emit()

    def ask_at_next(self) -> None:
        """Ask about the stop that is walked to next."""
        self._wanted = True

    def ask_other(self) -> None:
        """Ask something else about the same stop."""
        stepper, asked = self._stepper(), self.question
        kinds = () if stepper is None else stepper.kinds()
        if asked is not None and asked.kind in kinds:
            self._turn = kinds.index(asked.kind) + 1
        self.ask()

    def set_always(self, on: bool) -> None:
        """Ask about each stop that is walked to, from now on or no longer."""
        if on != self.always:
            self.always = on
            if on and self.poll is None and self.sheet is None:
                self._ask(self._next_kind())
                self._show()
            self.changed.emit()

    def answer(self, option: int) -> None:
        """Commit one of the options, from 0."""
        if self.poll is not None and self.poll.count(option):
            self.commit()

    def answer_number(self, text: str) -> bool:
        """Commit a number as it was typed; False where it cannot be read."""
        if self.poll is None:
            return False
        self.poll.typed = text
        return self.commit()

    def point(self, node: str, unit: int | None) -> None:
        """Point at a unit, or at a weight by its path and cell; it is committed by `commit`."""
        if self.poll is not None and self.poll.point(node, unit):
            self.changed.emit()

    def commit(self) -> bool:
        """Let the answer stand, and show what is true; False while there is no answer."""
        poll, question = self.poll, self.question
        if poll is None or question is None or not self.open or poll.is_right(question.true) is None:
            return False
        poll.stage = "answered"
        self.answered += 1
        self.right += bool(poll.is_right(question.true))
        self._turn += 1
        if self._of is not None:
            self._seen.add(self._of[1])
        self._show()
        self.changed.emit()
        return True

    @property
    def is_right(self) -> bool | None:
        """Whether the answer that stands is right; None while none does."""
        if self.poll is None or self.question is None or self.open:
            return None
        return self.poll.is_right(self.question.true)

    def toggle_blanks(self) -> None:
        """Leave the numbers of the formula blank, or write them again."""
        if self.sheet is not None:
            self.drop()
            return
        self._leave()
        self.sheet, self.solved = self._blank(), False
        if self.sheet is not None:
            self._keep()
        self._show()
        self.changed.emit()

    def check(self, typed: Sequence[str]) -> Verdict | None:
        """What is said about what was written into the blanks; once all is right the outcome is shown."""
        if self.sheet is None:
            return None
        verdict = self.sheet.check(typed)
        if verdict.wrong is None and not self.solved:
            self.solved = True
            self._show()
            self.changed.emit()
        return verdict

    def drop(self) -> None:
        """Take back what is asked, and show the outcome."""
        if self.poll is not None or self.sheet is not None:
            if self._of is not None:
                self._seen.add(self._of[1])
            self._leave()
            self._show()
            self.changed.emit()

    def follow(self, stepper: Stepper | None) -> None:
        """Another stop, or other numbers of the same one: what was asked about the one before is left behind."""
        of, before = None if stepper is None else (stepper, stepper.moment), self._of
        if of is not None and before is not None and of[0] is before[0] and of[1] == before[1]:
            return
        if of is None:
            self._seen.clear()
        had = self.poll is not None or self.sheet is not None
        again = self.question.kind if self.open and self.question is not None else None
        same = of is not None and before is not None and of[1] == before[1]
        self._leave()
        if same:
            self._ask(again)  # the same stop with other numbers: the same question about those
        elif stepper is not None and (self._wanted or (self.always and stepper.moment not in self._seen)):
            self._wanted = False
            self._ask(self._next_kind())
        if had or self.poll is not None:
            self.changed.emit()

    def seen(self, stepper: Stepper) -> StepView:
        """What the canvas may show of the stop at hand."""
        return stepper.covered_view(self.lent == "node") if self.covers else stepper.view()

    def told(self, explanation: Explanation | None) -> Explanation | None:
        """What may be told about it."""
        if explanation is None or not self.covers:
            return explanation
        whole = self.lent == "node" or (self.question is not None and self.question.whole_row)
        return covered(explanation, _BY_HAND if self.sheet is not None else None, whole)

    def _blank(self) -> Sheet | None:
        stepper = self._stepper()
        told = None if stepper is None else stepper.explain()
        return None if told is None else sheet(told)

    def _next_kind(self) -> Kind | None:
        stepper = self._stepper()
        kinds = () if stepper is None else stepper.kinds()
        return kinds[self._turn % len(kinds)] if kinds else None

    def _ask(self, kind: Kind | None) -> None:
        stepper = self._stepper()
        if stepper is not None and kind is not None and kind in stepper.kinds():
            self.question = stepper.ask(kind)
            self.poll = Poll(self.question.question)
            self._keep()

    def _keep(self) -> None:
        stepper = self._stepper()
        self._of = None if stepper is None else (stepper, stepper.moment)

    def _leave(self) -> None:
        self.question = self.poll = self.sheet = None
        self.solved = False
        self._keep()
