"""The values of the moment: rows of cells, colored by size and sign, the one at hand framed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, tr
from nnsim.trace import Place, Tensor, plain_text
from ui.look import diverging_color, sized_font, theme
from ui.look.tokens import Phase
from ui.look.widgets import Themed, draw_box
from ui.teaching import Box, paint_box, set_row

_LABELS, _PITCH, _CELL, _HEIGHT, _GAP = 84, 35, 60, 28, 6
_NARROWEST = 46

_BEFORE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_BEHIND = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ValueRows(Themed, QWidget):
    """Rows of values; more than fit are shown around the framed one.

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
        metrics = QFontMetricsF(sized_font(11))
        widths = (metrics.horizontalAdvance(text) for row in self._rows for text in row.texts)
        self._needed = max(widths, default=0.0) + 6 * theme().scale
        self.setFixedHeight(max(0, theme().px(_PITCH) * len(self._rows) - theme().px(1)))
        self.update()

    def retranslate(self) -> None:
        """Tell the rows to screen readers."""
        self.setAccessibleName(tr("Values now"))
        self.setAccessibleDescription(
            "; ".join(f"{plain_text(row.symbol)} {' '.join(row.texts)}" for row in self._rows)
        )

    def _cell_width(self, count: int) -> float:
        """As wide as the design's or as the longest number where they fit, else as many as stay readable."""
        room, gap = self.width() - (_LABELS + 1) * theme().scale, _GAP * theme().scale
        narrowest, widest = (max(width * theme().scale, self._needed) for width in (_NARROWEST, _CELL))
        fitting = (room + gap) / max(1, count) - gap
        return min(widest, max(fitting, narrowest))

    def _window(self, row: Tensor) -> tuple[int, int]:
        """First and last (exclusive) value that is shown."""
        count, gap = len(row.values), _GAP * theme().scale
        width = self._cell_width(count)
        room = self.width() - (_LABELS + 1) * theme().scale
        shown = min(count, max(1, int((room + gap + 0.5) / (width + gap))))
        middle = row.frame if row.frame is not None else 0
        first = min(max(0, middle - shown // 2), count - shown)
        return first, first + shown

    def _cells(self, number: int) -> list[tuple[int, QRectF]]:
        """Position and rectangle of each shown value of a row."""
        row, scale = self._rows[number], theme().scale
        first, last = self._window(row)
        width, top = self._cell_width(len(row.values)), number * theme().px(_PITCH) + 3 * scale
        left, step = (_LABELS - 1) * scale, width + _GAP * scale
        return [(at, QRectF(left + (at - first) * step, top, width, _HEIGHT * scale)) for at in range(first, last)]

    def _place_at(self, position: QPointF) -> Place | None:
        for number, row in enumerate(self._rows):
            for at, rect in self._cells(number):
                if at < len(row.places) and rect.contains(position):
                    return row.places[at]
        return None

    def _draw_row(self, painter: QPainter, number: int, row: Tensor) -> None:
        tokens, scale = theme().tokens, theme().scale
        top = number * theme().px(_PITCH)
        known = [abs(value) for value in row.values if np.isfinite(value)]
        reach = 1.6 * max(1.0, *known, 0.0)
        self._draw_name(painter, number, row, top)
        for at, rect in self._cells(number):
            value = row.values[at]
            if np.isnan(value):
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 5 * scale, 5 * scale)
                continue
            draw_box(painter, rect, 5 * scale, diverging_color(value, -reach, reach))
            painter.setFont(sized_font(12.5))
            painter.setPen(tokens.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._fitting(painter, row.texts[at], rect.width()))
        self._draw_rest(painter, number, len(row.values))
        self._draw_frame(painter, number, row)

    def _draw_rest(self, painter: QPainter, number: int, count: int) -> None:
        """Dots at either end of which there are more values than there is room for."""
        cells, side = self._cells(number), 14 * theme().scale
        painter.setFont(sized_font(12.5))
        painter.setPen(theme().tokens.text3)
        if cells and cells[0][0] > 0:
            painter.drawText(cells[0][1].adjusted(-side, 0, 0, 0), _BEFORE, "…")
        if cells and cells[-1][0] < count - 1:
            painter.drawText(cells[-1][1].adjusted(0, 0, side, 0), _BEHIND, "…")

    @staticmethod
    def _fitting(painter: QPainter, text: str, width: float) -> str:
        """The text, in a smaller font where it would not fit."""
        if painter.fontMetrics().horizontalAdvance(text) > width - 2:
            painter.setFont(sized_font(11))
        return text

    def _draw_frame(self, painter: QPainter, number: int, row: Tensor) -> None:
        solid, _ = theme().tokens.phase(self._phase)
        scale = theme().scale
        for at, rect in self._cells(number):
            pointed = at < len(row.places) and row.places[at] is not None and row.places[at] == self._hovered
            if at == row.frame or pointed:
                grown = rect.adjusted(-2 * scale, -2 * scale, 2 * scale, 2 * scale)
                color = solid if at == row.frame else theme().tokens.text3
                draw_box(painter, grown, 7 * scale, None, color, 2 * scale)

    def _draw_name(self, painter: QPainter, number: int, row: Tensor, top: float) -> None:
        tokens, scale, name = theme().tokens, theme().scale, self._names[number]
        room = (_LABELS - 6) * scale
        painter.save()
        painter.translate(0, top + 22 * scale)
        shrink = min(1.0, room / name.width) if name.width else 1.0
        if name.ascent + name.descent > 26 * scale:
            shrink = min(shrink, 26 * scale / (name.ascent + name.descent))
            painter.translate(0, -5 * scale + shrink * (name.ascent - name.descent) / 2)
        painter.scale(shrink, shrink)
        paint_box(painter, name, QPointF(), "text")
        painter.restore()
        if name.width * shrink <= 32 * scale:
            painter.setFont(sized_font(11))
            painter.setPen(tokens.text3)
            painter.drawText(QPointF(36 * scale, top + 22 * scale), row.size)

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
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, cells and frames."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._draw_row(painter, number, row)
