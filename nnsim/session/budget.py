"""A time budget: work that must not take more than a share of the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time


class Budget:
    """Allows work as long as it took less than `share` of the time since the start, plus a credit.

    What it took is the thread's own processor time: on a busy machine a millisecond of work may last twenty by the
    clock, and curves of a whole training would be given up for what other programs did.

    Args:
        share: the allowed part of the time, 0 to 1; infinite for work that is always allowed.
        credit: seconds that may be spent beyond the share.
    """

    def __init__(self, share: float, credit: float) -> None:
        self.share = share
        self.credit = credit
        self._since = perf_counter()
        self._spent = 0.0

    @property
    def allows(self) -> bool:
        """Whether more work fits in now."""
        return self._spent <= self.credit + self.share * (perf_counter() - self._since)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time of what is done inside."""
        start = thread_time()
        try:
            yield
        finally:
            self._spent += thread_time() - start

    def restart(self) -> None:
        """Forget what was spent and saved: after a pause, hours of saved time must not be spent at once."""
        self._since, self._spent = perf_counter(), 0.0
