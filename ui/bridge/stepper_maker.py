"""Makes the stepper of a document beside the event loop: a network with many operations takes longer than a frame."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from threadpoolctl import threadpool_limits

from nnsim.document import Document
from nnsim.text import NnsimError
from nnsim.trace import Detail, Stepper
from ui.threads import Beside, Work

Made = Stepper | Exception
"""A stepper, or why there is none."""
IN_VAIN = 0.0
"""Seconds to wait at most where one that nobody waits for any more ends first"""


class StepperMaker(QObject):
    """Makes one stepper at a time in a thread; of several asked for in a row, only the last is told of.

    Signals:
        made(Stepper | Exception): the stepper that was asked for last, unless `start` has handed it over already.
    """

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._beside = Beside(self)
        self._beside.ended.connect(self._take)
        self._threads = 0
        self.document: Document | None = None
        """What the stepper that is being made is for; None while none is."""

    def start(self, document: Document, sample: int, detail: Detail, patience: float) -> Made | None:
        """Begin a stepper, and hand it over if it is there within so many seconds; None: `made` will tell."""
        self.cancel()
        if self._beside.busy:
            patience = min(patience, IN_VAIN)
        self.document = document
        work = self._beside.start(partial(_made, document, sample, detail, self._threads))
        if not work.over.wait(patience):
            return None
        self.cancel()
        return self._outcome(work)

    def cancel(self) -> None:
        """Forget what is being made; the thread ends it and nobody hears of it."""
        self._beside.drop()
        self.document = None

    def _take(self, work: Work) -> None:
        self.document = None
        self.made.emit(self._outcome(work))

    def _outcome(self, work: Work) -> Made:
        """What a work came to; whoever asked for the stepper raises a refusal, where a person is told."""
        if isinstance(work.result, Exception):
            return bare(work.result) if isinstance(work.result, NnsimError) else work.result
        made: Stepper = work.result
        self._threads = made.threads
        return made


def bare(error: NnsimError) -> NnsimError:
    """The error without the frames that it passed: those hold documents and steppers."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def _made(document: Document, sample: int, detail: Detail, threads: int, _: Work) -> Stepper:
    """A stepper with its timeline and its first view, which take their time too; in the thread, for which so many
    threads of BLAS are set."""
    stepper = Stepper(document, sample, detail)
    if stepper.threads != threads:  # the bits depend on it, so it must be set before the step is run
        threadpool_limits(stepper.threads, user_api="blas")
        stepper = Stepper(document, sample, detail)
    stepper.timeline()
    stepper.view()
    return stepper
