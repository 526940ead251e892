"""Following the trainer: newest weights, maps, activations and gradient sizes, seven times a second."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from ui.bridge.by_node import norms_by_node
from ui.canvas.board import Board

INTERVAL = 140


class Figures(Protocol):
    """What the canvas reads of a snapshot (`nnsim.session.Snapshot`)."""

    parameters: Any
    gradient_norms: dict[str, float]
    unit_maps: dict[str, NDArray[np.float32]]
    activations: Mapping[str, NDArray[np.float32]]
    sample: int
    train_loss: float
    step: int


class Live(QObject):
    """Holds snapshots back until the canvas can show them. `due` asks for a refresh of links and discs."""

    due = Signal()

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._board = board
        self._waiting: Figures | None = None
        self._shown: tuple[int, Any] = (-1, None)
        self._values: Mapping[str, NDArray[np.float32]] = {}
        self._at_rest = True
        self._pause = QTimer(self, interval=INTERVAL, singleShot=True)
        self._pause.timeout.connect(self._take)

    def follow(self, snapshot: Figures) -> None:
        """Show this snapshot as soon as some frames have passed since the last."""
        self._waiting = snapshot
        if not self._pause.isActive():
            self._take()

    def set_running(self, running: bool) -> None:
        """Whether training is on: then gradient sizes and the loss are shown."""
        if not running:
            self._take()  # the last figures are those that stay
        showing = self._board.showing
        showing.training = running
        self._show_values()
        if running:
            showing.step = None
            showing.width.follow(anew=True)
        self._board.refresh_units()

    def show_at_rest(self, on: bool) -> None:
        """Whether what units give is shown while nothing is trained or stepped; else it is left to be foretold."""
        if on != self._at_rest:
            self._at_rest = on
            self._show_values()
            self.due.emit()

    def _show_values(self) -> None:
        showing = self._board.showing
        showing.activations = self._values if self._at_rest or showing.training else {}

    def clear(self) -> None:
        """Show no figures: the network cannot run as it is."""
        self._waiting = None
        self._board.showing.maps = {}
        self._board.showing.activations = self._values = {}
        self._forget_figures()
        self.due.emit()

    def _forget_figures(self) -> None:
        """Those of a run that was taken back or edited away."""
        showing = self._board.showing
        showing.gradient_norms = {}
        if showing.step is None:
            showing.loss = None
        self._board.refresh_units()

    def _take(self) -> None:
        snapshot, self._waiting = self._waiting, None
        if snapshot is None:
            return
        showing = self._board.showing
        showing.maps = dict(snapshot.unit_maps)
        self._values, showing.row = snapshot.activations, snapshot.sample
        self._show_values()
        if showing.training:
            showing.parameters = snapshot.parameters
            norms = norms_by_node(snapshot.gradient_norms)
            showing.gradient_norms = {node: norm for node, norm in norms.items() if not math.isnan(norm)}
            showing.loss = snapshot.train_loss
            showing.width.follow()
            self._shown = (snapshot.step, snapshot.parameters)
        elif self._shown != (snapshot.step, snapshot.parameters):
            self._forget_figures()
        self._pause.start()
        self.due.emit()
