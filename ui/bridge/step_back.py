"""Back into a training step that is not kept: it is trained again beside the event loop, until it is there or given up.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from PySide6.QtCore import QObject, Signal

from nnsim.document import Document
from nnsim.program import Replay
from nnsim.trace import Stepper
from ui.threads import Beside, Work

AT_ONCE = 0.008
"""Seconds of training that the window's thread does itself"""
PATIENCE = 0.010
"""Seconds that the window waits for a longer one, which may be there sooner"""
TELL_EVERY = 0.1


class StepBack(QObject):
    """Trains again what a stepper has to walk back over.

    Signals:
        changed(bool): a training step is being trained again, or is so no more.
        progressed(int, int): how many steps of how many were trained again, a few times a second.
    """

    changed = Signal(bool)
    progressed = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beside = Beside(self)
        self._beside.told.connect(lambda _, told: self.progressed.emit(*told))
        self._beside.ended.connect(self._take)
        self._stepper: Stepper | None = None
        self._then: Callable[[], object] | None = None

    @property
    def on(self) -> bool:
        """Whether a step is being trained again."""
        return self._stepper is not None

    def begin(self, stepper: Stepper, then: Callable[[], object]) -> bool:
        """Train the step before this one again, and call `then` once the stepper can walk into it; False where it can
        at once."""
        if self._stepper is stepper:
            return True
        self.drop()
        steps = stepper.steps_back
        if not steps or steps * stepper.seconds < AT_ONCE:
            return False
        work = self._beside.start(partial(_trained_again, stepper.document_before(), steps))
        if work.over.wait(PATIENCE):
            self._beside.drop()
            _give(stepper, work)
            return False
        self._stepper, self._then = stepper, then
        self.changed.emit(True)
        return True

    def drop(self) -> None:
        """Stay where the stepper stands."""
        self._beside.drop()
        if self.on:
            self._stepper = self._then = None
            self.changed.emit(False)

    def _take(self, work: Work) -> None:
        stepper, then = self._stepper, self._then
        self.drop()
        if stepper is not None and then is not None:
            _give(stepper, work)
            then()


def _give(stepper: Stepper, work: Work) -> None:
    if isinstance(work.result, Exception):
        raise work.result
    stepper.walk_back_along(work.result)


def _trained_again(document: Document, steps: int, work: Work) -> Replay:
    """The past of a document with the moment one step before at hand, and those just before that; in the thread."""
    replay, done, told_at = Replay(document), 0, perf_counter()

    def go_on() -> bool:
        nonlocal done, told_at
        done += 1
        if perf_counter() - told_at > TELL_EVERY:
            told_at = perf_counter()
            work.tell((done, steps))
        return work.goes_on()

    replay.at(document.state.step - 1, go_on)
    return replay
