"""Measuring in turns: every contender sees the same machine, and medians forget its worst moments."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nnsim.backend import threads_limited_to

SETTLING = 5
"""One call in so many goes before the measured ones of each turn"""


@dataclass(frozen=True)
class Contender:
    """A training step, and the number of BLAS threads that it runs with (None: it sets its own)."""

    step: Callable[[], object]
    threads: int | None = None
    prepare: Callable[[], object] = lambda: None
    steps_per_call: int = 1


def measure(contenders: Mapping[str, Contender], rounds: int = 15, seconds: float = 0.1) -> dict[str, float]:
    """The median time (µs) of one training step of each, measured in turns of about so many seconds."""
    counts: dict[str, int] = {}
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for name, contender in contenders.items():
        _seconds(contender, 5)
        single = _seconds(contender, 5) / 5
        counts[name] = max(2, int(seconds / single))
    for _ in range(rounds):
        for name, contender in contenders.items():
            times[name].append(_seconds(contender, counts[name]) / counts[name] / contender.steps_per_call * 1e6)
    return {name: statistics.median(each) for name, each in times.items()}


def _seconds(contender: Contender, count: int) -> float:
    contender.prepare()
    if contender.threads is None:
        return _timed(contender, count)
    with threads_limited_to(contender.threads):
        return _timed(contender, count)


def _timed(contender: Contender, count: int) -> float:
    """The time of so many calls, after some that fill the caches again and wake the threads of whoever takes over."""
    for _ in range(max(count // SETTLING, 1)):
        contender.step()
    begin = time.perf_counter()
    for _ in range(count):
        contender.step()
    return time.perf_counter() - begin
