"""A large network that opens stands on the display after a while; what nobody looks at yet waits until then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import Network

LARGE = 1_000  # nodes and links
LONGEST = 10_000  # milliseconds; where nothing shows the network, nobody tells that it stands


class Opening(QObject):
    """Puts off work while a large network opens, so that its picture is there sooner.

    Signals:
        over(): the network stands, or has had its time; what was put off follows.
    """

    over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._going_on = False
        self._waiting: list[Callable[[], object]] = []
        self._limit = QTimer(self, interval=LONGEST, singleShot=True)
        self._limit.timeout.connect(self.end)

    @property
    def going_on(self) -> bool:
        """Whether a network was opened and does not stand yet."""
        return self._going_on

    def begin(self, network: Network) -> None:
        """This network opens."""
        if len(network.nodes) + len(network.links) > LARGE:
            self._going_on = True
            self._limit.start()

    def end(self) -> None:
        """It stands."""
        if self.going_on or self._waiting:
            self._going_on = False
            self._limit.stop()
            self.over.emit()
            waiting, self._waiting = self._waiting, []
            for work in waiting:
                work()

    def then(self, work: Callable[[], object]) -> None:
        """Do this now, or once as soon as the network stands."""
        if not self.going_on:
            work()
        elif work not in self._waiting:
            self._waiting.append(work)
