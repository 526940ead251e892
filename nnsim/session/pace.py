"""The pace of training: how many training steps are due when a person wants to watch them go by slowly."""

import math

LONGEST_DEBT_SECONDS = 0.25


class Pace:
    """Turns a speed in epochs per second into steps that are due. Times are in seconds of any steady clock.

    After a delay, steps of at most a quarter of a second are made up for: slow training never bursts.
    """

    def __init__(self) -> None:
        self.epochs_per_second = math.inf
        self._due_from = 0.0
        self._done = 0

    @property
    def full_speed(self) -> bool:
        """Whether there is no limit."""
        return math.isinf(self.epochs_per_second)

    def start(self, now: float) -> None:
        """Count from now on; the first step is due at once."""
        self._due_from = now
        self._done = 0

    def set_speed(self, epochs_per_second: float, now: float) -> None:
        """Change the speed while running.

        Raises:
            ValueError: the speed is not above zero.
        """
        if not epochs_per_second > 0:
            raise ValueError(f"speed must be above 0 epochs per second, got {epochs_per_second}")
        self.epochs_per_second = epochs_per_second
        self.start(now)

    def due(self, now: float, steps_per_epoch: int) -> int:
        """How many steps should be done now."""
        rate = self.epochs_per_second * steps_per_epoch
        oldest = now - LONGEST_DEBT_SECONDS - 1.0 / rate
        if self._due_from + self._done / rate < oldest:
            self._due_from, self._done = oldest, 0
        return max(0, math.floor((now - self._due_from) * rate) + 1 - self._done)

    def count(self, steps: int) -> None:
        """Steps were done."""
        self._done += steps

    def wait(self, now: float, steps_per_epoch: int) -> float:
        """Seconds until the next step is due."""
        rate = self.epochs_per_second * steps_per_epoch
        return max(0.0, self._due_from + self._done / rate - now)
