"""The loss of every kept epoch in one strip, with a playhead to drag back through them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.text import message, tr
from ui.charts.chart import LEFT
from ui.charts.plot import Curve, Plot
from ui.charts.series import Floats
from ui.look import paint_icon, sized_font, theme
from ui.look.widgets import draw_box

_NOTHING = np.empty(0)


class HistoryStrip(Plot):
    """Epochs kept so far; the ones after the playhead turn grey.

    `scrubbed(index)` follows the playhead while it is dragged or moved by keys, `scrub_finished(index)` comes when it
    is let go. Arrow keys, Home and End move it; a click moves it there.
    """

    scrubbed = Signal(int)
    scrub_finished = Signal(int)
    margins = (6, 8, 6, 6)
    pixels_per_column = 4
    empty_text = message("Every epoch is kept here once training runs.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs, self._loss, self._current, self._dragging = _NOTHING, _NOTHING, 0, False
        self._bookmarks: tuple[tuple[int, str], ...] = ()
        self._past, self._future = Curve(filled=True, width=1.75), Curve(width=1.5)
        self.curves = [self._past, self._future]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether no epoch is kept."""
        return not np.isfinite(self._loss).any()

    @property
    def current(self) -> int:
        """The index of the epoch under the playhead."""
        return self._current

    def set_data(self, epochs: Floats, loss: Floats, current: int | None = None) -> None:
        """Show the kept epochs and their losses, arrays of one length, and where the playhead stands (the last)."""
        self._epochs = np.asarray(epochs, dtype=np.float64)
        self._loss = np.asarray(loss, dtype=np.float64)
        if not self._dragging:
            self._current = len(self._epochs) - 1 if current is None else current
        self._draw()

    def set_current(self, index: int) -> None:
        """Move the playhead; emits nothing."""
        if index != self._current:
            self._current = index
            self._draw()

    def set_bookmarks(self, bookmarks: Sequence[tuple[int, str]]) -> None:
        """Mark epochs: (index, name)."""
        self._bookmarks = tuple(bookmarks)
        self.repaint_chart()

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        tokens = theme().tokens
        self._past.set_color(tokens.loss, 0.16 if tokens.dark else 0.1)
        self._future.set_color(tokens.border2)
        self.setMinimumHeight(theme().px(48))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("History of the loss"))
        super().retranslate()

    def _draw(self) -> None:
        self._current = max(0, min(self._current, len(self._epochs) - 1))
        if not self.is_empty:
            high = float(np.nanmax(np.where(np.isfinite(self._loss), self._loss, np.nan)))
            first, last = float(self._epochs[0]), float(self._epochs[-1])
            self.set_range(first, last if last > first else first + 1, 0.0, high if high > 0 else 1.0)
        known = np.where(np.isfinite(self._loss), self._loss, np.nan)
        split = self._current + 1
        self._past.set_data(self._epochs[:split], known[:split])
        self._future.set_data(self._epochs[split - 1 :], known[split - 1 :])
        self.repaint_chart()

    def _index_at(self, pixel: float) -> int:
        return int(np.abs(self._epochs - self.x_at(pixel)).argmin())

    def _scrub(self, index: int) -> None:
        index = max(0, min(index, len(self._epochs) - 1))
        if index != self._current:
            self.set_current(index)
            self.scrubbed.emit(index)

    def _draw_bookmarks(self, painter: QPainter) -> None:
        tokens, px, base = theme().tokens, theme().px, self.area.bottom()
        painter.setFont(sized_font(11))
        for index, name in self._bookmarks:
            if not 0 <= index < len(self._epochs):
                continue
            x, y = self.to_pixels(float(self._epochs[index]), float(np.nan_to_num(self._loss[index])))
            pen = QPen(tokens.text3, theme().scale)
            pen.setDashPattern([2, 3])
            painter.setPen(pen)
            painter.drawLine(QPointF(x, y + px(3)), QPointF(x, base))
            paint_icon(painter, "bookmark-simple-fill", QRectF(x + px(4), base - px(17), px(13), px(13)), tokens.text2)
            painter.setPen(tokens.text2)
            painter.drawText(QRectF(x + px(20), base - px(19), px(200), px(17)), LEFT, name)

    def _draw_playhead(self, painter: QPainter) -> None:
        tokens, px, scale = theme().tokens, theme().px, theme().scale
        loss = float(self._loss[self._current])
        x, y = self.to_pixels(float(self._epochs[self._current]), loss if np.isfinite(loss) else 0.0)
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
        if event.button() == Qt.MouseButton.LeftButton and not self.is_empty:
            self._dragging = True
            self._scrub(self._index_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The playhead follows."""
        if self._dragging:
            self._scrub(self._index_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The playhead stays."""
        if self._dragging:
            self._dragging = False
            self.scrub_finished.emit(self._current)
            self.repaint_chart()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End move the playhead."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -(10**9), Qt.Key.Key_End: 10**9}
        if self.is_empty or event.key() not in moves:
            super().keyPressEvent(event)
            return
        before = self._current
        self._scrub(self._current + moves[Qt.Key(event.key())])
        if self._current != before:
            self.scrub_finished.emit(self._current)
