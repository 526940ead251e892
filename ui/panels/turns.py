"""Work that may follow a moment later, in portions: one each time that the event loop has nothing else to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """One work at a time; between its portions what moves is painted, and keys and the mouse are answered."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._done: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def working(self) -> bool:
        """Whether work waits to be finished."""
        return self._work is not None

    def begin(self, work: Iterator[object], done: Callable[[], object]) -> None:
        """Do this in portions from the next turn on, and `done` at its end; what is left of another work is dropped."""
        self._work, self._done = work, done
        self._timer.start()

    def drop(self) -> None:
        """Leave undone what is left; `done` is not called."""
        self._work = self._done = None
        self._timer.stop()

    def _go_on(self) -> None:
        work, done = self._work, self._done
        if work is not None and next(work, self) is self and self._work is work:
            self.drop()
            if done is not None:
                done()
