"""Where the tracks of the timeline, their segments and their marks lie, and which tick lies under a pixel."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from nnsim.trace import Timeline, Track

NARROWEST, GAP, PADDING, BETWEEN = 74.0, 14.0, 16.0, 9.0
OPEN_SHARE, OPEN_LEAST, WIDEST_PITCH = 0.36, 64.0, 30.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a track: its ticks and its space; wide when it is open."""

    start: int
    count: int
    left: float
    width: float
    open: bool


@dataclass(frozen=True, slots=True)
class PlacedTrack:
    """A track in pixels at 100 %: its box from `left`, `width` wide, its marks, and the middle of each segment."""

    track: Track
    left: float
    width: float
    marks: tuple[Mark, ...]
    segments: tuple[tuple[float, float], ...]
    """(middle, width) of each segment's marks"""


def place_tracks(timeline: Timeline, width: float, cursor: int) -> tuple[PlacedTrack, ...]:
    """All tracks across a width; the mark under the cursor is open when it stands for more than one tick."""
    marks = [timeline.marks(track) for track in timeline.tracks]
    widths = _widths([(len(each), len(track.segments)) for each, track in zip(marks, timeline.tracks, strict=True)], width)
    placed: list[PlacedTrack] = []
    left = 0.0
    for track, each, wide in zip(timeline.tracks, marks, widths, strict=True):
        placed.append(_place_track(track, each, left, wide, cursor))
        left += wide + GAP
    return tuple(placed)


def tick_at(tracks: tuple[PlacedTrack, ...], x: float) -> int | None:
    """The tick nearest to a pixel; None when there are no ticks."""
    marks = [mark for placed in tracks for mark in placed.marks]
    if not marks:
        return None
    edges = [(mark.left + mark.width + following.left) / 2 for mark, following in zip(marks, marks[1:], strict=False)]
    mark = marks[bisect_right(edges, x)]
    share = min(max((x - mark.left) / mark.width, 0.0), 1.0) if mark.open else 0.0
    return mark.start + min(mark.count - 1, int(share * mark.count))


def x_of(tracks: tuple[PlacedTrack, ...], tick: int) -> float | None:
    """The middle of a tick."""
    for placed in tracks:
        for mark in placed.marks:
            if mark.start <= tick < mark.start + mark.count:
                share = (tick - mark.start + 1) / mark.count if mark.open else 0.5
                return mark.left + share * mark.width
    return None


def _widths(counts: list[tuple[int, int]], width: float) -> list[float]:
    """Widths by the number of marks, none narrower than a heading needs."""
    room = width - GAP * (len(counts) - 1)
    needed = [marks + 0.8 * max(0, segments - 1) + 2.0 for marks, segments in counts]
    narrow: set[int] = set()
    while True:
        free = room - NARROWEST * len(narrow)
        whole = sum(need for at, need in enumerate(needed) if at not in narrow)
        widths = [NARROWEST if at in narrow else free * need / whole for at, need in enumerate(needed)]
        more = {at for at, wide in enumerate(widths) if wide < NARROWEST and at not in narrow}
        if not more or len(narrow) + len(more) == len(counts):
            return widths
        narrow |= more


def _place_track(track: Track, marks: tuple[tuple[int, int], ...], left: float, width: float, cursor: int) -> PlacedTrack:
    opened = next((at for at, (start, count) in enumerate(marks) if count > 1 and start <= cursor < start + count), None)
    inner = width - 2 * PADDING
    wide = max(OPEN_LEAST, OPEN_SHARE * inner) if opened is not None else 0.0
    wide = min(wide, inner)
    between = min(BETWEEN, 0.25 * inner / max(1, len(track.segments)))
    free = inner - wide - between * max(0, len(track.segments) - 1)
    slots = len(marks) - (opened is not None)
    pitch = min(free / slots, WIDEST_PITCH) if slots else 0.0
    used = pitch * slots + wide + between * max(0, len(track.segments) - 1)
    x = left + PADDING + (inner - used) / 2
    placed: list[Mark] = []
    ends = [segment.start + segment.count for segment in track.segments]
    segments: list[tuple[float, float]] = []
    begin = x
    for at, (start, count) in enumerate(marks):
        here = wide if at == opened else pitch
        slim = wide - 4 if at == opened else min(4.0, 0.6 * pitch)
        placed.append(Mark(start, count, x + (here - slim) / 2, slim, at == opened))
        x += here
        if start + count in ends:
            segments.append(((begin + x) / 2, x - begin))
            x += between
            begin = x
    return PlacedTrack(track, left, width, tuple(placed), tuple(segments))


def track_box(placed: PlacedTrack, top: float, height: float, scale: float) -> QRectF:
    """The box of a track in pixels of the screen."""
    return QRectF(placed.left * scale, top, placed.width * scale, height)
