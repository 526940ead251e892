"""What if: numbers are tried out at a stop, everything after them is computed anew, and put back or kept."""

from PySide6.QtCore import QObject, Signal

from nnsim import edits
from nnsim.edits import Tried
from nnsim.text import Message, format_number, message
from nnsim.trace import Explanation, Stepper, StepView
from ui.bridge.step_clock import StepClock
from ui.bridge.store import DocumentStore
from ui.bridge.trainer_client import TrainerClient


class WhatIf(QObject):
    """Changes of weights, biases and inputs while a step is walked, as previews that nothing is left of.

    `keep` makes them one undo entry. Training, the next training step, undo and any other edit put them back.

    Signals:
        changed(): it is on, or off, or something else is tried.
    """

    changed = Signal()

    def __init__(
        self, store: DocumentStore, clock: StepClock, trainer: TrainerClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._clock = store, clock
        self._earlier: Stepper | None = None
        self._inputs: dict[int, tuple[str, int]] = {}
        self.tried: tuple[Tried, ...] = ()
        store.trying_changed.connect(lambda _: self._follow())
        store.recomputed.connect(self._follow)
        clock.moved.connect(self._leave_with_step)
        clock.outdated.connect(self._hold)
        trainer.running_changed.connect(lambda running: store.put_back() if running else None)

    @property
    def on(self) -> bool:
        """Whether changes are tried out."""
        return self._store.trying

    @property
    def possible(self) -> bool:
        """Whether a step is walked, of which there is something to compute anew."""
        return self._clock.view is not None

    def set_on(self, on: bool) -> None:
        """Try changes out from now on, or put back what is tried."""
        if on and self.possible:
            self._store.try_out()
        elif not on:
            self._store.put_back()

    def toggle(self) -> None:
        """The one or the other."""
        self.set_on(not self.on)

    def set_input(self, node: str, unit: int, value: float) -> None:
        """Try another input of the sample at hand.

        Raises:
            NnsimError: it is not finite.
        """
        view, column = self._clock.view, edits.input_column(self._store.shown, node, unit)
        if view is not None and column is not None:
            self._inputs[column] = node, unit
            self._store.try_out()
            edited = edits.set_sample(self._store.shown, view.row, column, value)
            self._store.commit(edited, self.text)

    def keep(self) -> None:
        """Make what is tried one undo entry; the walk stays where it is."""
        if self.tried:
            cursor, with_data = self._clock.cursor, any(not each.path for each in self.tried)
            self._store.keep(self.text)
            if with_data:
                self._clock.seek(cursor)

    def put_back(self) -> None:
        """Everything is again as it was."""
        self._store.put_back()

    @property
    def text(self) -> Message:
        """What is tried, in words: `What if w₂₁ = 1.00`."""
        if not self.tried:
            return message("What if")
        first = self.tried[0]
        name, value = self._name(first), format_number(first.new)
        if len(self.tried) == 1:
            return message("What if {name} = {value}", name=name, value=value)
        return message("What if {name} = {value}, and {count} more", name=name, value=value, count=len(self.tried) - 1)

    def earlier(self) -> tuple[StepView, Explanation | None] | None:
        """The same stop without what is tried; None while nothing is, or while it must not be told."""
        view = self._clock.view
        if not self.tried or self._earlier is None or view is None or self._clock.quiz.covers:
            return None
        self._earlier.set_detail(self._clock.detail)
        self._earlier.go(view.moment)
        return self._earlier.view(), self._earlier.explain()

    def _name(self, tried: Tried) -> Message:
        stepper = self._earlier
        if stepper is None:
            return message("")
        if tried.path:
            return stepper.name_of_parameter(tried.path, tried.index)
        return stepper.name_of_unit(*self._inputs[tried.index[1]])

    def _hold(self, stepper: Stepper | None) -> None:
        """Keep the stepper of the document itself, while another is made of what is tried."""
        if self.on and self._earlier is None:
            self._earlier = stepper

    def _follow(self) -> None:
        self.tried = edits.tried(self._store.document, self._store.shown) if self.on else ()
        if not self.on:
            self._earlier = None
        self.changed.emit()

    def _leave_with_step(self, view: StepView | None) -> None:
        if view is None:
            self._store.put_back()
