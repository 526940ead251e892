"""Numbers that change at a step, or with the sample, give way to the new ones softly; in training they just follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from ui.bridge.walk_settings import TOO_FAST
from ui.canvas.captions import Told, names_fit, value_text
from ui.canvas.overlay import Overlay
from ui.look import theme

if TYPE_CHECKING:
    from ui.canvas.card import Card
    from ui.canvas.view import CanvasView

SWAP = 120  # ms
MOST_NUMBERS = 160
"""On the screen; where more stand there, they change at once."""


class ValueSwap(Overlay):
    """Remembers which numbers stand under the units that are seen, and fades from them to those that come."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._told: dict[tuple[str, int], Told] = {}
        view.live.due.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        if view.clock is not None:  # the step is shown first
            view.clock.moved.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def show_training(self, running: bool) -> None:
        self._end()
        self._told = {}

    def _follow(self, *_: object) -> None:
        before, self._told = self._told, self._now()
        changed = {place: before[place] for place, told in self._told.items()
                   if place in before and before[place][0] not in ("", told[0]) and told[0]}
        duration = theme().duration(SWAP) / 1000
        clock = self.view.clock
        hurried = clock is not None and clock.playing and clock.speed >= TOO_FAST  # each fade would last longer
        if not changed or not duration or hurried or not self.view.isVisible():
            return
        self._end()
        showing, nodes = self.view.board.showing, {node for node, _ in changed}

        def frame(seconds: float) -> bool:
            showing.giving_way = (changed, min(1.0, seconds / duration))
            if seconds >= duration:
                showing.giving_way = ({}, 1.0)
            self.view.board.repaint_units(nodes)
            return seconds < duration

        frame(0.0)
        self.view.frames.animate("values", frame)

    def _end(self) -> None:
        """Show the numbers that have come."""
        self.view.frames.stop("values")
        self.view.board.showing.giving_way = ({}, 1.0)

    def _now(self) -> dict[tuple[str, int], Told]:
        """The number of each unit that is seen and has one; none while training, or where they are too many."""
        board = self.view.board
        if board.showing.training:
            return {}
        cards = [card for card in self._seen() if card.role != "loss" and names_fit(card, board.look)]
        if sum(len(card.center_of) for card in cards) > MOST_NUMBERS:
            return {}
        return {(card.id, unit): value_text(card, unit, board.look, board.showing)
                for card in cards for unit in card.center_of}

    def _seen(self) -> list[Card]:
        """The cards on the screen; none where they are very many."""
        diagram, area = self.view.board.diagram, self.view.board.visible
        left, top, right, bottom = diagram.boxes.T
        there = (left <= area.right()) & (right >= area.left()) & (top <= area.bottom()) & (bottom >= area.top())
        cards = tuple(diagram.seen.values())
        return [cards[place] for place in np.flatnonzero(there)] if int(there.sum()) <= MOST_NUMBERS else []
