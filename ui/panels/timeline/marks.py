"""What stands on the tracks: one mark per tick or, where these are too many, one mark per group of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

import numpy as np
from numpy.typing import NDArray

from nnsim.text import Message, message
from nnsim.trace import Segment, Timeline, Track
from ui.look.tokens import Phase

MOST_MARKS, MOST_ALONE = 120, 300


@dataclass(frozen=True, slots=True)
class Run:
    """Marks of one node side by side: `count` of them, the first with number `first`; `nodes` all that work in them."""

    label: Message
    first: int
    count: int
    node: str = ""
    nodes: frozenset[str] = frozenset()

    @property
    def short(self) -> Message:
        """The label where there is little room: of several nodes the first and how many more."""
        others = 1 if "other" in self.label.params else self.label.params.get("count", 0)
        return message("{name} +{count}", name=self.label.params["name"], count=others) if others else self.label


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
        coarser: the same step in longer strides, the finest first; up to about 120 ticks of it become the marks when
            `timeline` has more, and where even the coarsest has far more, several of its ticks share a mark.
        names: of the nodes on the canvas, by id; the parts of a block go by the block's.
    """

    def __init__(
        self, timeline: Timeline, coarser: Sequence[Timeline] = (), names: Mapping[str, str | Message] | None = None
    ) -> None:
        choices = (timeline, *coarser)
        shown = next((choice for choice in choices if choice.total <= MOST_MARKS), choices[-1])
        share = ceil(shown.total / MOST_MARKS) if shown.total > MOST_ALONE else 1
        self.total = timeline.total
        self.grouped = shown is not timeline or share > 1
        lanes, lasts = [], list[int]()
        for track, fine in zip(shown.tracks, timeline.tracks, strict=True):
            first, runs = len(lasts), []
            for inside, label, start, count in _runs(track, names or {}):
                before = len(lasts)
                lasts += [min(at + share, start + count) - 1 for at in range(start, start + count, share)]
                nodes = frozenset(node.partition("/")[0] for segment in inside for node in segment.nodes)
                runs.append(Run(label, before, len(lasts) - before, inside[0].node.partition("/")[0], nodes))
            lanes.append(Lane(track.phase, first, len(lasts) - first, fine.count, tuple(runs), track.label))
        self.lanes = tuple(lanes)
        ends = [timeline.tick(shown.stop(last)) for last in lasts]
        self._starts: NDArray[np.int64] = np.concatenate(([0], np.array(ends, np.int64) + 1))

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


def _runs(
    track: Track, names: Mapping[str, str | Message]
) -> Iterator[tuple[list[Segment], Message, int, int]]:
    """Segments, label, first tick and number of ticks of each node on the canvas, in turn."""
    for root, segments in groupby(track.segments, lambda segment: segment.node.partition("/")[0]):
        inside = list(segments)
        alone = len(inside) == 1 and inside[0].node == root
        label = inside[0].label if alone or root not in names else message("{name}", name=names[root])
        yield inside, label, inside[0].start, sum(segment.count for segment in inside)
