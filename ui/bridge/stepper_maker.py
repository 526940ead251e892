"""Makes the stepper of a document beside the event loop: a network with many operations takes longer than a frame."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from threadpoolctl import threadpool_limits

from nnsim.document import Document
from nnsim.text import NnsimError
from nnsim.trace import Detail, Stepper
from ui.bridge.short_turns import short_turns

Made = Stepper | Exception
"""A stepper, or why there is none."""


class StepperMaker(QObject):
    """Makes one stepper at a time in a thread; of several asked for in a row, only the last is told of.

    Signals:
        made(Stepper | Exception): the stepper that was asked for last, unless `start` has handed it over already.
    """

    made = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._tell = _Tell(self)
        self._tell.done.connect(self._take)
        self._turn = 0
        self._threads = 0
        self.document: Document | None = None
        """What the stepper that is being made is for; None while none is."""

    def start(self, document: Document, sample: int, detail: Detail, patience: float) -> Made | None:
        """Begin a stepper, and hand it over if it is there within so many seconds; None: `made` will tell."""
        self.cancel()
        if self._pool.activeThreadCount():
            patience = 0.0  # what nobody waits for any more ends first
        self.document = document
        making = _Making(self._tell, self._turn, (document, sample, detail), self._threads)
        self._pool.start(_Task(making))
        if not making.over.wait(patience):
            return None
        self.cancel()
        self._threads = making.threads
        return making.result

    def cancel(self) -> None:
        """Forget what is being made; the thread ends it and nobody hears of it."""
        self._turn += 1
        self._pool.clear()
        self.document = None

    def _take(self, turn: int, threads: int, result: Made) -> None:
        if turn == self._turn:
            self._threads = threads
            self.document = None
            self.made.emit(result)


def bare(error: NnsimError) -> NnsimError:
    """The error without the frames that it passed: those hold documents and steppers."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


class _Tell(QObject):
    done = Signal(int, int, object)


class _Making:
    """One stepper, with its timeline and its first view, which take their time too."""

    def __init__(self, tell: _Tell, turn: int, asked: tuple[Document, int, Detail], threads: int) -> None:
        self.over = Event()
        self.result: Made | None = None
        self.threads = threads
        self._tell, self._turn, self._asked = tell, turn, asked

    def run(self) -> None:
        """In the thread of the pool; the interpreter lets the window's thread have its turn ten times as often."""
        try:
            with short_turns():
                self.result = self._made()
        except NnsimError as error:  # whoever asked for the stepper raises it, where a person is told
            self.result = bare(error)
        except Exception as error:
            self.result = error
        self.over.set()
        self._tell.done.emit(self._turn, self.threads, self.result)

    def _made(self) -> Stepper:
        stepper = Stepper(*self._asked)
        if stepper.threads != self.threads:  # the bits depend on it, so it must be set before the step is run
            self.threads = stepper.threads
            threadpool_limits(self.threads, user_api="blas")
            stepper = Stepper(*self._asked)
        stepper.timeline()
        stepper.view()
        return stepper


class _Task(QRunnable):
    """What the pool runs. It comes to its end empty: PySide may keep it for as long as the pool."""

    def __init__(self, making: _Making) -> None:
        super().__init__()
        self._making: _Making | None = making

    def run(self) -> None:
        making, self._making = self._making, None
        if making is not None:
            making.run()
