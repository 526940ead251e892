"""Any moment of a training's past, to the bit: trained again from the nearest state that was kept."""

from collections.abc import Callable
from functools import cached_property

import msgspec

from nnsim.backend import choose, threads_limited_to
from nnsim.data.prepare import prepare
from nnsim.document import Document, Past, Stretch, TrainingPlan, TrainingState
from nnsim.edits import past_of
from nnsim.edits.past import bytes_of, stretch_at, until
from nnsim.program.batching import batches_of
from nnsim.program.trainer import Trainer

_replace = msgspec.structs.replace


NEAR_STEPS, NEAR_BYTES = 64, 8 * 2**20
"""States just before a moment that are kept on the way to it, for it is often walked back from there"""


class Replay:
    """The steps of a document's past, as documents that look as it did then.

    Bits are those of the training when the same NumPy computes on the same processor.

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
        stretch, state = min(reversed(states), key=lambda each: abs(each[1].step - step))  # of two, what came later
        return self._at(stretch, state)

    def begins_at(self, step: int) -> Document | None:
        """The moment before a step where something else than training changed the numbers or the plan, else None."""
        if step == self._document.state.step:
            return self._document
        begun = [stretch for stretch in self._past.stretches if stretch.states[0].step == step]
        return self._at(begun[-1], begun[-1].states[0]) if begun else None

    def step_of(self, epoch: float) -> int:
        """The training step that comes after so many epochs, counted with the part of the last one."""
        begun = [stretch for stretch in self._past.stretches if self._epochs(stretch, stretch.states[0]) <= epoch]
        if not begun:
            return self.steps.start
        first = begun[-1].states[0]
        step = first.step + round((epoch - self._epochs(begun[-1], first)) * self._batches(begun[-1]))
        return min(max(step, self.steps.start), begun[-1].states[-1].step)

    def epoch_of(self, step: int) -> float:
        """How many epochs had been trained before a training step."""
        stretch = stretch_at(self._past, step)
        if stretch is None:
            return float(self._document.state.epoch)
        first = stretch.states[0]
        return self._epochs(stretch, first) + (step - first.step) / self._batches(stretch)

    def _epochs(self, stretch: Stretch, state: TrainingState) -> float:
        return state.epoch + state.position / max(self._samples, 1)

    def _batches(self, stretch: Stretch) -> int:
        return batches_of(stretch.plan, max(self._samples, 1))

    @cached_property
    def _samples(self) -> int:
        return len(prepare(self._document.data).x_train) if self._document.data is not None else 0

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
        if trainer.step_number < step and not self._train_until(step, bytes_of(kept), go_on):
            return None
        return self._at(stretch, kept if kept.step == step else trainer.state())

    def way_to(self, step: int) -> int:
        """How many steps have to be trained again for a moment of the past; 0 where it is kept, or there is none."""
        stretch = stretch_at(self._past, step)
        if stretch is None:
            return 0
        nearest = max(state.step for state in self._kept_before(stretch, step))
        stands = self._trainer.step_number if self._trainer is not None and self._plan == stretch.plan else nearest
        return step - (stands if nearest <= stands <= step else nearest)

    @property
    def trainer(self) -> Trainer | None:
        """What trains again; None before it is needed."""
        return self._trainer

    def _train_until(self, step: int, size: int, go_on: Callable[[], bool]) -> bool:
        """Trains again up to a step, and keeps the last states on the way; False when `go_on` says no."""
        trainer, near = self._trainer, step - min(NEAR_STEPS, NEAR_BYTES // size)
        assert trainer is not None
        with threads_limited_to(trainer.threads):
            while trainer.step_number < step:
                trainer.step()
                if near <= trainer.step_number < step:
                    self._near[trainer.step_number] = trainer.state()
                if not go_on():
                    return False
        return True

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
        return visited(self._document, stretch.plan, state, self._past)


def visited(document: Document, plan: TrainingPlan, state: TrainingState, past: Past | None = None) -> Document:
    """A document as it was in its past: under a plan, at a state that training came through, and nothing later."""
    known = past_of(document) if past is None else past
    history = document.history.until(state.epoch)
    return _replace(document, plan=plan, state=state, history=history, past=until(known, state))
