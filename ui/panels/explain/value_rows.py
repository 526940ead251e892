"""The values of the moment: rows and grids of cells, colored by size and sign, the one at hand framed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, tr
from nnsim.trace import Place, Tensor, plain_text
from nnsim.trace.read_window import Window
from nnsim.trace.tensors import Grid
from ui.look import diverging_color, sized_font, text_width, theme
from ui.look.tokens import Phase
from ui.look.widgets import Themed, draw_box
from ui.panels.explain.value_layout import Layout, Placed, lay_out
from ui.teaching import Box, paint_box, set_row

_BEFORE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_CENTER = Qt.AlignmentFlag.AlignCenter
_BEHIND = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ValueRows(Themed, QWidget):
    """Rows and grids of values; of more than fit, those around the framed one are shown.

    Signals:
        place_hovered(Place | None): the mouse is over a value, or has left it.
        place_clicked(Place): a value was clicked.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Tensor, ...] = ()
        self._names: list[Box] = []
        self._phase: Phase = "forward"
        self._needed = 0.0
        self._layout = Layout([], [], 0.0)
        self._hovered: Place | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_rows(self, rows: Sequence[Tensor], phase: Phase) -> None:
        """Show these rows."""
        self._rows, self._phase, self._hovered = tuple(rows), phase, None
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._names = [set_row(row.symbol, 17 * theme().scale, sized_font(11)) for row in self._rows]
        widths = (text_width(text, 11) for row in self._rows for text in row.texts)
        self._needed = max(widths, default=0.0) + 6 * theme().scale
        self._lay_out()

    def retranslate(self) -> None:
        """Tell the rows to screen readers."""
        self.setAccessibleName(tr("Values now"))
        self.setAccessibleDescription(
            "; ".join(f"{plain_text(row.symbol)} {' '.join(row.texts)}" for row in self._rows)
        )

    def _lay_out(self) -> None:
        """Place the values anew at the present width, which gives the height."""
        self._layout = lay_out(self._rows, self.width(), self._needed, theme().scale)
        self.setFixedHeight(round(self._layout.height))
        self.update()

    def _place_at(self, position: QPointF) -> Place | None:
        for row, placed in zip(self._rows, self._layout.placed, strict=True):
            for at, rect in placed.cells:
                if at < len(row.places) and rect.contains(position):
                    return row.places[at]
        return None

    def _draw_row(self, painter: QPainter, number: int, row: Tensor, placed: Placed) -> None:
        tokens, scale = theme().tokens, theme().scale
        known = [abs(value) for value in row.values if np.isfinite(value)]
        reach = 1.6 * max(1.0, *known, 0.0)
        self._draw_name(painter, number, row, placed)
        for at, rect in placed.cells:
            value = row.values[at]
            if np.isnan(value):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5 * scale, 5 * scale)
                continue
            draw_box(painter, rect, 5 * scale, diverging_color(value, -reach, reach))
            size = 12.5 if text_width(row.texts[at], 12.5) <= rect.width() - 2 else 11
            painter.setFont(sized_font(size))
            painter.setPen(tokens.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, row.texts[at])
        self._draw_numbers(painter, placed)
        self._draw_rest(painter, placed)
        self._draw_frame(painter, row, placed)

    def _draw_numbers(self, painter: QPainter, placed: Placed) -> None:
        """The numbers of rows and columns, counted from 1 as in the names of the values."""
        painter.setFont(sized_font(11))
        painter.setPen(theme().tokens.text3)
        for box, number in placed.numbers:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def _draw_rest(self, painter: QPainter, placed: Placed) -> None:
        """Dots at either end of which there are more values than there is room for."""
        cells, side = placed.cells, 14 * theme().scale
        painter.setFont(sized_font(12.5))
        painter.setPen(theme().tokens.text3)
        if cells and placed.before and not placed.numbers:
            painter.drawText(cells[0][1].adjusted(-side, 0, 0, 0), _BEFORE, "…")
        if cells and placed.behind:
            painter.drawText(cells[-1][1].adjusted(0, 0, side, 0), _BEHIND, "…")

    def _draw_frame(self, painter: QPainter, row: Tensor, placed: Placed) -> None:
        solid, _ = theme().tokens.phase(self._phase)
        scale = theme().scale
        window = row.window if isinstance(row, Grid) else None
        whole = QRectF()
        for at, rect in placed.cells:
            pointed = at < len(row.places) and row.places[at] is not None and row.places[at] == self._hovered
            framed = at == row.frame and window is None
            if window is not None and isinstance(row, Grid) and _is_in(window, at, row.columns):
                whole = whole.united(rect)
            if framed or pointed:
                grown = rect.adjusted(-2 * scale, -2 * scale, 2 * scale, 2 * scale)
                draw_box(painter, grown, 7 * scale, None, solid if framed else theme().tokens.text3, 2 * scale)
        if not whole.isNull():
            draw_box(painter, whole.adjusted(-2 * scale, -2 * scale, 2 * scale, 2 * scale), 7 * scale, None, solid,
                     2 * scale)

    def _draw_name(self, painter: QPainter, number: int, row: Tensor, placed: Placed) -> None:
        tokens, scale, name, box = theme().tokens, theme().scale, self._names[number], placed.name
        shrink = min(1.0, box.width() / name.width) if name.width else 1.0
        high = 26 * scale if not placed.centered else box.height()
        if name.ascent + name.descent > high:
            shrink = min(shrink, high / (name.ascent + name.descent))
        x = box.center().x() - shrink * name.width / 2 if placed.centered else box.x()
        painter.save()
        painter.translate(x, box.center().y() + shrink * (name.ascent - name.descent) / 2)
        painter.scale(shrink, shrink)
        paint_box(painter, name, QPointF(), "text")
        painter.restore()
        if placed.below:
            painter.setFont(sized_font(11))
            painter.setPen(tokens.text3)
            size = painter.fontMetrics().elidedText(row.size, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box.translated(0, box.height()), _BEFORE, size)
        elif name.width * shrink <= 32 * scale and not placed.centered:
            painter.setFont(sized_font(11))
            painter.setPen(tokens.text3)
            size = QRectF(box.x() + 36 * scale, box.y(), box.width(), box.height())
            painter.drawText(size, _BEFORE, row.size)

    def event(self, event: QEvent) -> bool:
        """Tooltips tell all digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place_at(QPointF(event.pos()))
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), format_exact(place.value), self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a value."""
        place = self._place_at(event.position())
        if place != self._hovered:
            self._hovered = place
            self.place_hovered.emit(place)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Follow a value."""
        place = self._place_at(event.position())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self.place_clicked.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        if self._hovered is not None:
            self._hovered = None
            self.place_hovered.emit(None)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width shows other values."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, cells, frames, and the signs between grids."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (row, placed) in enumerate(zip(self._rows, self._layout.placed, strict=True)):
            self._draw_row(painter, number, row, placed)
        painter.setFont(sized_font(13))
        painter.setPen(theme().tokens.text2)
        side = 10 * theme().scale
        for at, sign in self._layout.signs:
            painter.drawText(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side), _CENTER, sign)


def _is_in(window: Window, at: int, columns: int) -> bool:
    """Whether a cell of a grid, row by row, lies in a window."""
    row, column = divmod(at, columns)
    return window[0] <= row <= window[1] and window[2] <= column <= window[3]
