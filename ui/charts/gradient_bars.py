"""How large the gradient of every layer is, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import format_loss, message, tr
from ui.charts.chart import CENTER, LEFT, Chart, draw_tick
from ui.charts.rows import draw_name, least_height, name_width, row_height
from ui.charts.ticks import decades, power_text
from ui.look import sized_font, theme
from ui.look.widgets import draw_box

_TICK_WIDTH = 30


class GradientBars(Chart, QWidget):
    """One bar per layer with its value; a vanishing gradient is a short bar, NaN stands in the error colour.

    Of a layer that is left as it is, a word stands in the place of the bar.
    """

    empty_text = message("Gradients appear when training starts.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._values: tuple[float | None, ...] = ()
        self._low, self._high = -3, 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether no layer has a gradient."""
        return not self._values

    def set_data(self, layers: Sequence[tuple[str, float | None]]) -> None:
        """Show (name, norm of the gradient) from first layer to last; None for a frozen layer."""
        names, values = tuple(name for name, _ in layers), tuple(value for _, value in layers)
        if len(names) != len(self._names):
            self.setMinimumHeight(least_height(len(names)))
        self._names, self._values = names, values
        positive = [value for value in values if value is not None and math.isfinite(value) and value > 0]
        if positive:
            self._grow(*decades(min(positive), max(positive), least=3))
        self.update()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self.setMinimumHeight(least_height(len(self._names)))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Gradient of every layer"))
        super().retranslate()

    def _grow(self, low: int, high: int) -> None:
        """Widen the axis at once, move it only when the numbers left its end by a whole decade more."""
        if low < self._low or high > self._high:
            self._low, self._high = min(low, self._low), max(high, self._high)
        if low > self._low + 1 or high < self._high - 1 or self._high - self._low > 8:
            self._low, self._high = low, high

    def _area(self) -> QRectF:
        left = name_width(self._names, self.width())
        metrics = QFontMetrics(sized_font(11.5, QFont.Weight.DemiBold))
        widest = max((metrics.horizontalAdvance(_word(value)) for value in self._values), default=0)
        room = self.width() - left - max(theme().px(50), widest + theme().px(9))
        return QRectF(left, theme().px(12), max(30, room), max(20, self.height() - theme().px(34)))

    def _x(self, value: float, area: QRectF) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return area.left() + min(1.0, max(0.0, share)) * area.width()

    def _draw_row(self, painter: QPainter, index: int, middle: float, area: QRectF) -> None:
        tokens, px, value = theme().tokens, theme().px, self._values[index]
        draw_name(painter, self._names[index], QRectF(0, middle - px(8), area.left(), px(16)))
        end = area.left()
        if value is not None and math.isfinite(value) and value > 0:
            end = max(self._x(value, area), area.left() + px(2))
            thick = px(14)
            draw_box(painter, QRectF(area.left(), middle - thick / 2, end - area.left(), thick), px(3), tokens.grad)
        painter.setFont(sized_font(11.5, QFont.Weight.DemiBold))
        painter.setPen(tokens.text3 if value is None else tokens.text if math.isfinite(value) else tokens.err)
        painter.drawText(QRectF(end + px(7), middle - px(9), px(90), px(18)), LEFT, _word(value))

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(200), max(theme().px(192), least_height(len(self._names))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Powers of ten, bars, names, values."""
        painter, tokens, px = QPainter(self), theme().tokens, theme().px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_empty:
            self.draw_empty(painter, QRectF(self.rect()))
            return
        area = self._area()
        stride = max(1, math.ceil((self._high - self._low) * px(_TICK_WIDTH) / area.width()))
        for exponent in range(self._low, self._high + 1, stride):
            x = self._x(10.0**exponent, area)
            painter.setPen(QPen(tokens.border, theme().scale, Qt.PenStyle.SolidLine))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            draw_tick(painter, QRectF(x - px(24), area.bottom() + px(6), px(48), px(16)), power_text(exponent), CENTER)
        pitch = row_height(len(self._values), self.height())
        for index in range(len(self._values)):
            self._draw_row(painter, index, px(8) + index * pitch + pitch - px(16), area)


def _word(value: float | None) -> str:
    return tr("frozen") if value is None else format_loss(value)
