"""Where the lanes and their marks lie: all marks equally far apart, no lane narrower than its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ui.panels.timeline.marks import Lane, Marks

# pixels at 100 %
INSET = 22
LANE_GAP, LANE_PADDING, RUN_GAP = 14, 12, 9
NARROWEST_LANE = 74
NAMES_SHARE = 0.75
WIDEST_BAR, BAR_SHARE, BAR_INSET = 162, 0.18, 2.5
WIDEST_TICK, TICK_SHARE = 4.0, 0.34
_CLOSEST = 0.25


@dataclass(frozen=True, slots=True)
class LaneBox:
    """A lane and its horizontal extent."""

    lane: Lane
    x: float
    width: float


class LaneLayout:
    """The lanes side by side in a widget of some width, pixels at the scale of the moment.

    Args:
        opened: the mark that is drawn as a bar of its ticks; None for no mark.
        wanted: what each lane needs for its names, given as far as there is room.
    """

    def __init__(
        self, marks: Marks, width: float, scale: float, opened: int | None = None, wanted: Sequence[float] = ()
    ) -> None:
        self.marks, self.scale, self.opened = marks, scale, opened
        self._room = max(1.0, width - 2 * INSET * scale - (len(marks.lanes) - 1) * LANE_GAP * scale)
        self._bar = min(WIDEST_BAR * scale, BAR_SHARE * width)
        self._opened_lane = None if opened is None else marks.lane(opened)
        self._tightness = 1.0  # of paddings and gaps, which give way in a narrow window
        self._tightness = min(1.0, self._room / (2 * sum(self._fixed(at) for at in range(len(marks.lanes)))))
        self.pitch, widths = self._divide(self._least(wanted))
        self.lefts: NDArray[np.float64] = np.zeros(len(marks))
        self.widths: NDArray[np.float64] = np.full(len(marks), self.pitch)
        if opened is not None:
            self.widths[opened] = self._bar
        boxes, x = [], INSET * scale
        for lane, lane_width in zip(marks.lanes, widths, strict=True):
            boxes.append(LaneBox(lane, x, lane_width))
            self._place(boxes[-1])
            x += lane_width + LANE_GAP * scale
        self.boxes = tuple(boxes)

    @property
    def tick_width(self) -> float:
        """How wide a mark is drawn."""
        return max(1.0, min(WIDEST_TICK * self.scale, TICK_SHARE * self.pitch))

    def bar(self, mark: int) -> tuple[float, float]:
        """Left edge and width of the bar that stands for an opened mark."""
        inset = BAR_INSET * self.scale
        return float(self.lefts[mark]) + inset, float(self.widths[mark]) - 2 * inset

    def x_of(self, tick: int) -> float:
        """Where the playhead stands at a tick: on its mark, or where the bar is filled to."""
        mark = self.marks.mark(tick)
        if mark != self.opened:
            return float(self.lefts[mark] + self.widths[mark] / 2)
        first, count = self.marks.ticks(mark)
        left, width = self.bar(mark)
        return left + width * (tick - first + 1) / count

    def tick_at(self, x: float) -> int:
        """The tick under a pixel column, the nearest one between marks; −1 left of all lanes."""
        if not len(self.marks) or x < self.boxes[0].x:
            return -1
        mark = max(0, int(np.searchsorted(self.lefts, x, side="right")) - 1)
        if mark + 1 < len(self.marks) and self.lefts[mark + 1] - x < x - self.lefts[mark] - self.widths[mark]:
            mark += 1
        first, count = self.marks.ticks(mark)
        left, width = self.bar(mark) if mark == self.opened else (float(self.lefts[mark]), float(self.widths[mark]))
        share = (x - left) / width if width > 0 else 0.0
        return first + min(max(int(share * count), 0), count - 1)

    def _least(self, wanted: Sequence[float]) -> list[float]:
        """The least width of each lane."""
        lanes = len(self.marks.lanes)
        narrowest = min(NARROWEST_LANE * self.scale, NAMES_SHARE * self._room / lanes)
        least = [max(narrowest, each) for each in wanted]
        return least if least and sum(least) <= NAMES_SHARE * self._room else [narrowest] * lanes

    def _divide(self, least: Sequence[float]) -> tuple[float, list[float]]:
        """The distance of marks at which the lanes fill the room, and the width of each lane."""
        lanes = range(len(self.marks.lanes))
        counts = [self.marks.lanes[at].count - (at == self._opened_lane) for at in lanes]
        fixed = [self._fixed(at) for at in lanes]
        narrow = {at for at in lanes if not self.marks.lanes[at].count}
        while True:
            free = [at for at in lanes if at not in narrow]
            left = self._room - sum(least[at] for at in narrow) - sum(fixed[at] for at in free)
            pitch = max(left / max(1, sum(counts[at] for at in free)), _CLOSEST)
            grown = {at for at in free if counts[at] * pitch + fixed[at] < least[at]}
            if not grown:
                return pitch, [least[at] if at in narrow else counts[at] * pitch + fixed[at] for at in lanes]
            narrow |= grown

    def _fixed(self, at: int) -> float:
        """What a lane holds besides its marks."""
        gaps = max(0, len(self.marks.lanes[at].runs) - 1) * RUN_GAP
        bar = self._bar if at == self._opened_lane else 0.0
        return (2 * LANE_PADDING + gaps) * self.scale * self._tightness + bar

    def _place(self, box: LaneBox) -> None:
        """Put the marks of a lane in its middle; where names have made it wide, its runs spread."""
        lane, gap = box.lane, RUN_GAP * self.scale * self._tightness
        held = float(self.widths[lane.first : lane.first + lane.count].sum())
        if box.width > held + self._fixed(self.marks.lanes.index(lane)) + self.scale:
            gap = max(gap, (box.width - held) / max(1, len(lane.runs)))
        x = box.x + (box.width - held - gap * max(0, len(lane.runs) - 1)) / 2
        for run in lane.runs:
            widths = self.widths[run.first : run.first + run.count]
            self.lefts[run.first : run.first + run.count] = x + np.concatenate(([0.0], np.cumsum(widths)[:-1]))
            x += float(widths.sum()) + gap
