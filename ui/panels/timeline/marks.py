"""What stands on the tracks: one mark per tick or, where these are too many, one mark per group of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim.text import Message
from nnsim.trace import Timeline
from ui.look.tokens import Phase

MOST_MARKS = 120


@dataclass(frozen=True, slots=True)
class Run:
    """Marks of one node side by side: `count` of them, the first with number `first`."""

    label: Message
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of one phase, and how many ticks they stand for."""

    phase: Phase
    first: int
    count: int
    ticks: int
    runs: tuple[Run, ...]
    label: Message | None


class Marks:
    """The marks of a training step.

    Args:
        timeline: its ticks.
        coarser: the same step in longer strides, the finest first; up to 120 ticks of it become the marks when
            `timeline` has more.
    """

    def __init__(self, timeline: Timeline, coarser: Sequence[Timeline] = ()) -> None:
        choices = (timeline, *coarser)
        shown = next((choice for choice in choices if choice.total <= MOST_MARKS), choices[-1])
        self.total = timeline.total
        self.grouped = shown is not timeline
        ends = [timeline.tick(shown.stop(mark)) for mark in range(shown.total)]
        self._starts: NDArray[np.int64] = np.concatenate(([0], np.array(ends, np.int64) + 1))
        self.lanes = tuple(
            Lane(
                track.phase, track.start, track.count, fine.count,
                tuple(Run(segment.label, segment.start, segment.count) for segment in track.segments), track.label,
            )
            for track, fine in zip(shown.tracks, timeline.tracks, strict=True)
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self._starts) - 1

    def mark(self, tick: int) -> int:
        """The mark that stands for a tick; −1 before the first."""
        return int(np.searchsorted(self._starts, tick, side="right")) - 1

    def ticks(self, mark: int) -> tuple[int, int]:
        """The first tick of a mark, and how many there are."""
        first, end = int(self._starts[mark]), int(self._starts[mark + 1])
        return first, end - first

    def lane(self, mark: int) -> int | None:
        """The number of the lane that a mark stands in; None for no mark."""
        return next((at for at, lane in enumerate(self.lanes) if lane.first <= mark < lane.first + lane.count), None)

    def run(self, mark: int) -> Run | None:
        """The run that a mark stands in; None for no mark."""
        runs = (run for lane in self.lanes for run in lane.runs)
        return next((run for run in runs if run.first <= mark < run.first + run.count), None)
