"""What is wrong with the shown document, kept up to date, with the edits that mend it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from nnsim.document import Link
from nnsim.program import Fix, Problem, problems
from ui.bridge.store import DocumentStore

__all__ = ["Fix", "Problem", "ProblemWatch", "problems"]


class ProblemWatch(QObject):
    """The problems of the document as it is shown; `changed` tells to read them anew, for their fixes grow stale."""

    changed = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.all: tuple[Problem, ...] = problems(store.shown)
        store.changed.connect(lambda _: self._look())
        store.recomputed.connect(self._look)

    def at(self, place: str | Link) -> tuple[Problem, ...]:
        """The problems of a node (its id), a link, `data` or `plan`."""
        return tuple(problem for problem in self.all if problem.place == place)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those that stop the network."""
        return tuple(problem for problem in self.all if problem.severity == "error")

    def _look(self) -> None:
        before, self.all = self.all, problems(self._store.shown)
        # Equal words may come with another remedy: a fix knows the nodes of the document that it was found in.
        if before or self.all:
            self.changed.emit()
