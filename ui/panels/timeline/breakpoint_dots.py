"""The breakpoints of nodes under the tracks: which runs of marks have one, and their dots on the lanes' lower edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.document import Breakpoint, NodeBreakpoint
from nnsim.document.breakpoints import StopPhase
from ui.look import theme
from ui.panels.timeline.lane_layout import LaneLayout
from ui.panels.timeline.marks import Marks, Run
from ui.panels.timeline.track_paint import Rows

RADIUS, RING = 4.5, 1.5
GUTTER = 7
"""Above the lower edge of a lane, from where on a press is for the dots, pixels at 100 %"""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a breakpoint is or could be: the marks of a node in a phase."""

    run: Run
    phase: StopPhase


def spot_at(marks: Marks, mark: int) -> Spot | None:
    """The spot that a mark belongs to."""
    lane, run = marks.lane(mark), marks.run(mark)
    return None if lane is None or run is None else Spot(run, marks.lanes[lane].phase)


def stops_of(marks: Marks, breakpoints: Iterable[Breakpoint]) -> dict[Spot, tuple[NodeBreakpoint, ...]]:
    """The breakpoints of each spot. Neurons that are computed together share the one of them all."""
    found: dict[Spot, tuple[NodeBreakpoint, ...]] = {}
    for each in breakpoints:
        if not isinstance(each, NodeBreakpoint):
            continue
        runs = [run for lane in marks.lanes if lane.phase == each.phase for run in lane.runs]
        its = [run for run in runs if run.node == each.node] or [run for run in runs if each.node in run.nodes]
        if its:
            spot = Spot(its[0], each.phase)
            found[spot] = (*found.get(spot, ()), each)
    return found


def paint_dots(
    painter: QPainter, layout: LaneLayout, rows: Rows, stops: dict[Spot, tuple[NodeBreakpoint, ...]],
    hovered: Spot | None,
) -> None:
    """A dot in ink where a walk stops, a hollow one where that is switched off, a faint one under the pointer."""
    for spot, breakpoints in stops.items():
        _dot(painter, _center(layout, rows, spot), any(each.on for each in breakpoints))
    if hovered is not None and hovered not in stops:
        painter.setOpacity(0.35)
        _dot(painter, _center(layout, rows, hovered), True)
        painter.setOpacity(1.0)


def _center(layout: LaneLayout, rows: Rows, spot: Spot) -> QPointF:
    first = spot.run.first
    return QPointF(float(layout.lefts[first] + layout.widths[first] / 2), theme().px(rows.lane + rows.lane_height))


def _dot(painter: QPainter, center: QPointF, on: bool) -> None:
    tokens, scale = theme().tokens, theme().scale
    reach = (RADIUS + RING) * scale
    painter.setPen(QPen(tokens.surface, 0))
    painter.setBrush(tokens.surface)
    painter.drawEllipse(QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach))
    painter.setPen(QPen(tokens.sel, RING * scale))
    painter.setBrush(tokens.sel if on else tokens.surface)
    painter.drawEllipse(center, (RADIUS - RING / 2) * scale, (RADIUS - RING / 2) * scale)
