"""The loss of every kept epoch in one strip, with a playhead to drag back through them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.text import message, tr
from ui.charts.chart import LEFT
from ui.charts.plot import Curve, Plot
from ui.charts.series import Floats
from ui.look import paint_icon, sized_font, theme
from ui.look.widgets import draw_box

_NOTHING = np.empty(0)
_LEAST_NAME = 24  # pixels of a bookmark's name, below which its flag stands alone
SNAP = 6  # pixels around a bookmark from which the playhead goes to it


class HistoryStrip(Plot):
    """The epochs so far; the ones after the playhead turn grey, and so are the runs that came before this one.

    `sought(epoch)` follows the playhead while it is dragged, with the part of an epoch that the mouse points at;
    near a bookmark it is the bookmark's. `turned(by)` asks for whole epochs on or back by the arrow keys, `left()`
    for the present (End), `refused()` for epochs that are out of reach, which are grey, too.
    """

    sought = Signal(float)
    turned = Signal(int)
    left = Signal()
    refused = Signal()
    margins = (6, 8, 6, 6)
    pixels_per_column = 4
    empty_text = message("The loss of each epoch stands here once training runs.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs, self._loss, self._now, self._dragging = _NOTHING, _NOTHING, 0.0, False
        self._bookmarks: tuple[tuple[float, str], ...] = ()
        self._past, self._future = Curve(filled=True, width=1.75), Curve(width=1.5)
        self._lost, self._reach = Curve(width=1.5), -np.inf
        self._earlier: list[Curve] = []
        self._runs: list[tuple[Floats, Floats]] = []
        self.curves = [self._lost, self._past, self._future]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether no epoch is kept."""
        return not np.isfinite(self._loss).any()

    @property
    def now(self) -> float:
        """The epoch under the playhead."""
        return self._now

    def set_data(self, epochs: Floats, loss: Floats, now: float | None = None) -> None:
        """Show the kept epochs and their losses, arrays of one length, and where the playhead stands (at the last)."""
        self._epochs = np.asarray(epochs, dtype=np.float64)
        self._loss = np.asarray(loss, dtype=np.float64)
        if not self._dragging:
            self._now = (float(self._epochs[-1]) if len(self._epochs) else 0.0) if now is None else now
        self._draw()

    def set_now(self, epoch: float) -> None:
        """Move the playhead; emits nothing."""
        if epoch != self._now and not self._dragging:
            self._now = epoch
            self._draw()

    def set_earlier(self, runs: Sequence[tuple[Floats, Floats]]) -> None:
        """Show the curves of earlier runs behind this one: (epochs, losses)."""
        self._runs = [(np.asarray(epochs, np.float64), np.asarray(loss, np.float64)) for epochs, loss in runs]
        self._earlier = [Curve(width=1.25) for _ in runs]
        self.curves = [*self._earlier, self._lost, self._past, self._future]
        for curve, run in zip(self._earlier, self._runs, strict=True):
            curve.set_data(*run)
            curve.set_color(theme().tokens.border2)
        self._draw()

    def set_reach(self, first: float) -> None:
        """Say which epoch is the first that can be visited; −∞ when all can."""
        if first != self._reach:
            self._reach = first
            self._draw()

    def set_bookmarks(self, bookmarks: Sequence[tuple[float, str]]) -> None:
        """Mark epochs: (epoch, name)."""
        if tuple(bookmarks) != self._bookmarks:
            self._bookmarks = tuple(bookmarks)
            self.repaint_chart()

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        tokens = theme().tokens
        self._past.set_color(tokens.loss, 0.16 if tokens.dark else 0.1)
        for curve in (self._lost, self._future, *self._earlier):
            curve.set_color(tokens.border2)
        self.setMinimumHeight(theme().px(48))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("History of the loss"))
        super().retranslate()

    def _draw(self) -> None:
        if not self.is_empty:
            self._now = min(max(self._now, float(self._epochs[0])), float(self._epochs[-1]))
            shown = np.concatenate([self._loss, *(loss for _, loss in self._runs)])
            high = float(np.nanmax(np.where(np.isfinite(shown), shown, np.nan)))
            first = float(self._epochs[0])
            last = max([float(self._epochs[-1]), *(float(epochs[-1]) for epochs, _ in self._runs if len(epochs))])
            self.set_range(first, last if last > first else first + 1, 0.0, high if high > 0 else 1.0)
        known = np.where(np.isfinite(self._loss), self._loss, np.nan)
        if len(known):
            here = np.interp(self._now, self._epochs, known)
            lost, ahead = self._epochs <= self._reach, self._epochs > self._now
            done = (self._epochs >= self._reach) & ~ahead
            self._lost.set_data(self._epochs[lost], known[lost])
            self._past.set_data(np.append(self._epochs[done], self._now), np.append(known[done], here))
            self._future.set_data(np.insert(self._epochs[ahead], 0, self._now), np.insert(known[ahead], 0, here))
        else:
            for curve in (self._lost, self._past):
                curve.set_data(_NOTHING, _NOTHING)
            self._future.set_data(_NOTHING, _NOTHING)
        self.repaint_chart()

    def _refuses(self, epoch: float) -> bool:
        """Whether an epoch is out of reach, or there is nothing but the present to go to; tells so."""
        refuses = epoch < self._reach or self._reach >= self._epochs[-1]
        if refuses:
            self.refused.emit()
        return refuses

    def _seek(self, pixel: float) -> None:
        epoch = min(max(self.x_at(pixel), float(self._epochs[0]), self._reach), float(self._epochs[-1]))
        for marked, _ in self._bookmarks:
            if abs(self.to_pixels(marked, 0.0)[0] - pixel) <= theme().px(SNAP):
                epoch = marked
        if epoch != self._now:
            self._now = epoch
            self._draw()
            self.sought.emit(epoch)

    def _draw_bookmarks(self, painter: QPainter) -> None:
        """Flags, with as much of their names as there is room for up to the next flag, the playhead and the end."""
        tokens, px, base = theme().tokens, theme().px, self.area.bottom()
        metrics = QFontMetricsF(sized_font(11))
        painter.setFont(sized_font(11))
        now = self.to_pixels(self._now, 0.0)[0]
        ends = [*(self.to_pixels(epoch, 0.0)[0] for epoch, _ in self._bookmarks), now, float(self.width())]
        for epoch, name in self._bookmarks:
            x, y = self.to_pixels(epoch, float(np.nan_to_num(np.interp(epoch, self._epochs, self._loss))))
            pen = QPen(tokens.text3, theme().scale)
            pen.setDashPattern([2, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y + px(3)), QPointF(x, base))
            paint_icon(painter, "bookmark-simple-fill", QRectF(x + px(4), base - px(17), px(13), px(13)), tokens.text2)
            painter.setPen(tokens.text2)
            room = min((end for end in ends if end > x + 1), default=x) - x - px(20 + 6)
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
            if room >= px(_LEAST_NAME) or text == name:
                painter.drawText(QRectF(x + px(20), base - px(19), room + 2, px(17)), LEFT, text)

    def _draw_playhead(self, painter: QPainter) -> None:
        tokens, px, scale = theme().tokens, theme().px, theme().scale
        x, y = self.to_pixels(self._now, float(np.nan_to_num(np.interp(self._now, self._epochs, self._loss))))
        painter.setPen(QPen(tokens.text, 1.5 * scale))
        painter.drawLine(QPointF(x, px(2)), QPointF(x, self.height() - px(4)))
        radius = 5.6 * scale
        spot = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        draw_box(painter, spot, radius, tokens.surface, tokens.loss, 2.25 * scale)
        handle = QRectF(x - 5 * scale, self.height() - 12 * scale, 10 * scale, 12 * scale)
        draw_box(painter, handle, 3 * scale, tokens.text)
        if self.hasFocus() and not self._dragging:
            draw_box(painter, handle.adjusted(-3, -3, 3, 1), 4 * scale, None, tokens.text3, 1.5 * scale)

    def draw_axes(self, painter: QPainter) -> None:
        """The base line."""
        painter.setPen(QPen(theme().tokens.border, theme().px(1)))
        painter.drawLine(self.area.bottomLeft(), self.area.bottomRight())

    def draw_marks(self, painter: QPainter) -> None:
        """Bookmarks and playhead."""
        self._draw_bookmarks(painter)
        self._draw_playhead(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The playhead goes where the mouse is."""
        if event.button() != Qt.MouseButton.LeftButton or self.is_empty:
            return
        if not self._refuses(self.x_at(event.position().x())):
            self._dragging = True
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows."""
        if self._dragging:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The playhead stays."""
        if self._dragging:
            self._dragging = False
            self.repaint_chart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by epochs, Home to the beginning, End to the present."""
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.is_empty or event.key() not in (*turns, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_End:
            self.left.emit()
        elif self._refuses(self._epochs[-1]):
            return
        elif event.key() == Qt.Key.Key_Home:
            self.sought.emit(max(float(self._epochs[0]), self._reach))
        else:
            self.turned.emit(turns[Qt.Key(event.key())])
