"""How much a test's code works: its own thread's processor time, whatever else the machine does."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Work:
    """Seconds of processor time, known when the block has ended."""

    seconds: float = 0.0


@contextmanager
def work() -> Iterator[Work]:
    """Measure a block; the collector rests meanwhile, since it would pay for what earlier tests left."""
    measured, collects = Work(), gc.isenabled()
    gc.disable()
    begin = time.thread_time()
    try:
        yield measured
    finally:
        measured.seconds = time.thread_time() - begin
        if collects:
            gc.enable()
