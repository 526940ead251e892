"""How far a run is to go: so many steps, so many epochs, or to the plan's last epoch; it may be stopped on the way."""

from nnsim.document import Document
from nnsim.text import Message, message


class RunGoal:
    """Where a run that began with this document is to end; without steps and epochs, where its plan says."""

    def __init__(self, begun: Document, steps: int | None = None, epochs: int | None = None) -> None:
        self._begun = begun.state.epoch
        self._step = None if steps is None else begun.state.step + steps
        self._epoch = None if epochs is None else begun.state.epoch + epochs

    @property
    def open(self) -> bool:
        """Whether the plan says where the run ends."""
        return self._step is None and self._epoch is None

    def reached(self, document: Document) -> bool:
        """Whether a run that was stopped had come to its end, and not only to the step at which it was stopped."""
        state = document.state
        if self._step is not None:
            return state.step >= self._step
        if self._epoch is not None:
            return state.epoch >= self._epoch
        return state.position == 0 and state.epoch > self._begun and state.epoch % document.plan.epochs == 0

    def left(self, document: Document) -> tuple[int | None, int | None]:
        """Steps and epochs that are left of the run, None for what it is not counted in."""
        state = document.state
        return (None if self._step is None else self._step - state.step,
                None if self._epoch is None else self._epoch - state.epoch)


def told_end_of(document: Document) -> Message:
    """What is said at the end that the plan sets."""
    epoch = document.state.epoch
    span = message("1 epoch") if epoch == 1 else message("{count} epochs", count=epoch)
    return message("Training ended after {span}, as the settings say. Start it again to go on.", span=span)
