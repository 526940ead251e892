"""Breakpoints in the timeline: set under the tracks, listed in a card, run to by key and menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from nnsim import edits
from nnsim.edits import ChangeSet
from nnsim.text import message, tr
from ui.bridge import DocumentStore, StepClock
from ui.panels.timeline.breakpoint_dots import Spot
from ui.panels.timeline.breakpoints_card import BreakpointsCard
from ui.panels.timeline.step_row import StepRow

STOP, NO_STOP = message("Set a breakpoint"), message("Remove a breakpoint")


class Stopping(QObject):
    """Joins the breakpoints of the document to the row for stepping."""

    def __init__(self, store: DocumentStore, clock: StepClock, row: StepRow) -> None:
        super().__init__(row)
        self._store, self._clock, self._row = store, clock, row
        self.card = BreakpointsCard(store, clock, row.strides.stops)
        row.strides.stops.clicked.connect(lambda: self.card.show_above())
        row.tracks.marked.connect(self.toggle)
        row.tracks.menu_wanted.connect(self._offer)
        clock.run.aimless.connect(self.card.show_above)
        store.changed.connect(self._follow)
        self._follow(ChangeSet(breakpoints=True))

    def toggle(self, spot: Spot) -> None:
        """Set a breakpoint, or remove those that are there."""
        present = self._row.tracks.stops(spot)
        document = self._store.document
        nodes = [each.node for each in present] or [spot.run.node]
        for each in present:
            document = edits.remove_breakpoint(document, each)
        if not present:
            document = edits.toggle_breakpoint(document, nodes, spot.phase)
        self._store.commit(document, NO_STOP if present else STOP)

    def toggle_here(self) -> None:
        """The same where the playhead stands."""
        spot = self._row.tracks.here
        if spot is not None and self._row.tracks.isVisible():
            self.toggle(spot)

    def _offer(self, spot: Spot, at: QPoint) -> None:
        """What can be done at a place of the timeline."""
        menu = QMenu(self._row)
        menu.addAction(tr("Run to here")).triggered.connect(
            lambda: self._clock.run.to_here([spot.run.node], spot.phase))
        there = bool(self._row.tracks.stops(spot))
        menu.addAction(tr("Stop here no more") if there else tr("Stop here")).triggered.connect(
            lambda: self.toggle(spot))
        menu.addSeparator()
        menu.addAction(tr("Breakpoints…")).triggered.connect(lambda: self.card.show_above())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _follow(self, change: ChangeSet) -> None:
        if change.breakpoints:
            breakpoints = self._store.document.views.breakpoints
            self._row.tracks.set_breakpoints(breakpoints)
            self._row.strides.stops.set_icon("record-fill" if any(each.on for each in breakpoints) else "record")
