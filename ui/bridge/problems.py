"""What is wrong with the shown document, kept up to date, with the edits that mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import is_
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import Document, Link
from nnsim.edits import ChangeSet
from nnsim.program import Fix, Problem, search
from nnsim.program import problems as found_in
from ui.bridge.fresh import FreshNodes, Hint
from ui.bridge.store import DocumentStore

__all__ = ["Fix", "Hint", "Problem", "ProblemWatch", "problems"]


SMALL = 200  # nodes and links, of which the problems are found within a millisecond or two
BUDGET = 0.003  # seconds of a search before the window has its turn
SETTLE = 150  # milliseconds after the last edit of a larger network


_latest: tuple[tuple[object, ...], tuple[Problem, ...]] | None = None


def problems(document: Document) -> tuple[Problem, ...]:
    """Everything that is wrong with a document; what was found last is remembered, also while its numbers train."""
    if _latest is None or not all(map(is_, _latest[0], _parts(document))):
        return _remember(document, found_in(document))
    return _latest[1]


def _remember(document: Document, found: tuple[Problem, ...]) -> tuple[Problem, ...]:
    global _latest
    _latest = _parts(document), found
    return found


def _parts(document: Document) -> tuple[object, ...]:
    """What problems depend on."""
    return document.network, document.data, document.plan, document.views


class ProblemWatch(QObject):
    """The problems of the document as it is shown; `changed` tells to read them anew, for their fixes grow stale.

    Whoever asks gets those of this very moment. `changed` comes with the edit in small networks and in large ones when
    the edits pause, so that none of them waits for it; a fix that is pressed before then is looked up anew.

    `told` are the same as a student is told them: a node that is still being built only gets a hint (`FreshNodes`).
    """

    changed = Signal()

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._any_told = bool(self.all)
        self._fresh, self._jumping = FreshNodes(), False
        self._settling = QTimer(self, interval=SETTLE, singleShot=True)
        self._settling.timeout.connect(lambda: store.opening.then(self._begin))
        self._search: Iterator[Sequence[Problem]] = iter(())
        self._sought, self._found = store.shown, list[Problem]()
        self._going_on = QTimer(self, interval=0, singleShot=True)
        self._going_on.timeout.connect(self._go_on)
        store.jumping.connect(self._jump)
        store.changed.connect(self._follow)
        store.recomputed.connect(self._look)

    @property
    def all(self) -> tuple[Problem, ...]:
        """Every problem of the document as it is shown now."""
        return problems(self._store.shown)

    @property
    def told(self) -> tuple[Problem | Hint, ...]:
        """All problems; what nobody needs yet as a hint."""
        shown = self._store.shown
        return tuple(self._fresh.told(_lasting(problem, shown), shown) for problem in self.all)

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
        network = self._store.shown.network
        self._going_on.stop()
        if len(network.nodes) + len(network.links) <= SMALL:
            self._tell()
        else:
            self._settling.start()

    def _begin(self) -> None:
        """Search a large network, a few milliseconds at a time."""
        self._sought, self._found = self._store.shown, []
        self._search = search(self._sought)
        self._going_on.start()

    def _go_on(self) -> None:
        if not all(map(is_, _parts(self._sought), _parts(self._store.shown))):
            self._begin()
            return
        end = perf_counter() + BUDGET
        for portion in self._search:
            self._found += portion
            if perf_counter() > end:
                self._going_on.start()
                return
        _remember(self._sought, tuple(self._found))
        self._tell()

    def _tell(self) -> None:
        self._settling.stop()
        self._going_on.stop()
        before, self._any_told = self._any_told, bool(self.all)
        # Equal words may come with another remedy: a fix knows the nodes of the document that it was found in.
        if before or self._any_told:
            self.changed.emit()


def _lasting(problem: Problem, document: Document) -> Problem:
    """The problem with fixes that hold in a later document, too."""
    return replace(problem, fixes=tuple(_lasting_fix(problem, fix, document) for fix in problem.fixes))


def _lasting_fix(problem: Problem, fix: Fix, found_in: Document) -> Fix:
    def apply(document: Document) -> Document:
        """In another document than the fix was found in, the same one as it is there; none where all is well."""
        if document.network is found_in.network:
            return fix.apply(document)
        now = (each for each in problems(document) if each.place == problem.place)
        same = (other for each in now for other in each.fixes if other.label == fix.label)
        found = next(same, None)
        return document if found is None else found.apply(document)

    return Fix(fix.label, apply)
