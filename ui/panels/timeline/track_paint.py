"""How tracks look: lanes with icon, name and number of ticks, marks past, present and next, the playhead's pill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from nnsim.text import render
from nnsim.text.numbers import format_count
from ui.look import paint_icon, sized_font, theme
from ui.look.widgets import draw_box, mixed
from ui.panels.phases import ICONS, TITLES
from ui.panels.timeline.lane_layout import INSET, LANE_GAP, LaneBox, LaneLayout
from ui.panels.timeline.marks import Lane

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTER = Qt.AlignmentFlag.AlignCenter
_WIDEST_NAME = 90
_READABLE = 0.75  # of a name whose middle is left out
_TITLE_GAP = 9  # from a title to that of the next lane


@dataclass(frozen=True)
class Rows:
    """Heights of what stands above one another, pixels at 100 %; `names` 0 leaves the nodes' names out."""

    lane: int
    lane_height: int
    title: int
    title_size: float
    icon: int
    names: int
    past: int
    next: int
    current: int
    pill: int
    pill_height: int
    pill_size: float


ROOMY = Rows(54, 36, 41, 12.5, 14, 102, 18, 12, 24, 7, 22, 12)
FLAT = Rows(24, 20, 13, 11, 12, 0, 12, 8, 16, 4, 18, 11)


