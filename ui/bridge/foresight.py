"""What comes next and what came before is told ahead while nothing else happens: most moves go there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.trace import Explanation, Stepper

REST = 100
"""Milliseconds after a move, and between two stops: what it shows comes first."""


class Foresight(QObject):
    """Prepares the stops beside the one at hand, the next one first; one at a time, so that the window has its turn.

    Args:
        stepper: gives the stepper of the moment, None where nothing is stepped through.

    Signals:
        told(Explanation): what is told at a stop beside the one at hand.
    """

    told = Signal(object)

    def __init__(self, stepper: Callable[[], Stepper | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stepper = stepper
        self._ways: list[int] = []
        self._timer = QTimer(self, interval=REST, singleShot=True)
        self._timer.timeout.connect(self._prepare)

    def look(self) -> None:
        """The cursor stands elsewhere."""
        self._ways = [1, -1]
        self._timer.start()

    def stop(self) -> None:
        """Nothing is stepped through any more."""
        self._timer.stop()

    def _prepare(self) -> None:
        stepper = self._stepper()
        if stepper is None or not self._ways:
            return
        told: Explanation | None = stepper.prepare(self._ways.pop(0))
        if told is not None:
            self.told.emit(told)
        if self._ways:
            self._timer.start()
