"""Two hands: a second thread of the process, which works through the other half of a long list of calls."""

import os
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from nnsim.backend import use_small_buffers
from nnsim.program.recording import Call

TWO_HANDS_FROM = 8_000_000
"""Work from which a second hand gains more than it costs, in multiplications of a product in single precision."""
EACH_FROM = 4_000_000
"""Work of one instruction on the average, from which two hands do not lose more in taking turns at Python."""
CELL = 16
"""Multiplications of a product that take as long as one cell of anything else."""


def worth_two_hands(work: float, itemsize: int, instructions: int = 1) -> bool:
    """Whether so much work (in multiplications of a product) gains more from a second thread than that costs.

    Numbers of 8 bytes take twice as long as those of 4. Of many `instructions` each must be long enough.
    """
    long_enough = work * itemsize >= EACH_FROM * 4 * max(instructions, 1)
    return long_enough and work * itemsize >= TWO_HANDS_FROM * 4


class SecondHand:
    """A thread that waits until it is handed calls. NumPy lets the other thread go on while it computes.

    It is there from its first use to the end of the process, and holds on to nothing between two lists.
    """

    def __init__(self) -> None:
        self._begin, self._end, self._free = threading.Lock(), threading.Lock(), threading.Lock()
        self._begin.acquire()
        self._end.acquire()
        self._waiting: deque[Sequence[Call]] = deque()
        self._failed: BaseException | None = None
        threading.Thread(target=self._work, name="second hand", daemon=True).start()

    def beside(self, first: Sequence[Call], second: Sequence[Call]) -> None:
        """Runs both lists, each in its order, and returns when both are done; neither touches what the other writes.

        Where the thread is at work for somebody else, or has not begun when the first list is done, the second list
        runs here too.
        """
        if not self._free.acquire(blocking=False):
            repeat(first)
            repeat(second)
            return
        try:
            self._waiting.append(second)
            if self._begin.locked():  # else it has yet to wake up for a list that was taken back
                self._begin.release()
            try:
                repeat(first)
            finally:
                self._finish()
        finally:
            self._free.release()

    def _finish(self) -> None:
        """Takes the second list back, or waits for its end."""
        try:
            left = self._waiting.pop()
        except IndexError:
            try:
                self._end.acquire()
            except BaseException:  # an interruption: the other thread still writes into arrays that are ours
                self._end.acquire()
                raise
            failed, self._failed = self._failed, None
            if failed is not None:
                raise failed from None
        else:
            repeat(left)

    def _work(self) -> None:
        use_small_buffers()
        np.seterr(all="ignore")  # whoever calls decides in the first thread what becomes of a division by 0
        while True:
            self._begin.acquire()
            try:
                calls = self._waiting.pop()
            except IndexError:
                continue  # the first thread was quicker
            try:
                repeat(calls)
            except BaseException as error:  # it belongs to whoever handed the calls over
                self._failed = error
            del calls
            self._end.release()


def repeat(calls: Sequence[Call]) -> None:
    """Makes these calls one after another."""
    for call, arguments in calls:
        call(*arguments)


def side_by_side(first: Sequence[Call], second: Sequence[Call]) -> None:
    """Runs two lists of calls that do not depend on each other, at the same time where there are two processors."""
    if _PROCESSORS < 2:
        repeat(first)
        repeat(second)
        return
    if not _hands:
        _hands.append(SecondHand())
    _hands[0].beside(first, second)


def _processors() -> int:
    with suppress(AttributeError):  # which not every system has
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_PROCESSORS = _processors()
_hands: list[SecondHand] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_hands.clear)  # a fork takes no threads along
