"""States of the training from which earlier steps are replayed to the bit."""

from nnsim.document import TrainingState

MOST = 64


class Keyframes:
    """Training states by step number: the first, and up to MOST later ones, thinned out evenly as they become many."""

    def __init__(self, first: TrainingState) -> None:
        self._first = first.step
        self._states = {first.step: first}
        self._stride = 1

    def put(self, state: TrainingState) -> None:
        """Keeps the state at the beginning of a step, where it falls on the stride."""
        if (state.step - self._first) % self._stride:
            return
        self._states[state.step] = state
        if len(self._states) > MOST:
            self._stride *= 2
            self._states = {
                step: kept for step, kept in self._states.items() if (step - self._first) % self._stride == 0
            }

    def before(self, step: int) -> TrainingState:
        """The latest kept state that is not after the beginning of a step."""
        return self._states[max(kept for kept in self._states if kept <= step)]
