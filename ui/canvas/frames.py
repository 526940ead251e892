"""The frame timer of the canvas: it runs while something moves or waits, and spreads slow work over frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

FRAME = 16
BUDGET, HURRY = 0.005, 0.014  # seconds of a frame; in a hurry nothing else happens but what waits


@dataclass(eq=False)
class Animation:
    """What moves, and when its first frame was (None: it is to come)."""

    frame: Callable[[float], bool]
    begun: float | None = None


class Frames(QObject):
    """Calls animations once a frame with the seconds since they began, and goes on with work within a budget."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=FRAME, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self._work: Iterator[object] | None = None
        self._done: Callable[[], None] | None = None
        self._animations: dict[str, Animation] = {}
        self.hurried = False

    @property
    def working(self) -> bool:
        """Whether work waits to be finished."""
        return self._work is not None

    @property
    def animating(self) -> bool:
        """Whether something moves."""
        return bool(self._animations)

    def do(self, work: Iterator[object], at_once: float = 0.0, done: Callable[[], None] | None = None) -> None:
        """Begin a work in place of the one in progress; up to `at_once` seconds of it are done now.

        Where the work yields True, what is left of it waits for the next frame.
        """
        self._work, self._done = work, done
        if at_once > 0:
            self._go_on(at_once)
        self._wake()

    def finish(self) -> None:
        """Do all of the work that is left now."""
        self._go_on(float("inf"))

    def animate(self, name: str, frame: Callable[[float], bool]) -> None:
        """Call `frame(seconds)` every frame until it returns False, in place of the animation of this name.

        The seconds are counted from its first frame: what else a step asks for is done before that, and nothing leaps.
        """
        self._animations[name] = Animation(frame)
        self._wake()

    def stop(self, name: str) -> None:
        """End an animation."""
        self._animations.pop(name, None)

    def tick(self) -> None:
        """One frame."""
        now = perf_counter()
        for name, animation in tuple(self._animations.items()):
            if animation.begun is None:
                animation.begun = now
            if not animation.frame(now - animation.begun) and self._animations.get(name) is animation:
                del self._animations[name]
        self._go_on(HURRY if self.hurried else BUDGET)
        if self._work is None and not self._animations:
            self._timer.stop()

    def _go_on(self, seconds: float) -> None:
        end = perf_counter() + seconds
        while self._work is not None:
            work, waits = self._work, False
            try:
                waits = next(work) is True
            except StopIteration:
                if self._work is work:
                    self._work = None
                    if self._done is not None:
                        self._done()
            if perf_counter() > end or (waits and end < float("inf")):
                return

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
