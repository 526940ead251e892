"""The ticks of a training step: counted, cut into phases and nodes, and looked up, without ever being listed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnsim import catalog
from nnsim.document import Document
from nnsim.ops.base import PHASES, Phase
from nnsim.text.messages import Message, message
from nnsim.trace.moment import Detail, Stop
from nnsim.trace.walk import Walk


@dataclass(frozen=True, slots=True)
class Segment:
    """Ticks of one node in a phase: `start` counts from the beginning of the step; `nodes` are all that work in it."""

    node: str
    label: Message
    start: int
    count: int
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """The ticks of one phase, node after node; `label` names all of them together, as the rule does its updates."""

    phase: Phase
    start: int
    count: int
    segments: tuple[Segment, ...]
    label: Message | None = None


class Timeline:
    """Ticks 0 … `total` − 1 of a step at one detail; `tracks` has one per phase, empty ones included.

    Raises IndexError for a tick that is not there.
    """

    def __init__(self, detail: Detail, walks: Sequence[Walk], document: Document) -> None:
        self.detail = detail
        self._walks = walks
        counts = [walk.ticks(detail) for walk in walks]
        self._starts: NDArray[np.int64] = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        self.total = int(self._starts[-1])
        self._of_instruction = {walk.instruction: number for number, walk in enumerate(walks)}
        self._rule = catalog.rule(document.plan.rule.kind).title
        names = {node.id: node.name for node in document.network.nodes}
        self.tracks: tuple[Track, ...] = tuple(self._track(phase, names) for phase in PHASES)

    def __len__(self) -> int:
        return self.total

    def stop(self, tick: int) -> Stop:
        """The place in the program that a tick stands for."""
        if not 0 <= tick < self.total:
            raise IndexError(f"tick {tick} of {self.total}")
        number = int(np.searchsorted(self._starts, tick, side="right")) - 1
        return self._walks[number].stop(self.detail, tick - int(self._starts[number]))

    def tick(self, stop: Stop) -> int:
        """The tick at a place; a place of coarser detail gives its last tick, where all of it is done."""
        number = self._of_instruction[stop.instruction]
        return int(self._starts[number]) + self._walks[number].offset(self.detail, stop)

    def track(self, tick: int) -> Track:
        """The phase that a tick belongs to."""
        return next(track for track in self.tracks if track.start <= tick < track.start + track.count)

    def span(self, tick: int) -> tuple[int, int]:
        """First tick and number of ticks of the instruction that a tick belongs to."""
        number = int(np.searchsorted(self._starts, tick, side="right")) - 1
        return int(self._starts[number]), int(self._starts[number + 1] - self._starts[number])

    def _track(self, phase: Phase, names: dict[str, str]) -> Track:
        segments: list[Segment] = []
        start = count = 0
        for number, walk in enumerate(self._walks):
            if walk.phase != phase:
                continue
            first, ticks = int(self._starts[number]), walk.ticks(self.detail)
            start = first if not count else start
            count += ticks
            if segments and segments[-1].node == walk.origin:
                last = segments[-1]
                nodes = tuple(dict.fromkeys((*last.nodes, *walk.nodes)))
                segments[-1] = Segment(last.node, last.label, last.start, last.count + ticks, nodes)
            else:
                nodes = tuple(dict.fromkeys((walk.origin, *walk.nodes)))
                segments.append(Segment(walk.origin, _label(walk, names), first, ticks, nodes))
        label = self._rule if phase == "update" else None
        return Track(phase, start if count else self._end_before(phase), count, tuple(segments), label)

    def _end_before(self, phase: Phase) -> int:
        earlier = PHASES[: PHASES.index(phase)]
        return sum(walk.ticks(self.detail) for walk in self._walks if walk.phase in earlier)


def _label(walk: Walk, names: dict[str, str]) -> Message:
    name = names.get(walk.origin, walk.origin)
    others = [names.get(node, node) for node in walk.nodes if node != walk.origin]
    if len(others) == 1:
        return message("{name} and {other}", name=name, other=others[0])
    return message("{name} and {count} more", name=name, count=len(others)) if others else message("{name}", name=name)