class TrackPainter:
    """Paints one layout with the tick at hand (−1: before the first)."""

    def __init__(self, layout: LaneLayout, rows: Rows, tick: int) -> None:
        self._layout, self._rows, self._tick = layout, rows, tick
        self._mark = layout.marks.mark(tick)
        self._lane = layout.marks.lane(self._mark)

    def paint_still(self, painter: QPainter, pill: QRectF) -> None:
        """Everything that stays while the tick moves inside its lane. Flat titles give way to the pill."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = theme().px
        for at, box in enumerate(self._layout.boxes):
            place = QRectF(box.x, px(self._rows.lane), box.width, px(self._rows.lane_height))
            draw_box(painter, place, px(8), self._ground(at))
            self._paint_title(painter, at, at == self._lane, pill)
            if self._rows.names:
                self._paint_names(painter, box, at == self._lane)

    def paint_now(self, painter: QPainter, text: str, pill: QRectF) -> None:
        """The marks, the bar of the opened one, the playhead and its pill."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, box in enumerate(self._layout.boxes):
            solid, _ = theme().tokens.phase(box.lane.phase)
            self._paint_marks(painter, box.lane, solid, _pale(self._ground(at), solid, at == self._lane))
        if self._lane is None:
            return
        rows, px = self._rows, theme().px
        solid, tint = theme().tokens.phase(self._layout.boxes[self._lane].lane.phase)
        x = self._layout.x_of(self._tick)
        if self._mark == self._layout.opened:
            self._paint_bar(painter, x, solid, mixed(tint, solid, 0.2))
        pen = QPen(solid, 2 * theme().scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        bottom = px(rows.lane + rows.lane_height + 3)
        painter.drawLine(QPointF(x, pill.bottom() - 2), QPointF(x, bottom))
        self._clear_title(painter, x, pill)
        draw_box(painter, pill, pill.height() / 2, solid)
        painter.setFont(_pill_font(rows))
        painter.setPen(theme().tokens.surface if not theme().dark else theme().tokens.onaccent)
        painter.drawText(pill, _CENTER, text)

    def pill_box(self, text: str, width: float) -> QRectF:
        """Where the pill stands over the playhead, inside a widget of some width; empty without a playhead."""
        if self._lane is None:
            return QRectF()
        rows, px = self._rows, theme().px
        wide = QFontMetricsF(_pill_font(rows)).horizontalAdvance(text) + 2 * px(12 if rows.names else 9)
        x = self._layout.x_of(self._tick) - wide / 2
        return QRectF(max(0.0, min(x, width - wide)), px(rows.pill), wide, px(rows.pill_height))

    def _ground(self, at: int) -> QColor:
        _, tint = theme().tokens.phase(self._layout.boxes[at].lane.phase)
        return tint if at == self._lane else theme().tokens.sunken

    def _clear_title(self, painter: QPainter, x: float, pill: QRectF) -> None:
        """Where the playhead runs through a title, the title stays readable."""
        at, px = self._lane or 0, theme().px
        box = self._layout.boxes[at]
        plate = QRectF(box.x, px(self._rows.title) - px(8), title_width(box.lane, self._rows) + px(3), px(16))
        if self._rows.names and plate.left() < x < plate.right():
            painter.fillRect(plate, theme().tokens.surface)
            self._paint_title(painter, at, True, pill)

    def _paint_title(self, painter: QPainter, at: int, now: bool, pill: QRectF) -> None:
        """Icon, name and number of ticks of a phase."""
        rows, px, tokens, box = self._rows, theme().px, theme().tokens, self._layout.boxes[at]
        solid, _ = tokens.phase(box.lane.phase)
        side, middle, height = px(rows.icon), px(rows.title), px(18)
        name_font, count_font = _title_fonts(rows, now)
        metrics, name = QFontMetricsF(name_font), render(TITLES[box.lane.phase])
        count = format_count(box.lane.ticks)
        beyond = INSET if at == len(self._layout.boxes) - 1 else LANE_GAP
        end, beside = box.x + box.width + px(beyond - _TITLE_GAP), box.x + side + px(6)
        wide = metrics.horizontalAdvance(name)
        x = beside if beside + wide <= end else box.x  # where there is no room for both, the icon gives way
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, end - x + 1)
        wide = metrics.horizontalAdvance(name)
        near = pill.adjusted(-px(6), 0, px(6), 0)
        if not rows.names and near.intersects(QRectF(box.x, middle - height / 2, x - box.x + wide, height)):
            return
        if x == beside:
            paint_icon(painter, ICONS[box.lane.phase], QRectF(box.x + px(1), middle - side / 2, side, side),
                       solid if now else tokens.text3)  # fmt: skip
        painter.setFont(name_font)
        painter.setPen(solid if now else tokens.text2)
        painter.drawText(QRectF(x, middle - height / 2, wide + 2, height), _LEFT, name)
        count_wide = QFontMetricsF(count_font).horizontalAdvance(count)
        place = QRectF(x + wide + px(6), middle - height / 2, count_wide, height)
        if place.right() <= end and (rows.names or not near.intersects(place)):
            painter.setFont(count_font)
            painter.setPen(tokens.text3)
            painter.drawText(place.adjusted(0, 0, 2, 0), _LEFT, count)

    def _paint_marks(self, painter: QPainter, lane: Lane, solid: QColor, pale: QColor) -> None:
        rows, layout, px = self._rows, self._layout, theme().px
        middle = px(rows.lane) + px(rows.lane_height) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for mark in range(lane.first, lane.first + lane.count):
            if mark == layout.opened:
                continue
            now = mark == self._mark
            width = layout.tick_width * (1.3 if now else 1.0)
            height = px(rows.current if now else rows.past if mark < self._mark else rows.next)
            x = layout.lefts[mark] + layout.widths[mark] / 2
            painter.setBrush(solid if mark <= self._mark else pale)
            round_ = min(width, 4 * theme().scale) / 2
            painter.drawRoundedRect(QRectF(x - width / 2, middle - height / 2, width, height), round_, round_)

    def _paint_bar(self, painter: QPainter, x: float, solid: QColor, rest: QColor) -> None:
        """The opened mark: filled as far as its ticks are done."""
        rows, px = self._rows, theme().px
        left, width = self._layout.bar(self._mark)
        height = px(20 if rows.names else 14)
        box = QRectF(left, px(rows.lane) + (px(rows.lane_height) - height) / 2, width, height)
        draw_box(painter, box, px(5), rest)
        painter.save()
        painter.setClipRect(QRectF(left, box.y(), x - left, height))
        draw_box(painter, box, px(5), solid)
        painter.restore()

    def _paint_names(self, painter: QPainter, box: LaneBox, now: bool) -> None:
        """What the marks belong to: the nodes, or all of them by the name of the rule."""
        metrics, tokens = QFontMetricsF(sized_font(11)), theme().tokens
        painter.setFont(sized_font(11))
        painter.setPen(tokens.text2 if now else tokens.text3)
        height = theme().px(18)
        top = theme().px(self._rows.names) - height / 2
        for text, left, room in self._names(box, metrics):
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room + 1)  # numbers stand last
            painter.drawText(QRectF(left - 1, top, room + 2, height), _CENTER, fitting)

    def _names(self, box: LaneBox, metrics: QFontMetricsF) -> list[tuple[str, float, float]]:
        """Names with left edge and width. Where not all of them fit, short ones; those that still do not are left out.

        The name of what is at hand is the last to go.
        """
        lane, layout = box.lane, self._layout
        if lane.label is not None:
            return [(render(lane.label), box.x, box.width)]
        runs, texts = list(lane.runs), [render(run.label) for run in lane.runs]
        while True:
            lasts = [run.first + run.count - 1 for run in runs]
            centers = [float(layout.lefts[run.first] + layout.lefts[last] + layout.widths[last]) / 2
                       for run, last in zip(runs, lasts, strict=True)]
            widths = [metrics.horizontalAdvance(text) for text in texts]
            spans = name_spans(widths, centers, box.x, box.width)
            lacks = [wide * _READABLE - room for wide, (_, room) in zip(widths, spans, strict=True)]
            if max(lacks) <= 0:
                return [(text, *span) for text, span in zip(texts, spans, strict=True)]
            short = [render(run.short) for run in runs]
            if texts != short:
                texts = short
            elif len(runs) == 1:
                return []
            else:
                here = [run.first <= self._mark < run.first + run.count for run in runs]
                worst = max(range(len(runs)), key=lambda at: (not here[at], lacks[at]))
                del runs[worst], texts[worst]

