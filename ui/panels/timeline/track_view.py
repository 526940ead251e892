"""The tracks as one widget: painted from a cache, scrubbed by mouse, wheel and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.document import Breakpoint, NodeBreakpoint
from nnsim.text import render, tr
from ui.look import theme
from ui.look.widgets import KeyboardFocus, Themed, draw_focus_ring
from ui.panels.phases import TITLES
from ui.panels.timeline.breakpoint_dots import GUTTER, Spot, paint_dots, spot_at, stops_of
from ui.panels.timeline.lane_layout import INSET, LaneLayout
from ui.panels.timeline.marks import Marks
from ui.panels.timeline.track_paint import FLAT, ROOMY, TrackPainter, lane_width

_NOTCH = 120


class TrackView(KeyboardFocus, Themed, QWidget):
    """Four tracks, one per phase.

    `sought(tick)` follows the mouse, −1 left of the first track; `walked(by)` asks for one tick on or back,
    `leapt(by)` for a phase. A press on the lower edge of a lane or below it is for a breakpoint there: `marked(spot)`;
    `menu_wanted(spot, point)` asks for what else there is to do at a place.
    """

    marked = Signal(object)
    menu_wanted = Signal(object, QPoint)
    sought = Signal(int)
    walked = Signal(int)
    leapt = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: Marks | None = None
        self._layout: LaneLayout | None = None
        self._still: QPixmap | None = None
        self._tick, self._pill, self._rows = -1, "", ROOMY
        self._dragging, self._turned = False, 0
        self._breakpoints: tuple[Breakpoint, ...] = ()
        self._stops: dict[Spot, tuple[NodeBreakpoint, ...]] = {}
        self._pointed: Spot | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow_theme()

    @property
    def tick(self) -> int:
        """The tick under the playhead, −1 before the first."""
        return self._tick

    @property
    def pill(self) -> str:
        """What the playhead's pill says."""
        return self._pill

    def set_flat(self, flat: bool) -> None:
        """Without the names of nodes, in a low row."""
        self._rows = FLAT if flat else ROOMY
        self._relay()

    def set_marks(self, marks: Marks | None) -> None:
        """Show other marks; None for none."""
        self._marks, self._dragging = marks, False
        self._tick = min(self._tick, marks.total - 1) if marks is not None else -1
        self._pointed = None
        self._find_stops()
        self._relay()

    def set_breakpoints(self, breakpoints: tuple[Breakpoint, ...]) -> None:
        """Show a dot for each of these that is at a node."""
        if breakpoints != self._breakpoints:
            self._breakpoints = breakpoints
            self._find_stops()
            self.update()

    def stops(self, spot: Spot) -> tuple[NodeBreakpoint, ...]:
        """The breakpoints at a spot."""
        return self._stops.get(spot, ())

    @property
    def here(self) -> Spot | None:
        """Where the playhead stands; before the first tick that of the first mark."""
        return None if self._marks is None else spot_at(self._marks, max(0, self._marks.mark(self._tick)))

    def set_place(self, tick: int, pill: str) -> None:
        """Put the playhead on a tick (−1: before the first), with what its pill says."""
        if self._marks is None or (tick, pill) == (self._tick, self._pill):
            return
        old, new = self._marks.mark(self._tick), self._marks.mark(tick)
        self._tick, self._pill = tick, pill
        self.setAccessibleDescription(pill)
        if self._marks.grouped and not self._dragging and old != new:
            self._relay()
        elif self._rows is FLAT or self._marks.lane(old) != self._marks.lane(new):
            self._repaint()
        else:
            self.update()

    def restyle(self) -> None:
        """Take sizes and colours from the theme."""
        self._relay()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Timeline of the training step"))
        self._relay()

    def _find_stops(self) -> None:
        self._stops = {} if self._marks is None else stops_of(self._marks, self._breakpoints)

    def _spot(self, at: QPointF) -> Spot | None:
        """What a press at a pixel marks; None above the lower edge of the lanes."""
        edge = self._rows.lane + self._rows.lane_height - GUTTER
        if self._layout is None or self._marks is None or at.y() < theme().px(edge):
            return None
        return spot_at(self._marks, self._marks.mark(max(0, self._layout.tick_at(at.x()))))

    def _relay(self) -> None:
        """Place lanes and marks anew."""
        marks, self._layout = self._marks, None
        if marks is not None and self.width() > 0:
            opened = marks.mark(self._tick) if marks.grouped and self._tick >= 0 else None
            wanted = [lane_width(lane, self._rows) for lane in marks.lanes]
            self._layout = LaneLayout(marks, self.width(), theme().scale, opened, wanted)
        self._repaint()

    def _repaint(self) -> None:
        self._still = None
        self.update()

    def _seek(self, x: float) -> None:
        if self._layout is not None:
            tick = self._layout.tick_at(x)
            if tick != self._tick:
                self.sought.emit(tick)

    def minimumSizeHint(self) -> QSize:
        """Lanes may become narrow, but not vanish."""
        return QSize(theme().px(160), theme().px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lanes fill the width."""
        self._relay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands still from the cache, then the playhead."""
        if self._layout is None:
            return
        painter = QPainter(self)
        track = TrackPainter(self._layout, self._rows, self._tick)
        pill = track.pill_box(self._pill, self.width())
        ratio = self.devicePixelRatioF()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            self._still.fill(Qt.GlobalColor.transparent)
            with QPainter(self._still) as still:
                track.paint_still(still, pill)
        painter.drawPixmap(0, 0, self._still)
        track.paint_now(painter, self._pill, pill)
        paint_dots(painter, self._layout, self._rows, self._stops, self._pointed)
        if self.ring:
            px, rows = theme().px, self._rows
            side = px(INSET - 6)
            ring = QRectF(side, px(rows.lane - 5), self.width() - 2 * side, px(rows.lane_height + 10))
            draw_focus_ring(painter, ring, px(11))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The playhead goes where the mouse is."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            spot = self._spot(event.position())
            if spot is not None:
                self.marked.emit(spot)
                event.accept()
                return
            self._dragging = True
            self._seek(event.position().x())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows; what is under the mouse stays in its place until it is let go."""
        if self._dragging:
            self._seek(event.position().x())
            return
        pointed = self._spot(event.position())
        if pointed != self._pointed:
            self._pointed = pointed
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._pointed = None
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done at a mark, or by keyboard where the playhead stands."""
        at = self._layout.tick_at(event.pos().x()) if self._layout is not None else -1
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        spot = spot_at(self._marks, self._marks.mark(max(0, at))) if by_mouse and self._marks is not None else self.here
        if spot is not None:
            self.menu_wanted.emit(spot, event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The playhead stays."""
        if self._dragging:
            self._dragging = False
            if self._marks is not None and self._marks.grouped:
                self._relay()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A notch down or to the right is one tick on."""
        turned = event.angleDelta()
        self._turned += -turned.y() if turned.y() else -turned.x()
        while abs(self._turned) >= _NOTCH:
            by = 1 if self._turned > 0 else -1
            self._turned -= by * _NOTCH
            self.walked.emit(by)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, with Shift by phase; Home and End go to the first and the last tick."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        super().keyPressEvent(event)
        if by is not None:
            (self.leapt if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self.walked).emit(by)
        elif event.key() == Qt.Key.Key_Home:
            self.sought.emit(0)
        elif event.key() == Qt.Key.Key_End and self._marks is not None:
            self.sought.emit(self._marks.total - 1)
        else:
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """A tooltip says whose mark the mouse is on, also where there is no room for a name."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._told_at(event.pos())
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return super().event(event)

    def _told_at(self, at: QPoint) -> str:
        if self._layout is None or self._marks is None:
            return ""
        spot = self._spot(QPointF(at))
        if spot is not None:
            name, phase = render(spot.run.label), render(TITLES[spot.phase])
            if spot in self._stops:
                return tr("{name} · {phase}: click to stop here no more", name=name, phase=phase)
            return tr("{name} · {phase}: click to stop here", name=name, phase=phase)
        mark = self._marks.mark(self._layout.tick_at(at.x()))
        lane, run = self._marks.lane(mark), self._marks.run(mark)
        if lane is None or run is None:
            return ""
        return f"{render(TITLES[self._marks.lanes[lane].phase])} · {render(run.label)}"
