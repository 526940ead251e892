"""Any moment of a training's past, to the bit: trained again from the nearest state that was kept."""

from collections.abc import Callable

import msgspec

from nnsim.backend import choose
from nnsim.document import Document, Stretch, TrainingState
from nnsim.edits import past_of
from nnsim.edits.past import bytes_of, stretch_at, until
from nnsim.program.trainer import Trainer

_replace = msgspec.structs.replace


NEAR_STEPS, NEAR_BYTES = 64, 8 * 2**20
"""States just before a moment that are kept on the way to it, for it is often walked back from there"""


class Replay:
    """The steps of a document's past, as documents that look as it did then.

    Bits are those of the training when the same NumPy computes, on as many BLAS threads (`threads`).

    Args:
        document: what was trained, with its past.
        trainer: stands in this document, and at the last moment asked for with `at` afterwards; one is made if none is
            given.
    """

    def __init__(self, document: Document, trainer: Trainer | None = None) -> None:
        self._document = document
        self._past = past_of(document)
        self._trainer = trainer
        self._plan = document.plan
        self._near: dict[int, TrainingState] = {}

    @property
    def steps(self) -> range:
        """The training steps before which the past can be seen, the present one included."""
        present = self._document.state.step
        first = self._past.stretches[0].states[0].step if self._past.stretches else present
        return range(min(first, present), present + 1)

    def nearest(self, step: int) -> Document:
        """The kept moment that is nearest to a training step: nothing is computed."""
        states = [(stretch, state) for stretch in self._past.stretches for state in stretch.states]
        if not states or step >= self._document.state.step:
            return self._document
        stretch, state = min(states, key=lambda each: abs(each[1].step - step))
        return self._at(stretch, state)

    def at(self, step: int, go_on: Callable[[], bool] = lambda: True) -> Document | None:
        """The moment before a training step; None when `go_on`, asked after each step that is trained again, says no.

        Raises:
            IndexError: the past does not reach there.
            NnsimError: the document cannot be trained.
        """
        if step == self._document.state.step:
            return self._document
        stretch = stretch_at(self._past, step)
        if stretch is None:
            raise IndexError(f"step {step} is not in the past")
        kept = max(self._kept_before(stretch, step), key=lambda state: state.step)
        trainer = self._trainer_at(stretch, kept, step)
        near = step - min(NEAR_STEPS, NEAR_BYTES // bytes_of(kept))
        while trainer.step_number < step:
            trainer.step()
            if near <= trainer.step_number < step:
                self._near[trainer.step_number] = trainer.state()
            if not go_on():
                return None
        return self._at(stretch, kept if kept.step == step else trainer.state())

    @property
    def threads(self) -> int | None:
        """BLAS threads under which the bits are defined; None before anything had to be computed."""
        return None if self._trainer is None else self._trainer.threads

    def _kept_before(self, stretch: Stretch, step: int) -> list[TrainingState]:
        """The states of a stretch that are at hand and not after a step."""
        first = stretch.states[0].step
        self._near = {number: state for number, state in self._near.items() if number <= step}
        near = [state for number, state in self._near.items() if number > first]
        return [state for state in (*stretch.states, *near) if state.step <= step]

    def _trainer_at(self, stretch: Stretch, kept: TrainingState, step: int) -> Trainer:
        """A trainer that stands at the kept state, or after it but not after the step."""
        start = _replace(self._document, plan=stretch.plan, state=kept)
        if self._trainer is None:
            self._trainer = Trainer(start, choose("numpy"))
        elif self._plan != stretch.plan:
            self._trainer.replace(start)
        elif not kept.step <= self._trainer.step_number <= step:
            self._trainer.load(kept)
        self._plan = stretch.plan
        return self._trainer

    def _at(self, stretch: Stretch, state: TrainingState) -> Document:
        """The document at a state of a stretch."""
        history = self._document.history.until(state.epoch)
        past = until(self._past, state)
        return _replace(self._document, plan=stretch.plan, state=state, history=history, past=past)
