"""The way of a weight through its learning rule: a bar for each number, where it was before, and what it is now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, tr
from nnsim.trace import Place, UpdateWay, WayStop, plain_text
from ui.look import sized_font, text_width, theme
from ui.look.widgets import Themed, draw_box
from ui.teaching import Box, paint_box, set_row

_ROW, _BAR, _LABEL, _LEFT = 30.0, 11.0, 52.0, 66.0
_VALUE = 12, QFont.Weight.DemiBold
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class WayRows(Themed, QWidget):
    """From the gradient to the new value, row by row; numbers of one kind share a scale, and each leads to its moment.

    Signals:
        place_hovered(Place | None): a number is pointed at, or none is.
        place_clicked(Place): a number was chosen.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._way: UpdateWay | None = None
        self._labels: list[Box] = []
        self._names: Callable[[Place], str] = lambda place: ""
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_names(self, names: Callable[[Place], str]) -> None:
        """How a place is called in tooltips."""
        self._names = names

    def set_way(self, way: UpdateWay) -> None:
        """Show this way."""
        self._way, self._pointed = way, None
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        scale = theme().scale
        self._labels = [set_row(stop.name, 15 * scale, sized_font(11)) for stop in self._stops]
        self.setFixedHeight(round((_ROW * len(self._stops) + 2) * scale))
        self.update()

    def retranslate(self) -> None:
        """Tell the numbers to screen readers."""
        self.setAccessibleName(tr("From the gradient to the new value"))
        self.setAccessibleDescription("; ".join(f"{plain_text(each.name)} {_told(each)}" for each in self._stops))

    @property
    def _stops(self) -> tuple[WayStop, ...]:
        return () if self._way is None else self._way.stops

    def _numbers(self, stop: WayStop) -> list[float]:
        """The numbers of a row that are known, what was before first."""
        found = [stop.before.value] if stop.before is not None else []
        return [*found, stop.place.value] if stop.text else found

    def _ends(self) -> dict[str, tuple[float, float]]:
        """The least and the greatest number of each scale, 0 included."""
        kinds: dict[str, list[float]] = {}
        for stop in self._stops:
            kinds.setdefault(stop.scale, [0.0]).extend(
                number for number in self._numbers(stop) if abs(number) < float("inf"))
        return {kind: (min(numbers), max(numbers)) for kind, numbers in kinds.items()}

    def _x(self, value: float, low: float, high: float) -> float:
        left, right = _LEFT * theme().scale, self.width() - self._room()
        share = (min(max(value, low), high) - low) / (high - low) if high > low else 0.0
        return left + share * (right - left)

    def _room(self) -> float:
        """Pixels at the right for the longest numbers."""
        return max((text_width(_told(stop), *_VALUE) for stop in self._stops), default=0.0) + 22 * theme().scale

    def _at(self, position: QPointF) -> int | None:
        row = int(position.y() // (_ROW * theme().scale))
        return row if 0 <= row < len(self._stops) else None

    def _point(self, number: int | None) -> None:
        if number == self._pointed:
            return
        self._pointed = number
        self.setCursor(Qt.CursorShape.ArrowCursor if number is None else Qt.CursorShape.PointingHandCursor)
        self.place_hovered.emit(None if number is None else self._stops[number].place)
        self.update()

    def _choose(self, number: int | None) -> None:
        if number is not None:
            self.place_clicked.emit(self._stops[number].place)

    def _draw_row(self, painter: QPainter, number: int, stop: WayStop, ends: tuple[float, float]) -> None:
        tokens, scale = theme().tokens, theme().scale
        whole = QRectF(0, number * _ROW * scale, self.width(), _ROW * scale).adjusted(0, scale, 0, -scale)
        if stop.at_hand:
            draw_box(painter, whole, 7 * scale, tokens.phase("update")[1])
        if number == self._pointed:
            draw_box(painter, whole, 7 * scale, None, tokens.border2, scale)
        self._draw_label(painter, self._labels[number], whole.center().y(), bool(stop.text))
        self._draw_bar(painter, stop, whole.center().y(), ends)
        painter.setFont(sized_font(*_VALUE))
        painter.setPen(tokens.sign(stop.place.value) if stop.text and stop.place.value else tokens.text2)
        painter.drawText(whole.adjusted(0, 0, -9 * scale, 0), _RIGHT, _told(stop))

    def _draw_bar(self, painter: QPainter, stop: WayStop, y: float, ends: tuple[float, float]) -> None:
        """The bar of the new number from 0, and a mark where it was before; dashed while it is not computed."""
        tokens, scale = theme().tokens, theme().scale
        zero = self._x(0.0, *ends)
        painter.setPen(QPen(tokens.border2, scale))
        painter.drawLine(QLineF(zero, y - 10 * scale, zero, y + 10 * scale))
        value = stop.place.value if stop.text else stop.before.value if stop.before is not None else 0.0
        end = self._x(value, *ends)
        bar = QRectF(min(zero, end), y - _BAR * scale / 2, max(abs(end - zero), 1.5 * scale), _BAR * scale)
        if stop.text:
            draw_box(painter, bar, 3 * scale, tokens.sign(value) if value else tokens.ghost)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, 3 * scale, 3 * scale)
        if stop.before is not None and stop.text:
            mark = self._x(stop.before.value, *ends)
            painter.setPen(QPen(tokens.text, 2 * scale))
            painter.drawLine(QLineF(mark, y - 9 * scale, mark, y + 9 * scale))

    def _draw_label(self, painter: QPainter, box: Box, y: float, known: bool) -> None:
        scale = theme().scale
        high = max(box.ascent + box.descent, 1.0)
        shrink = min(1.0, _LABEL * scale / max(box.width, 1.0), 25 * scale / high)
        painter.save()
        painter.translate(8 * scale, y + shrink * (box.ascent - box.descent) / 2)
        painter.scale(shrink, shrink)
        paint_box(painter, box, QPointF(), "text" if known else "text3")
        painter.restore()

    def event(self, event: QEvent) -> bool:
        """Tooltips tell whose a number is, and all its digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number is None:
                QToolTip.hideText()
            else:
                stop = self._stops[number]
                exact = format_exact(stop.place.value) if stop.text else tr("not computed yet")
                QToolTip.showText(event.globalPos(), f"{self._names(stop.place)}\n{exact}", self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a number."""
        self._point(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to a number."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down point at a number, Return goes to it."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is not None and self._stops:
            start = -1 if by > 0 else len(self._stops)
            self._point(min(max((start if self._pointed is None else self._pointed) + by, 0), len(self._stops) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._pointed)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ends = self._ends()
        for number, stop in enumerate(self._stops):
            self._draw_row(painter, number, stop, ends[stop.scale])


def _told(stop: WayStop) -> str:
    """What a number was and is."""
    now = stop.text or "–"
    return f"{stop.before_text} → {now}" if stop.before_text else now
