"""Following the trainer: newest weights, maps and gradient sizes, at most ten times a second."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from ui.canvas.board import Board

INTERVAL = 100


class Figures(Protocol):
    """What the canvas reads of a snapshot (`nnsim.session.Snapshot`)."""

    parameters: Any
    gradient_norms: dict[str, float]
    unit_maps: dict[str, NDArray[np.float32]]
    train_loss: float


class Live(QObject):
    """Holds snapshots back until the canvas can show them. `due` asks for a refresh of links and discs."""

    due = Signal()

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board
        self._waiting: Figures | None = None
        self._pause = QTimer(self, interval=INTERVAL, singleShot=True)
        self._pause.timeout.connect(self._take)

    def follow(self, snapshot: Figures) -> None:
        """Show this snapshot as soon as a tenth of a second has passed since the last."""
        self._waiting = snapshot
        if not self._pause.isActive():
            self._take()

    def set_running(self, running: bool) -> None:
        """Whether training is on: then gradient sizes and the loss are shown."""
        if not running:
            self._take()  # the last figures are those that stay
        showing = self._board.showing
        showing.training = running
        if running:
            showing.step = None
            showing.rescale()
        self._board.refresh_units()

    def clear(self) -> None:
        """Show no figures: the network cannot run as it is."""
        self._waiting = None
        showing = self._board.showing
        showing.maps, showing.gradient_norms, showing.loss = {}, {}, None
        self.due.emit()

    def _take(self) -> None:
        snapshot, self._waiting = self._waiting, None
        if snapshot is None:
            return
        showing = self._board.showing
        showing.maps = dict(snapshot.unit_maps)
        if showing.training:
            showing.parameters = snapshot.parameters
            showing.gradient_norms = snapshot.gradient_norms
            showing.loss = snapshot.train_loss
            showing.follow_scale()
        self._pause.start()
        self.due.emit()
