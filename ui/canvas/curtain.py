"""What is seen of a large network while it opens: nothing at first, and then all of it at once."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsView

from ui.bridge.opening import Opening
from ui.canvas.frames import Frames


class Curtain:
    """Keeps cards and discs from being painted once without their links and once with them.

    Args:
        view: what the network is shown in.
        frames: of the view, whose work makes the discs and links.
        opening: told that the network stands once it is painted.
    """

    def __init__(self, view: QGraphicsView, frames: Frames, opening: Opening) -> None:
        self._view, self._frames, self._opening = view, frames, opening
        opening.over.connect(self._end)

    def fall(self) -> None:
        """Another network is about to be shown."""
        self._frames.hurried = self._opening.going_on

    def paint(self) -> bool:
        """Paint the empty ground while the network is not ready; tells whether that is so."""
        if not (self._frames.hurried and self._frames.working):
            return False
        with QPainter(self._view.viewport()) as painter:
            painter.setTransform(self._view.viewportTransform())
            ground = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
            self._view.drawBackground(painter, ground)
        return True

    def painted(self) -> None:
        """The network was painted."""
        if self._frames.hurried:
            QTimer.singleShot(0, self._view, self._opening.end)  # once the display has it

    def _end(self) -> None:
        self._frames.hurried = False
        if self._frames.working:  # its time was over before it was ready
            self._view.viewport().update()
