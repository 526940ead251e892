"""What is wrong with the shown document, kept up to date, with the edits that mend it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import Link
from nnsim.edits import ChangeSet
from nnsim.program import Fix, Problem, problems
from ui.bridge.fresh import FreshNodes, Hint
from ui.bridge.store import DocumentStore

__all__ = ["Fix", "Hint", "Problem", "ProblemWatch", "problems"]


class ProblemWatch(QObject):
    """The problems of the document as it is shown; `changed` tells to read them anew, for their fixes grow stale.

    `told` are the same as a student is told them: a node that is still being built only gets a hint (`FreshNodes`).
    """

    changed = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.all: tuple[Problem, ...] = problems(store.shown)
        self._fresh, self._jumping = FreshNodes(), False
        store.jumping.connect(self._jump)
        store.changed.connect(self._follow)
        store.recomputed.connect(self._look)

    @property
    def told(self) -> tuple[Problem | Hint, ...]:
        """All problems; what nobody needs yet as a hint."""
        return tuple(self._fresh.told(problem, self._store.shown) for problem in self.all)

    def at(self, place: str | Link) -> tuple[Problem | Hint, ...]:
        """What is told of a node (its id), a link, `data` or `plan`."""
        return tuple(problem for problem in self.told if problem.place == place)

    def insist(self) -> None:
        """Training or a step is asked for, so what was a hint is an error now."""
        if self._fresh.insist():
            self.changed.emit()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those that stop the network."""
        return tuple(problem for problem in self.all if problem.severity == "error")

    def _jump(self) -> None:
        self._jumping = True
        QTimer.singleShot(0, self, self._land)

    def _land(self) -> None:
        self._jumping = False

    def _follow(self, change: ChangeSet) -> None:
        opened = self._jumping and not self._store.undo_stack.count()
        if opened:
            self._fresh = FreshNodes()
        else:
            self._fresh.follow(change, self._store.document)
        self._look()

    def _look(self) -> None:
        before, self.all = self.all, problems(self._store.shown)
        # Equal words may come with another remedy: a fix knows the nodes of the document that it was found in.
        if before or self.all:
            self.changed.emit()
