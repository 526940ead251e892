"""A slider over real numbers: previews while it moves, commits once when it is let go, Escape brings it back."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring, faded
from ui.look.widgets.themed import Text, Themed, shown

STEPS = 1000


class Slider(Themed, QSlider):
    """A slider from `low` to `high`, even in the value or, with `log`, even in its logarithm.

    `previewed` follows every move; `committed` comes once: when the mouse lets go, or when the keys rest (Enter, or the
    focus leaves). Escape brings the start back and emits `dropped`.

    Args:
        signed: draw the bar from zero in the colour of the sign, for weights; else from the left in grey.
        steps: how many places there are; 0 for finely graded ones.
    """

    previewed = Signal(float)
    committed = Signal(float)
    dropped = Signal(float)

    def __init__(
        self,
        low: float,
        high: float,
        value: float,
        log: bool = False,
        signed: bool = False,
        steps: int = 0,
        name: Text = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._low, self._high, self._log, self._signed, self._name = low, high, log, signed, name
        self._steps = steps or STEPS
        self._committed = self._value = value
        self._follow = True
        self.setRange(0, self._steps)
        self.setPageStep(max(1, self._steps // 10))
        self.setSingleStep(max(1, self._steps // 100))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self._moved)
        self.set_number(value)
        self.follow_theme()

    @property
    def number(self) -> float:
        """The value that is shown."""
        return self._value

    def set_number(self, value: float) -> None:
        """Show another value, exactly even where it lies between two places; emits nothing."""
        self.show_number(value)
        self._committed = value

    def show_number(self, value: float) -> None:
        """Show a value that is not committed yet; Escape still leads back to the last one that is."""
        self._follow = False
        self.setValue(self._place(value))
        self._follow = True
        self._value = value
        self.update()

    def set_bounds(self, low: float, high: float) -> None:
        """Change the ends; the value stays."""
        self._low, self._high = low, high
        self.set_number(self._value)

    def commit(self) -> None:
        """Make the shown value the one that Escape returns to, and say so when it changed."""
        if self._value != self._committed:
            self._committed = self._value
            self.committed.emit(self._value)

    def drop(self) -> None:
        """Go back to the last committed value."""
        if self._value != self._committed:
            self.set_number(self._committed)
            self.dropped.emit(self._value)

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(28))
        self.update()

    def retranslate(self) -> None:
        """Take the accessible name from the language."""
        self.setAccessibleName(shown(self._name))

    def _place(self, value: float) -> int:
        return round(self._share(value) * self._steps)

    def _share(self, value: float) -> float:
        low, high = (math.log(self._low), math.log(self._high)) if self._log else (self._low, self._high)
        at = math.log(max(value, self._low)) if self._log else value
        return min(1.0, max(0.0, (at - low) / (high - low)))

    def _number_at(self, place: int) -> float:
        share = place / self._steps
        if self._log:
            return float(f"{self._low * (self._high / self._low) ** share:.2g}")
        return float(f"{self._low + (self._high - self._low) * share:.12g}")

    def _moved(self, place: int) -> None:
        if self._follow:
            self._value = self._number_at(place)
            self.previewed.emit(self._value)
            self.update()

    def _span(self) -> tuple[float, float]:
        """Left end and width of the track."""
        margin = theme().px(9 if self._signed else 8)
        return float(margin), float(self.width() - 2 * margin)

    def _jump(self, x: float) -> None:
        left, width = self._span()
        self.setSliderPosition(round(min(1.0, max(0.0, (x - left) / width)) * self._steps))

    def _knob(self) -> tuple[QColor, QColor, float]:
        """Fill, outline and outline width of the knob."""
        tokens, scale = theme().tokens, theme().scale
        if not self.isEnabled():
            return tokens.sunken, tokens.border, max(1.0, scale)
        if self._signed:
            color = tokens.text3 if self._value == 0 else tokens.sign(self._value)
            return tokens.surface, color, 2.25 * scale
        return tokens.knob, tokens.knobline, max(1.0, scale)

    def sizeHint(self) -> QSize:
        """The width of the speed slider of the top bar."""
        return QSize(theme().px(92), theme().px(28))

    def minimumSizeHint(self) -> QSize:
        """Still to be hit."""
        return QSize(theme().px(60), theme().px(28))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The knob goes where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._jump(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The knob follows."""
        if self.isSliderDown():
            self._jump(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Letting go commits."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.commit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel scrolls the panel, never the value under the pointer."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape drops, Enter commits, arrows move."""
        if event.key() == Qt.Key.Key_Escape and self._value != self._committed:
            self.setSliderDown(False)
            self.drop()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits."""
        super().focusOutEvent(event)
        self.commit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, bar, zero tick, knob, focus ring."""
        tokens, painter, scale = theme().tokens, QPainter(self), theme().scale
        left, width = self._span()
        y, x = self.height() / 2, left + width * self._share(self._value)
        thick = (5 if self._signed else 3) * scale
        track = QRectF(left, y - thick / 2, width, thick)
        draw_box(painter, track, thick / 2, tokens.border if self._signed else tokens.border2)
        fill, outline, outline_width = self._knob()
        if self._signed:
            zero = left + width * self._share(0.0)
            if self.isEnabled():
                painter.fillRect(QRectF(min(zero, x), y - thick / 2, abs(x - zero), thick), tokens.sign(self._value))
            painter.setPen(QPen(tokens.border2, 1.5 * scale))
            painter.drawLine(QPointF(zero, y - 6 * scale), QPointF(zero, y + 6 * scale))
        elif self.isEnabled():
            draw_box(painter, QRectF(left, y - thick / 2, x - left, thick), thick / 2, tokens.text2)
        radius = (8 if self._signed else 7) * scale
        if self._signed and self.isSliderDown():
            halo = 14 * scale
            draw_box(painter, QRectF(x - halo, y - halo, 2 * halo, 2 * halo), halo, faded(outline, 0.14))
        half = radius + outline_width / 2
        draw_box(painter, QRectF(x - half, y - half, 2 * half, 2 * half), half, fill, outline, outline_width)
        if self.hasFocus() and not self.isSliderDown():
            ring = half + 2.5 * scale
            draw_focus_ring(painter, QRectF(x - ring, y - ring, 2 * ring, 2 * ring), ring)
