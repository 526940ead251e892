"""The loss of training and test data over the epochs."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from nnsim.text import format_count, format_loss, message, tr
from ui.charts.chart import LEFT, RIGHT, draw_tick
from ui.charts.plot import Curve, Plot
from ui.charts.series import Floats
from ui.charts.ticks import decades, epoch_text, nice_ticks, power_text, tick_text
from ui.look import sized_font, theme
from ui.look.widgets import Chip, draw_box

_NOTHING = np.empty(0)
_MARGINS = (34, 8, 92, 22)


class LossChart(Plot):
    """Training loss as a solid line over its area, test loss dashed, both with their last value; hover reads any epoch.

    `log_changed(bool)` tells that the user switched the axis.
    """

    log_changed = Signal(bool)
    margins = _MARGINS

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._epochs, self._train, self._test = _NOTHING, _NOTHING, _NOTHING
        self._log, self._hover = False, -1
        self._x_ticks: list[float] = []
        self._y_ticks: list[tuple[float, str]] = []
        self._train_curve = Curve(filled=True)
        self._test_curve = Curve(dashed=True, width=1.75)
        self.curves = [self._train_curve, self._test_curve]
        self._toggle = Chip(message("log"), checkable=True, height=22, parent=self)
        self._toggle.setToolTip(tr("Logarithmic loss axis"))
        self._toggle.toggled.connect(self._switch)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme().px(120))
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether no finite loss is known."""
        return not np.isfinite(self._train).any()

    @property
    def log(self) -> bool:
        """Whether the loss axis is logarithmic."""
        return self._log

    def set_log(self, on: bool) -> None:
        """Make the loss axis logarithmic, or even."""
        self._toggle.setChecked(on)

    def set_data(self, epochs: Floats, train: Floats, test: Floats | None = None) -> None:
        """Show the losses, arrays of one length; NaN leaves a gap, no test data no second curve.

        Epochs may end in a part of one: the present moment.
        """
        self._epochs = np.asarray(epochs, dtype=np.float64)
        self._train = np.asarray(train, dtype=np.float64)
        self._test = np.full_like(self._train, np.nan) if test is None else np.asarray(test, dtype=np.float64)
        self._hover = min(self._hover, len(self._epochs) - 1)
        self._draw()

    def clear(self) -> None:
        """Go back to the empty state."""
        self.set_data(_NOTHING, _NOTHING)

    def restyle(self) -> None:
        """Take colours and sizes from the theme."""
        tokens = theme().tokens
        self._train_curve.set_color(tokens.loss, 0.1)
        self._test_curve.set_color(tokens.text2)
        self.margins = _MARGINS
        super().restyle()
        self._draw()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Loss over the epochs"))
        self._toggle.setToolTip(tr("Logarithmic loss axis"))
        self.place()  # the words on the toggle are longer or shorter
        super().retranslate()

    def _switch(self, on: bool) -> None:
        self._log = on
        self._draw()
        self.log_changed.emit(on)

    def _scaled(self, values: Floats) -> Floats:
        """Losses as heights: their logarithm on a log axis, where zero is a gap."""
        known = np.isfinite(values) & ((values > 0) | (not self._log))
        heights = np.where(known, values, 1.0)
        return np.where(known, np.log10(heights) if self._log else heights, np.nan)

    def _draw(self) -> None:
        self._toggle.setVisible(not self.is_empty)
        self._make_room()
        if not self.is_empty:
            self._set_axes()
        self._train_curve.set_data(self._epochs, self._scaled(self._train), self._range[2])
        self._test_curve.set_data(self._epochs, self._scaled(self._test))
        self.repaint_chart()

    def _make_room(self) -> None:
        """Widen the right margin for long numbers; it narrows only with the scale or an empty chart, not to and fro."""
        name, number = QFontMetrics(sized_font(12.5)), QFontMetrics(_number_font())
        widest = 0
        for word, values in ((tr("train"), self._train), (tr("test"), self._test)):
            finite = values[np.isfinite(values)]
            texts = {format_loss(float(value)) for value in (finite.min(), finite[-1])} if len(finite) else set()
            room = name.horizontalAdvance(word + " ") + theme().px(12 + 2 + 4)
            widest = max([widest, *(room + number.horizontalAdvance(text) for text in texts)])
        left, top, right, bottom = _MARGINS
        kept = right if self.is_empty else self.margins[2]
        margins = (left, top, max(kept, math.ceil(widest / theme().scale)), bottom)
        if margins != self.margins:
            self.margins = margins
            self.place()

    def _set_axes(self) -> None:
        both = np.concatenate((self._train, self._test))
        both = both[np.isfinite(both)]
        first, last = float(self._epochs[0]), float(self._epochs[-1])
        last = last if last > first else first + 1
        self._x_ticks = [tick for tick in nice_ticks(first, last, 5, whole=True) if first <= tick <= last]
        positive = both[both > 0]
        if self._log and len(positive):
            low, high = decades(float(positive.min()), float(positive.max()), least=1)
            stride = max(1, (high - low) // 4)
            self._y_ticks = [(float(power), power_text(power)) for power in range(low, high + 1, stride)]
            bottom, top = float(low), float(high)
        else:
            ticks = nice_ticks(min(0.0, float(both.min())), float(both.max()) or 1.0, 4)
            self._y_ticks = [(tick, tick_text(tick, ticks[1] - ticks[0])) for tick in ticks]
            bottom, top = ticks[0], ticks[-1]
        self.set_range(first, last, bottom, top)

    def _ends(self) -> list[tuple[str, float, QColor, bool, float, float]]:
        """Name, value, colour, hollow, x and y in pixels of what each curve ends in, or has under the pointer."""
        at = self._hover if self._hover >= 0 else len(self._epochs) - 1
        tokens = theme().tokens
        rows = ((tr("test"), self._test, tokens.text2, True), (tr("train"), self._train, tokens.loss, False))
        ends = []
        for name, values, color, hollow in rows:
            if len(values) and math.isfinite(values[at]):
                height = float(self._scaled(values[at : at + 1])[0])
                x, y = self.to_pixels(float(self._epochs[at]), height if math.isfinite(height) else self._range[2])
                ends.append((name, float(values[at]), color, hollow, x, y))
        return ends

    def _draw_ends(self, painter: QPainter) -> None:
        px, tokens = theme().px, theme().tokens
        ends = self._ends()
        rows = [end[5] for end in ends]
        if len(rows) == 2 and abs(rows[0] - rows[1]) < px(18):
            middle, order = sum(rows) / 2, 1 if rows[0] <= rows[1] else -1
            middle = min(middle, self.area.bottom() - px(7))
            rows = [middle - order * px(9), middle + order * px(9)]
        free = self._toggle.geometry().bottom() + px(2 + 9)
        for at in sorted(range(len(rows)), key=rows.__getitem__):  # names stand clear of the switch in the corner
            rows[at] = max(rows[at], free)
            free = rows[at] + px(18)
        for (name, value, color, hollow, x, y), row in zip(ends, rows, strict=True):
            radius = px(3 if hollow else 3.5)
            dot = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            outline = 1.75 * theme().scale
            draw_box(painter, dot, radius, tokens.surface if hollow else color, color if hollow else None, outline)
            left = self.area.right() + px(12)
            painter.setPen(color)
            painter.setFont(sized_font(12.5))
            box = QRectF(left, row - px(9), px(80), px(18))
            painter.drawText(box, LEFT, name)
            offset = QFontMetrics(painter.font()).horizontalAdvance(name + " ") + px(2)
            painter.setFont(_number_font())
            painter.drawText(box.adjusted(offset, 0, px(40), 0), LEFT, format_loss(value))

    def place(self) -> None:
        """Keep the toggle in its corner."""
        super().place()
        self._toggle.adjustSize()
        self._toggle.move(self.width() - self._toggle.width() - theme().px(2), theme().px(2))

    def draw_axes(self, painter: QPainter) -> None:
        """Grid lines and tick labels."""
        tokens, px, area = theme().tokens, theme().px, self.area
        for value, text in self._y_ticks:
            _, y = self.to_pixels(self._range[0], value)
            painter.setPen(QPen(tokens.border, px(1)))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            draw_tick(painter, QRectF(0, y - px(8), area.left() - px(8), px(16)), text, RIGHT)
        for value in self._x_ticks:
            x, _ = self.to_pixels(value, 0.0)
            box = QRectF(x - px(30), area.bottom() + px(6), px(60), px(16))
            draw_tick(painter, box, format_count(round(value)), Qt.AlignmentFlag.AlignCenter)

    def draw_marks(self, painter: QPainter) -> None:
        """The ends of the curves, and the line under the pointer."""
        if self._hover >= 0:
            x, _ = self.to_pixels(float(self._epochs[self._hover]), 0.0)
            painter.setPen(QPen(theme().tokens.text3, theme().scale))
            painter.drawLine(QPointF(x, self.area.top()), QPointF(x, self.area.bottom()))
            text = tr("epoch {epoch}", epoch=epoch_text(float(self._epochs[self._hover])))
            box = QRectF(self.area.right() + theme().px(12), self.area.bottom() + theme().px(6), 90, theme().px(16))
            draw_tick(painter, box, text, LEFT)
        self._draw_ends(painter)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the epoch under the pointer."""
        super().mouseMoveEvent(event)
        if self.is_empty:
            return
        place = event.position()
        inside = self.area.adjusted(-4, 0, 4, 0).contains(place)
        nearest = int(np.abs(self._epochs - self.x_at(place.x())).argmin()) if inside else -1
        if nearest != self._hover:
            self._hover = nearest
            self.repaint_chart()

    def leaveEvent(self, event: QEvent) -> None:
        """Show the last epoch again."""
        super().leaveEvent(event)
        self._hover = -1
        self.repaint_chart()


def _number_font() -> QFont:
    return sized_font(12.5, QFont.Weight.DemiBold)
