"""How fast training goes: steps per second over the last second."""

from collections import deque

WINDOW_SECONDS = 1.0


class Rate:
    """A moving average that begins anew with each run. Times are in seconds of any steady clock."""

    def __init__(self) -> None:
        self._marks: deque[tuple[float, int]] = deque()

    def start(self, step: int, now: float) -> None:
        """Forget all and count from here."""
        self._marks.clear()
        self._marks.append((now, step))

    def at(self, step: int, now: float) -> float:
        """Steps per second since a second ago, 0 before anything was counted."""
        self._marks.append((now, step))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW_SECONDS:
            self._marks.popleft()
        first, steps = self._marks[0]
        return (step - steps) / (now - first) if now > first else 0.0
