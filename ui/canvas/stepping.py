"""Showing the moments of stepping: the spotlight follows the clock, pulses travel, the update morphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QEasingCurve, QObject, QRectF, Signal
from PySide6.QtGui import QPainter

from ui.canvas.board import KEPT_PIXELS, Board
from ui.canvas.frames import Frames
from ui.canvas.items import HALO_LAYER, LIT_LAYER, TOP_LAYER, Painted
from ui.canvas.kernel_route import kernel_routes
from ui.canvas.pulses import Pulses
from ui.canvas.showing import Step
from ui.canvas.spotlight import Spotlight, spotlight_of
from ui.canvas.step_paint import GHOST_SECONDS, paint_halos, paint_lit, paint_marks, sweeps
from ui.canvas.sum_paint import GrowingSum
from ui.canvas.time_lens import TimeLens
from ui.look import theme

SUM_LAYER, PULSE_LAYER = TOP_LAYER - 0.01, TOP_LAYER + 0.01
TRAVEL = {"term": 0.6, "neuron": 0.45, "layer": 0.7}
HELD = 0.2
MARGIN = 60.0  # of chips, halos and rings beside wires and cards


class Stepping(QObject):
    """Owns the layers of the spotlight: three stand still, and of two only what moves is painted in every frame.

    `changed` tells that dimming or numbers under the links have changed.

    Args:
        seen: the part of the scene in which something more can be shown.
    """

    changed = Signal()

    def __init__(self, board: Board, frames: Frames, seen: Callable[[], QRectF]) -> None:
        super().__init__(board)
        self._board = board
        self._frames = frames
        self.light = Spotlight()
        self._progress = 1.0
        self._ghost = 0.0
        self._last = 0.0
        self._order: tuple[int, ...] = ()
        self._halo_layer = Painted(HALO_LAYER, self._halos)
        self._lit_layer = Painted(LIT_LAYER, self._lit)
        self._mark_layer = Painted(TOP_LAYER, self._marks)
        self._sum_layer = Painted(SUM_LAYER, lambda painter: self._sum.paint(painter, self._progress))
        self._pulse_layer = Painted(PULSE_LAYER, lambda painter: self._pulses.paint(painter, self._progress))
        self._lens = TimeLens(board, seen)
        self._still = (self._halo_layer, self._lit_layer, self._mark_layer)
        for layer in (*self._still, self._sum_layer, self._pulse_layer):
            board.addItem(layer)
        self._prepare()

    def show(
        self, step: Step | None, now: float, speed: float = 1.0, animate: bool = True, playing: bool = False
    ) -> None:
        """Show a moment, or none. `now` is in seconds; moments in quick succession skip the pulses, but while playing,
        whose pulses are as fast as its moments."""
        showing, board = self._board.showing, self._board
        was_dim, new_numbers = board.dimmed, _updated(showing.step) != _updated(step)
        forward = self._advances(step)
        if step is not None or showing.step is not None:  # else it is that of a run
            showing.loss = None if step is None else step.loss
        showing.step = step
        board.set_stepping(step is not None)
        self.light = Spotlight() if step is None else spotlight_of(step, board.diagram, board.wiring, showing)
        board.dimmed = bool(self.light.lit) or self.light.node is not None
        held, self._last = now - self._last < HELD and not playing, now
        self._mark()
        self._prepare()
        self._start(step, speed, animate and forward and not held)
        self._cover()
        board.refresh_units()
        if board.dimmed != was_dim or new_numbers:
            self.changed.emit()

    def refresh(self) -> None:
        """Take over another diagram, zoom or theme."""
        showing = self._board.showing
        if showing.step is not None:
            self.light = spotlight_of(showing.step, self._board.diagram, self._board.wiring, showing)
            self._mark()
            self._prepare()
            self._cover()

    def _prepare(self) -> None:
        """Make what moves in this moment once for all frames."""
        board, light = self._board, self.light
        self._lens.follow(light)
        routes = kernel_routes(light, board.diagram, board.showing)
        through = board.showing.step is not None and board.showing.step.operation.endswith("InputGradient")
        self._pulses = Pulses(light, board.look, self._lens.ways() if routes is None else routes, through)
        self._sum = GrowingSum(light, board.diagram, board.look, board.showing)

    def _mark(self) -> None:
        marks, light = self._board.marks, self.light
        marks.running = light.node
        marks.running_color = None if light.phase is None else self._board.look.tokens.phase(light.phase)[0]

    def _advances(self, step: Step | None) -> bool:
        """Whether this moment comes after the one before; going back is immediate."""
        before, self._order = self._order, _place(step)
        return self._order > before

    def _start(self, step: Step | None, speed: float, animate: bool) -> None:
        self._progress, self._ghost = 1.0, 0.0
        self._frames.stop("pulse")
        if step is None or not self.light.node or not animate or theme().reduced_motion:
            return
        lingering = GHOST_SECONDS if step.phase == "update" and self.light.lit else 0.0
        if not (self._pulses.any or self._sum.moves or sweeps(self.light) or lingering):
            return  # no frame is painted of what stands still
        active = step.active or ("", None, None)
        detail = "term" if active[2] is not None else "neuron" if active[1] is not None else "layer"
        duration = TRAVEL[detail] / max(speed, 0.01)
        ease = QEasingCurve(QEasingCurve.Type.InOutCubic)
        self._progress = 0.0

        def frame(seconds: float) -> bool:
            before = self._progress, self._ghost
            self._progress = ease.valueForProgress(min(1.0, seconds / duration))
            self._ghost = max(0.0, 1.0 - seconds / lingering) if lingering else 0.0
            self._repaint_moving(before[0] != self._progress, before[1] != self._ghost)
            return seconds < max(duration, lingering)

        self._frames.animate("pulse", frame)

    def _cover(self) -> None:
        """Repaint where the spotlight is, and nothing else."""
        light, diagram, box = self.light, self._board.diagram, QRectF()
        for wire in (*light.lit, *(carried.wire for carried in light.hot)):
            box = box.united(wire.curve.controlPointRect())
        for node in {light.node, *light.windows, *(node for node, _ in light.deltas)} - {None}:
            card = diagram.cards.get(str(node))
            box = box.united(card.rect) if card is not None else box
        box = box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN) if not box.isEmpty() else QRectF()
        small = box.width() * box.height() * self._board.look.ratio**2 <= KEPT_PIXELS // 4
        for layer in self._still:
            layer.keep_picture(small)
            layer.cover(box)
        self._lens.keep_picture(small)
        self._sum_layer.cover(self._sum.bounds)
        self._repaint_moving(True, False)

    def _repaint_moving(self, moved: bool, faded: bool) -> None:
        """Repaint what is another from frame to frame: the pulses and a sum that grows; a sweeping halo only fades in;
        the ghost fades."""
        self._halo_layer.setOpacity(self._progress if sweeps(self.light) else 1.0)
        if moved:
            self._pulse_layer.cover(self._pulses.bounds(self._progress))
            if self._sum.moves:
                self._sum_layer.update()
        if faded:
            self._lit_layer.update()

    def _halos(self, painter: QPainter) -> None:
        paint_halos(painter, self.light, self._board.look, self._board.showing)

    def _lit(self, painter: QPainter) -> None:
        paint_lit(painter, self.light, self._board.look, self._board.showing, self._ghost)

    def _marks(self, painter: QPainter) -> None:
        paint_marks(painter, self.light, self._board.diagram, self._board.look, self._board.showing)


def _updated(step: Step | None) -> int:
    """How many parameters have new values by now."""
    return 0 if step is None else sum(int(np.isfinite(array).sum()) for array in step.new_parameters.values())


def _place(step: Any) -> tuple[int, ...]:
    moment = getattr(step, "moment", None)
    if moment is None:
        return ()
    stop = moment.stop
    if stop is None:
        return (moment.step,)
    return moment.step, stop.instruction, -1 if stop.cell is None else stop.cell, -1 if stop.term is None else stop.term