def name_spans(
    widths: Sequence[float], centers: Sequence[float], left: float, width: float
) -> list[tuple[float, float]]:
    """Left edge and width of each name: pushed aside where neighbours meet, cut where even that does not help."""
    gap, right = theme().px(8), left + width
    lefts: list[float] = []
    for wide, center in zip(widths, centers, strict=True):
        free = lefts[-1] + widths[len(lefts) - 1] + gap if lefts else left
        lefts.append(max(free, center - wide / 2))
    for at in reversed(range(len(lefts))):
        lefts[at] = min(lefts[at], right - widths[at])
        right = lefts[at] - gap
    if not lefts or lefts[0] >= left:
        return list(zip(lefts, widths, strict=True))
    edges = [left, *((a + b) / 2 for a, b in pairwise(centers)), left + width]
    rooms = [2 * min(center - edges[at], edges[at + 1] - center) - gap / 2 for at, center in enumerate(centers)]
    return [(center - room / 2, room) for center, room in zip(centers, rooms, strict=True)]


def lane_width(lane: Lane, rows: Rows) -> float:
    """The width in pixels at which title and names of a lane have room."""
    px = theme().px
    texts = [lane.label] if lane.label is not None else [run.short for run in lane.runs]
    metrics, widest = QFontMetricsF(sized_font(11)), px(_WIDEST_NAME)
    names = sum(min(metrics.horizontalAdvance(render(text)), widest) + px(14) for text in texts) if rows.names else 0.0
    return max(names, title_width(lane, rows) - px(LANE_GAP - _TITLE_GAP))


def title_width(lane: Lane, rows: Rows) -> float:
    """Width of icon, name and number of ticks in pixels."""
    name_font, count_font = _title_fonts(rows, True)
    name = QFontMetricsF(name_font).horizontalAdvance(render(TITLES[lane.phase]))
    return name + QFontMetricsF(count_font).horizontalAdvance(format_count(lane.ticks)) + theme().px(rows.icon + 14)


def _title_fonts(rows: Rows, now: bool) -> tuple[QFont, QFont]:
    """Of a phase's name and of its number of ticks."""
    name = sized_font(rows.title_size, QFont.Weight.DemiBold if now else QFont.Weight.Medium)
    return name, sized_font(max(11.0, rows.title_size - 1))


def _pill_font(rows: Rows) -> QFont:
    return sized_font(rows.pill_size, QFont.Weight.DemiBold)


def _pale(ground: QColor, solid: QColor, now: bool) -> QColor:
    """The colour of what is still to come."""
    dark = theme().dark
    return mixed(ground, solid, (0.35 if dark else 0.27) if now else (0.47 if dark else 0.34))
