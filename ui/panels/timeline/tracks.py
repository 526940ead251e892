"""The four tracks: a tick for every stop of the step, and the playhead that can be dragged."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import format_count, render, tr
from nnsim.trace import Timeline
from ui.look import paint_icon, sized_font, theme
from ui.look.widgets import KeyboardFocus, Themed, draw_box, draw_focus_ring, mixed
from ui.panels.phases import ICONS, PHASES, TITLES
from ui.panels.timeline.track_layout import Mark, PlacedTrack, place_tracks, tick_at, track_box, x_of

_FUTURE = 0.34
"""Strength of what has not been yet."""


class Tracks(KeyboardFocus, Themed, QWidget):
    """The ticks of a step by phase.

    `sought(tick)` follows the mouse and the keys. With `slim`, headings and labels are left out.
    """

    sought = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._cursor = -1
        self._place = ""
        self._slim = False
        self._tracks: tuple[PlacedTrack, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(200)
        self.follow_theme()

    @property
    def tracks(self) -> tuple[PlacedTrack, ...]:
        """The tracks as they are drawn, in pixels at 100 %."""
        return self._tracks

    def set_timeline(self, timeline: Timeline | None, cursor: int, place: str) -> None:
        """Show a step, the tick at hand (−1: before the first) and what the pill of the playhead says."""
        self._timeline, self._cursor, self._place = timeline, cursor, place
        self.setAccessibleDescription(place)
        self._lay_out()

    def set_slim(self, slim: bool) -> None:
        """Leave out headings and labels, or show them."""
        self._slim = slim
        self.update()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._lay_out()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Timeline of the training step"))
        self.update()

    def _lay_out(self) -> None:
        width = self.width() / theme().scale
        self._tracks = place_tracks(self._timeline, width, self._cursor) if self._timeline is not None else ()
        self.update()

    def _tops(self) -> tuple[float, float]:
        """Top and height of the track boxes."""
        scale = theme().scale
        return (12 * scale, 28 * scale) if self._slim else (46 * scale, 36 * scale)

    def _seek(self, x: float) -> None:
        tick = tick_at(self._tracks, x / theme().scale)
        if tick is not None and tick != self._cursor:
            self.sought.emit(tick)

    def _draw_track(self, painter: QPainter, placed: PlacedTrack) -> None:
        tokens, scale = theme().tokens, theme().scale
        solid, tint = tokens.phase(placed.track.phase)
        top, height = self._tops()
        here = placed.track.start <= self._cursor < placed.track.start + placed.track.count
        ground = tint if here else tokens.sunken
        box = track_box(placed, top, height, scale)
        draw_box(painter, box, 8 * scale, ground)
        for mark in placed.marks:
            self._draw_mark(painter, mark, box.center().y(), solid, ground)
        if not self._slim:
            self._draw_heading(painter, placed, here, solid)
            self._draw_labels(painter, placed, here)

    def _draw_mark(self, painter: QPainter, mark: Mark, middle: float, solid: QColor, ground: QColor) -> None:
        scale = theme().scale
        now = mark.start <= self._cursor < mark.start + mark.count
        if mark.open:
            self._draw_bar(painter, mark, middle, solid, ground)
            return
        past = mark.start + mark.count <= self._cursor
        height = 24 if now else 18 if past else 12
        wide = mark.width * (1.3 if now else 1.0)
        color = solid if now or past else mixed(ground, solid, _FUTURE)
        left = (mark.left + (mark.width - wide) / 2) * scale
        rect = QRectF(left, middle - height * scale / 2, wide * scale, height * scale)
        draw_box(painter, rect, min(2.0, wide / 2) * scale, color)

    def _draw_bar(self, painter: QPainter, mark: Mark, middle: float, solid: QColor, ground: QColor) -> None:
        """An open mark: how far its own ticks have come."""
        scale = theme().scale
        rect = QRectF(mark.left * scale, middle - 10 * scale, mark.width * scale, 20 * scale)
        draw_box(painter, rect, 5 * scale, mixed(ground, solid, 0.25))
        path = QPainterPath()
        path.addRoundedRect(rect, 5 * scale, 5 * scale)
        painter.save()
        painter.setClipPath(path)
        share = (self._cursor - mark.start + 1) / mark.count
        painter.fillRect(QRectF(rect.left(), rect.top(), rect.width() * share, rect.height()), solid)
        painter.restore()

    def _draw_heading(self, painter: QPainter, placed: PlacedTrack, here: bool, solid: QColor) -> None:
        tokens, scale = theme().tokens, theme().scale
        phase = placed.track.phase
        left = placed.left * scale
        paint_icon(painter, ICONS[phase], QRectF(left + scale, 25 * scale, 14 * scale, 14 * scale),
                   solid if here else tokens.text3)
        font = sized_font(12.5, QFont.Weight.DemiBold if here else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(solid if here else tokens.text2)
        title = render(TITLES[phase])
        painter.drawText(QPointF(left + 20 * scale, 36.5 * scale), title)
        offset = left + 26 * scale + QFontMetricsF(font).horizontalAdvance(title)
        painter.setFont(sized_font(11.5))
        painter.setPen(tokens.text3)
        painter.drawText(QPointF(offset, 36.5 * scale), format_count(placed.track.count))

    def _draw_labels(self, painter: QPainter, placed: PlacedTrack, here: bool) -> None:
        tokens, scale, track = theme().tokens, theme().scale, placed.track
        painter.setFont(sized_font(11))
        painter.setPen(tokens.text2 if here else tokens.text3)
        if track.label is not None:
            self._draw_label(painter, placed.left + placed.width / 2, placed.width, render(track.label))
            return
        for segment, (middle, width) in zip(track.segments, placed.segments, strict=False):
            alone = len(track.segments) == 1
            self._draw_label(painter, middle, placed.width if alone else width + 6, render(segment.label))
        painter.setPen(QPen(tokens.border, scale))

    def _draw_label(self, painter: QPainter, middle: float, width: float, text: str) -> None:
        scale = theme().scale
        fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(width * scale))
        if len(fitting) > 1:
            rect = QRectF((middle - width / 2) * scale, 86 * scale, width * scale, 16 * scale)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, fitting)

    def _draw_playhead(self, painter: QPainter) -> None:
        tokens, scale = theme().tokens, theme().scale
        x = x_of(self._tracks, self._cursor)
        if x is None or self._timeline is None:
            return
        solid, _ = tokens.phase(self._timeline.track(self._cursor).phase)
        top, height = self._tops()
        x *= scale
        painter.setPen(QPen(solid, 2 * scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        start = top - 4 * scale if self._slim else 22 * scale
        painter.drawLine(QLineF(x, start, x, top + height + (4 if self._slim else 3) * scale))
        if self._slim or not self._place:
            return
        font = sized_font(12, QFont.Weight.DemiBold)
        wide = QFontMetricsF(font).horizontalAdvance(self._place) + 24 * scale
        left = min(max(x - wide / 2, 0.0), max(0.0, self.width() - wide))
        pill = QRectF(left, 4 * scale, wide, 22 * scale)
        draw_box(painter, pill, 11 * scale, solid)
        painter.setFont(font)
        painter.setPen(tokens.onaccent)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._place)

    def _draw_nothing(self, painter: QPainter) -> None:
        """The phases of a network that cannot be stepped through yet."""
        scale, (top, height) = theme().scale, self._tops()
        width = (self.width() / scale - 3 * 14) / len(PHASES)
        for number in range(len(PHASES)):
            rect = QRectF(number * (width + 14) * scale, top, width * scale, height)
            draw_box(painter, rect, 8 * scale, theme().tokens.sunken)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(theme().px(600), theme().px(52 if self._slim else 112))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The ticks spread over the new width."""
        self._lay_out()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The playhead goes where the mouse is."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move the playhead."""
        super().keyPressEvent(event)
        total = self._timeline.total if self._timeline is not None else 0
        ticks = {
            Qt.Key.Key_Left: self._cursor - 1, Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Home: 0, Qt.Key.Key_End: total - 1,
        }  # fmt: skip
        tick = ticks.get(Qt.Key(event.key()))
        if tick is not None and -1 <= tick < total:
            event.accept()
            self.sought.emit(tick)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tracks, labels, playhead."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._timeline is None:
            self._draw_nothing(painter)
        for placed in self._tracks:
            self._draw_track(painter, placed)
        self._draw_playhead(painter)
        if self.ring:
            draw_focus_ring(painter, QRectF(self.rect()), 8 * theme().scale)
