"""Putting an edit on top of the training that went on while the edit was made."""

import weakref
from typing import Any

from msgspec.structs import replace
from numpy.typing import NDArray

from nnsim.document import Document, History, Past, TrainingState
from nnsim.edits import memory_of
from nnsim.edits.shapes import carried_shapes


class LiveState:
    """Remembers what a running training has shown, so that none of it comes back as an edit.

    A gesture may hold a document for seconds while training goes on. Arrays in its result that training had shown are
    old values that nobody touched: they give way to the newest ones. All other arrays are the edit itself.
    """

    def __init__(self, start: Document) -> None:
        self._shown: dict[int, weakref.ref[NDArray[Any]]] = {}
        self._steps: set[int] = set()
        self._first_history = start.history
        self.document = start
        self.show(start)

    def show(self, document: Document) -> None:
        """Take the newest document of the training."""
        self.document = document
        self._steps.add(document.state.step)
        for arrays in (document.state.parameters, document.state.slots, document.history.series):
            for array in arrays.values():
                self._remember(array)

    def carry(self, edited: Document) -> Document:
        """The edited document with the newest numbers wherever the edit left them as training had shown them."""
        if edited.state is self.document.state:
            return edited
        return replace(edited, state=self._carried_state(edited), history=self._carried_history(edited),
                       past=self._carried_past(edited))

    def _carried_state(self, edited: Document) -> TrainingState:
        old, new = edited.state, self.document.state
        untouched = {
            path for path, array in old.parameters.items() if path in new.parameters and self._was_shown(array)
        }
        if old.parameters and not untouched:
            return old  # every array is the edit's own, as after a reset
        parameters = old.parameters.with_({path: new.parameters[path] for path in untouched})
        slots = old.slots
        if memory_of(edited.plan) == memory_of(self.document.plan):
            same = carried_shapes(edited.network).items() & carried_shapes(self.document.network).items()
            kept = untouched | {path for path, _ in same}
            slots = slots.with_({path: slot for path, slot in new.slots.items() if path.partition(":")[0] in kept})
        if old.step not in self._steps:
            return replace(old, parameters=parameters, slots=slots)
        return TrainingState(parameters, slots, new.step, new.epoch, new.position, old.seed, new.lows)

    def _carried_history(self, edited: Document) -> History:
        mine = edited.history is self._first_history or any(map(self._was_shown, edited.history.series.values()))
        return self.document.history if mine else edited.history

    def _carried_past(self, edited: Document) -> Past:
        """The newest past, with the bookmarks and earlier runs of the edit: training by itself changes neither."""
        if edited.past is self.document.past:
            return edited.past
        return replace(self.document.past, bookmarks=edited.past.bookmarks, runs=edited.past.runs)

    def _remember(self, array: NDArray[Any]) -> None:
        key, shown = id(array), self._shown
        if key not in shown:
            shown[key] = weakref.ref(array, lambda _: shown.pop(key, None))

    def _was_shown(self, array: NDArray[Any]) -> bool:
        return id(array) in self._shown
