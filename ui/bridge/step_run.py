"""Running on to a breakpoint: many training steps between the events of the window, as one undo entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from nnsim.document import Breakpoint, History, NodeBreakpoint
from nnsim.document.breakpoints import StopPhase
from nnsim.ops.base import PHASES
from nnsim.session.curves import Curves
from nnsim.text import message
from nnsim.trace import Met, Stepper, Stops, told_at
from ui.bridge.store import DocumentStore

SLICE = 0.008
"""Seconds of a run between two events of the window, but for a training step that takes longer"""
TELL_EVERY = 0.1
IN_VAIN = 64
"""Training steps after which a node that has not come yet does not come at all"""


class StepRun(QObject):
    """A walk to where a breakpoint stops. What stops it otherwise (`stop`, any move) leaves it at the step it came to.

    Signals:
        changed(bool): a run goes on, or is over.
        progressed(int): how many training steps were done when it came to here, a few times a second.
        told(Message): what it came to, or why it did not come to anything.
        aimless(): there is nothing to stop at.

    Args:
        stepper: gives the stepper at hand.
        move: calls what it is given with a stepper, once there is one.
        arrive: called with the curves when the stepper has come to its place.
    """

    changed = Signal(bool)
    progressed = Signal(int)
    told = Signal(object)
    aimless = Signal()

    def __init__(
        self, store: DocumentStore, stepper: Callable[[], Stepper | None],
        move: Callable[[Callable[[Stepper], object]], None], arrive: Callable[[History], None], parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store, self._at_hand, self._move, self._arrive = store, stepper, move, arrive
        self._way: Generator[Met | None] | None = None
        self._stepper: Stepper | None = None
        self._curves = Curves(store.document.history)
        self._stops = Stops(())
        self._steps, self._told_at, self._told = 0, 0.0, False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def on(self) -> bool:
        """Whether a run is on."""
        return self._way is not None

    def to_breakpoint(self) -> None:
        """On to the next breakpoint that is on; a run that is on is stopped instead."""
        if self.on:
            self.stop()
            return
        breakpoints = self._store.document.views.breakpoints
        if any(each.on for each in breakpoints):
            self._begin(breakpoints)
        else:
            self.aimless.emit()

    def to_here(self, nodes: Collection[str], phase: StopPhase | None = None) -> None:
        """On to where one of these nodes works next, in a phase or in any; breakpoints stop it before that."""
        phases = PHASES if phase is None else (phase,)
        targets = tuple(NodeBreakpoint(node, each) for node in nodes for each in phases)
        self._begin((*self._store.document.views.breakpoints, *targets))

    def stop(self) -> None:
        """Stay at the beginning of the training step that the run has come to."""
        if self.on:
            self._end(None)

    def drop(self, edited: bool = False) -> None:
        """End it without its training steps: its stepper is gone, or the document has become another, which is told
        where it was `edited`."""
        if self.on:
            shown = self._told
            self._leave()
            if edited and shown:
                self.told.emit(message("The run ended because the network or its training was changed meanwhile. "
                                       "Its training steps are not kept."))

    def _begin(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        held, self._stops = self._stops.watch.held, Stops(breakpoints)
        self._stops.watch.held = held & frozenset(self._stops.watch.conditions)
        self._move(self._start)

    def _start(self, stepper: Stepper) -> None:
        self._stepper, self._way = stepper, stepper.run(self._stops)
        self._curves = Curves(self._store.document.history)
        self._steps, self._told_at, self._told = 0, perf_counter(), False
        self._timer.start()

    def _go_on(self) -> None:
        """A slice of the run."""
        if self._at_hand() is not self._stepper:
            self.drop()
            return
        end = perf_counter() + SLICE
        while self._way is not None:
            with np.errstate(all="ignore"):
                met = next(self._way)
            if met is not None:
                self._end(met)
            else:
                self._note()
            if perf_counter() >= end:
                break
        if self._way is not None:
            self._tell()

    def _note(self) -> None:
        """Another training step is done; at the end of an epoch that is kept, its figures join the history."""
        assert self._stepper is not None
        self._steps += 1
        epoch = self._stepper.epochs_done
        if epoch is not None and self._curves.wants(epoch):
            self._curves.add(epoch, *self._stepper.figures())
        if self._store.visiting and self._stepper.moment.step >= self._store.present.state.step:
            self._end(None)  # the present: what lies beyond it is not looked at but trained
        elif self._steps == IN_VAIN and not self._stops.watch.conditions:
            self._end(None)
            self.told.emit(message("Nothing works where the breakpoints are. Set one at another place."))

    def _tell(self) -> None:
        """The run goes on: say how far it is."""
        assert self._stepper is not None
        if not self._told:
            self._told = True
            self.changed.emit(True)
        now = perf_counter()
        if now - self._told_at > TELL_EVERY:
            self._told_at = now
            self._stepper.document_before()  # keeps a state of the way, so that going back is short
            self.progressed.emit(self._stepper.moment.step)

    def _end(self, met: Met | None) -> None:
        """Show where it came to."""
        self._leave()
        self._arrive(self._curves.history())
        if met is not None:
            words = told_at(met, {node.id: node.name for node in self._store.document.network.nodes})
            if words is not None:
                self.told.emit(words)

    def _leave(self) -> None:
        self._timer.stop()
        way, self._way, self._stepper = self._way, None, None
        if way is not None:
            way.close()
        if self._told:
            self._told = False
            self.changed.emit(False)
