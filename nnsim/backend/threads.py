"""How many threads matrix products use: bits depend on it, so it follows from sizes alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits

TWO_THREADS_FROM = 8_000_000
"""Multiplications of the largest product of a step from which a second thread gains more than it costs.

Measured on two cores with dense layers and Adam: even at six million, and many times slower where another program wants
the second core, because the threads of the library wait for each other at work. The second thread takes processor time
that a window would have; a worker therefore runs with a lower priority than its window.
"""


def blas_threads(multiplications: int) -> int:
    """Threads for a program whose largest matrix product has this many multiplications."""
    return 2 if multiplications >= TWO_THREADS_FROM else 1


@contextmanager
def threads_limited_to(threads: int) -> Iterator[None]:
    """Runs what is inside with this many BLAS threads, then restores the former number."""
    with threadpool_limits(threads, user_api="blas"):
        yield
