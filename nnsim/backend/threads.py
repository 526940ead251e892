"""How many threads matrix products use: bits depend on it, so it follows from sizes alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

TWO_THREADS_FROM = 5_000_000
"""Multiplications, in single precision, of a product from which the library's second thread gains more than it costs.

Measured on two cores with dense layers and Adam, alone and beside a program that takes half of one core. Beside one
that takes all of it the threads wait for each other at work. The second thread takes processor time that a window would
have; a worker therefore runs with a lower priority than its window.
"""


def takes_two_threads(multiplications: float, itemsize: int) -> bool:
    """Whether a product of so many multiplications is worth two threads; numbers of 8 bytes take twice as long."""
    return multiplications * itemsize >= TWO_THREADS_FROM * 4


@contextmanager
def threads_limited_to(threads: int) -> Iterator[None]:
    """Runs what is inside with this many BLAS threads, then restores the former number."""
    with threadpool_limits(threads, user_api="blas"):
        yield
