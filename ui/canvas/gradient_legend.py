"""The legend tells what the arcs around units are, while there are some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.canvas.overlay import Overlay

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView


class GradientLegend(Overlay):
    """Adds a line to the legend in training and in the backward phase of a step."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        view.live.due.connect(self._follow)
        if view.clock is not None:  # the step is shown first
            view.clock.moved.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def show_training(self, running: bool) -> None:
        self._follow()

    def _follow(self, *_: object) -> None:
        showing, corners = self.view.board.showing, self.view.corners
        step = showing.step
        on = bool(step.deltas) and step.phase == "backward" if step is not None else bool(showing.gradient_norms)
        if corners.legend.set_gradients(on):
            corners.place()
