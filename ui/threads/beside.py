"""Runs one work after another in a thread of its own, gives it up at will, and tells of it in the window's thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import cache
from threading import Event, Lock, Thread, get_ident
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from ui.threads.short_turns import short_turns


class Work:
    """Something to do beside the event loop. `over` is set when it has ended, with its `result` or the exception that
    ended it."""

    def __init__(self, do: Callable[[Work], object]) -> None:
        self.over = Event()
        self.result: Any = None
        self._do: Callable[[Work], object] | None = do
        self._wanted = True

    def goes_on(self) -> bool:
        """Whether anybody still waits for it: to be asked by the work itself, as often as it can end."""
        return self._wanted

    def tell(self, what: object) -> None:
        """Tell the window how far it is, or what is there already."""
        if self._wanted:
            _voice().told.emit(self, what)

    def drop(self) -> None:
        """Nobody waits for it any more."""
        self._wanted = False

    def run(self) -> None:
        """In the thread. What was to be done is let go of: others may hold the work for longer."""
        do, self._do = self._do, None
        if self._wanted and do is not None:
            try:
                self.result = do(self)
            except Exception as error:  # told in the window's thread
                self.result = error
        self.over.set()
        if self._wanted:
            _voice().ended.emit(self)


class Beside(QObject):
    """Works of one owner, in the order in which they were begun, `hands` of them at a time.

    Its end drops what is left: neither it nor its owner waits for a thread then. (A pool of Qt would, with Python's
    lock in its hands, for a thread that waits for that lock.) Python waits for the threads when the program ends.

    Signals:
        told(Work, object): a work tells of itself.
        ended(Work): a work has come to its end, unless it was dropped.
    """

    told = Signal(object, object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None, hands: int = 1) -> None:
        super().__init__(parent)
        self._hands = _Hands(hands)
        self._works: set[Work] = set()
        voice = _voice()
        voice.told.connect(self._hear)
        voice.ended.connect(self._end)
        self.destroyed.connect(self._hands.drop)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.drop)

    @property
    def busy(self) -> bool:
        """Whether a work is not over yet, be it one that nobody waits for any more."""
        return self._hands.busy

    def start(self, do: Callable[[Work], object]) -> Work:
        """Begin a work, which is called with itself."""
        work = Work(do)
        self._works.add(work)
        self._hands.take(work)
        return work

    def drop(self) -> None:
        """Forget all works; those that ask whether they go on end soon."""
        self._works.clear()
        self._hands.drop()

    def wait(self) -> None:
        """Until no thread is at work any more."""
        self._hands.wait()

    def _hear(self, work: Work, what: object) -> None:
        if work in self._works:
            self.told.emit(work, what)

    def _end(self, work: Work) -> None:
        if work in self._works:
            self._works.discard(work)
            self.ended.emit(work)


class _Hands:
    """The threads of one owner; they end when there is nothing left to do."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._waiting: deque[Work] = deque()
        self._at_work: set[Work] = set()
        self._threads: set[Thread] = set()

    @property
    def busy(self) -> bool:
        with self._lock:
            return any(not work.over.is_set() for work in (*self._at_work, *self._waiting))

    def take(self, work: Work) -> None:
        with self._lock:
            self._waiting.append(work)
            if len(self._threads) < self._most:
                thread = Thread(target=self._go, name="beside the window")
                self._threads.add(thread)
                thread.start()

    def drop(self) -> None:
        with self._lock:
            for work in (*self._waiting, *self._at_work):
                work.drop()
            self._waiting.clear()

    def wait(self) -> None:
        for thread in tuple(self._threads):
            thread.join()

    def _go(self) -> None:
        with short_turns():
            while (work := self._next()) is not None:
                work.run()
                with self._lock:
                    self._at_work.discard(work)

    def _next(self) -> Work | None:
        with self._lock:
            if self._waiting:
                work = self._waiting.popleft()
                self._at_work.add(work)
                return work
            self._threads = {thread for thread in self._threads if thread.ident != get_ident()}
            return None


class _Voice(QObject):
    """Brings what threads tell into the window's thread. There is one, which is never destroyed while they speak."""

    told = Signal(object, object)
    ended = Signal(object)


@cache
def _voice() -> _Voice:
    return _Voice()
