"""The way back of the view: an edit that is undone takes along the move of the view that it brought about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF

from nnsim.document import Network
from ui.canvas.camera import Camera

MOST = 100


@dataclass(frozen=True)
class Trip:
    """A move of the view that an edit of `before` brought about: to `aim`, from `start`."""

    before: Network
    start: tuple[float, QPointF]
    fitted: bool
    aim: tuple[float, QPointF]


class WayBack:
    """Keeps the moves that edits brought about, the newest last, while nobody has moved the view by hand since."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._trips: list[Trip] = []
        self._goes_back = False

    @contextmanager
    def watching(self, before: Network) -> Iterator[None]:
        """Note where the view goes within, for an edit of this network."""
        camera = self._camera
        start, fitted, self._goes_back = camera.aim, camera.fitted, False
        yield
        if camera.aim != start and not self._goes_back:
            self._trips = [*self._trips[1 - MOST:], Trip(before, start, fitted, camera.aim)]

    def go(self, network: Network) -> bool:
        """Go back to where the view stood when the network was this one; tells whether an edit had moved it since."""
        camera = self._camera
        if not self._trips or self._trips[-1].before is not network:
            return False
        trip = self._trips.pop()
        if camera.aim != trip.aim:
            self._trips.clear()
            return False
        camera.go(*trip.start)
        camera.fitted, self._goes_back = trip.fitted, True
        return True
