"""The factors of a gradient, from the loss down: a bar each on a logarithmic scale, left of 1 what shrinks it."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_number, tr
from nnsim.trace import Chain, Factor, Place, plain_text, shortened
from ui.look import sized_font, theme
from ui.look.widgets import Themed, draw_box
from ui.panels.explain.factor_row import FactorRow, meeting, row_of, tip, together
from ui.teaching import paint_box

MOST_FACTORS = 9
"""Factors that are shown before those between come together."""
_ROW, _TALL, _NOTE, _BAR, _LEFT, _RIGHT, _LABEL = 28, 42, 16, 11, 100, 84, 92
_DECADES = 4.0
"""Of the longest bar, at most."""
_BACKWARD = "backward"


class FactorRows(Themed, QWidget):
    """Rows that lead to the moment at which their factor came in; those between come together until they are opened.

    Signals:
        place_hovered(Place | None): a factor is pointed at, or none is.
        place_clicked(Place): a factor was chosen; the gradient that it leads to.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chain: Chain | None = None
        self._rows: list[FactorRow] = []
        self._whole = False
        self._bottom = 0.0
        self._names: Callable[[Place], str] = lambda place: ""
        self._pointed: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_chain(self, chain: Chain) -> None:
        """Show these factors."""
        self._whole = self._whole and chain == self._chain
        self._chain = chain
        self.restyle()

    def set_names(self, names: Callable[[Place], str]) -> None:
        """How a place is called in tooltips."""
        self._names = names

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._lay_out()

    def retranslate(self) -> None:
        """Take words from the language."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows, self._pointed = [], None
        if self._chain is None:
            return
        px, y = theme().px, 0.0
        factors = self._chain.factors
        for each in list(factors) if self._whole else shortened(factors, MOST_FACTORS):
            row = row_of(each)
            row.high = float(px(_TALL if row.is_tall else _ROW))
            row.top, row.height = y, row.high + (px(_NOTE) if row.note else 0)
            y += row.height
            self._rows.append(row)
        self._bottom = y
        self.setFixedHeight(round(y + px(_ROW) + px(5)))
        self.setAccessibleName(tr("Factors of the gradient"))
        self.setAccessibleDescription("; ".join(self._told(row) for row in self._rows))
        self.update()

    def _told(self, row: FactorRow) -> str:
        first = row.factors[0]
        name = plain_text(first.name) if len(row.factors) == 1 else together(row)
        return " ".join(filter(None, (name, format_number(row.value), row.note)))

    def _reach(self) -> float:
        """Decades of the longest bar."""
        sizes = [abs(math.log10(abs(row.value))) for row in self._rows if 0 < abs(row.value) < math.inf]
        return min(max([1.0, *sizes]), _DECADES)

    def _x(self, value: float) -> float:
        """Where a bar ends; 1 stands where the longest bars leave it room on both sides."""
        above = any(abs(row.value) > 1 for row in self._rows)
        left, right = _LEFT * theme().scale, self.width() - _RIGHT * theme().scale
        one = right if not above else left + 0.7 * (right - left)
        if not abs(value):
            return left
        share = math.log10(abs(value)) / self._reach() if math.isfinite(value) else 1.0
        return max(left, one + share * (one - left)) if share < 0 else min(right, one + share * (one - left))

    def _at(self, position: QPointF) -> int | None:
        return next((number for number, row in enumerate(self._rows)
                     if row.top <= position.y() < row.top + row.height), None)

    def _point(self, number: int | None) -> None:
        if number == self._pointed:
            return
        self._pointed = number
        factor = None if number is None else self._rows[number].factors[0]
        self.setCursor(Qt.CursorShape.ArrowCursor if factor is None else Qt.CursorShape.PointingHandCursor)
        self.place_hovered.emit(None if factor is None else factor.place)
        self.update()

    def _choose(self, number: int | None) -> None:
        """Go to a factor, or open those that came together."""
        if number is None:
            return
        row = self._rows[number]
        if len(row.factors) > 1:
            self._whole = True
            self._lay_out()
        else:
            self.place_clicked.emit(row.factors[0].made)

    def _draw_row(self, painter: QPainter, number: int, row: FactorRow) -> None:
        tokens, scale = theme().tokens, theme().scale
        solid, tint = tokens.phase(_BACKWARD)
        high = row.high
        whole = QRectF(0, row.top, self.width(), row.height).adjusted(0, scale, 0, -scale)
        smallest = self._smallest()
        if row.factors[0] is smallest and len(row.factors) == 1:
            draw_box(painter, whole, 7 * scale, tint)
        if number == self._pointed:
            draw_box(painter, whole, 7 * scale, None, tokens.border2, scale)
        y = row.top + high / 2
        if row.factors[0].kind != "way" or len(row.factors) > 1:
            self._draw_bar(painter, row, y, solid if row.factors[0] is smallest else tokens.text3)
        self._draw_label(painter, number, row, y)
        if row.note:
            painter.setFont(sized_font(11))
            painter.setPen(tokens.text2)  # the smallest factor stands on a tint
            box = QRectF(9 * scale, row.top + high - 3 * scale, self.width() - 18 * scale, _NOTE * scale)
            note = painter.fontMetrics().elidedText(row.note, Qt.TextElideMode.ElideRight, round(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, note)

    def _smallest(self) -> Factor | None:
        number = None if self._chain is None else self._chain.smallest
        return None if self._chain is None or number is None else self._chain.factors[number]

    def _draw_bar(self, painter: QPainter, row: FactorRow, y: float, color: object) -> None:
        scale = theme().scale
        self._draw_one(painter, row)
        one, end = self._x(1.0), self._x(row.value)
        bar = QRectF(min(one, end), y - _BAR * scale / 2, max(abs(one - end), 1.5 * scale), _BAR * scale)
        if row.value:
            draw_box(painter, bar, 3 * scale, color)
        else:  # as long as it can be, and there is none of it
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color, scale, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, 3 * scale, 3 * scale)
        self._draw_value(painter, row.value, y)

    def _draw_one(self, painter: QPainter, row: FactorRow) -> None:
        """The line from which bars begin."""
        painter.setPen(QPen(theme().tokens.border2, theme().scale))
        painter.drawLine(QLineF(self._x(1.0), row.top, self._x(1.0), row.top + row.high))

    def _draw_value(self, painter: QPainter, value: float, y: float) -> None:
        scale, tokens = theme().scale, theme().tokens
        painter.setFont(_value_font())
        painter.setPen(tokens.sign(value) if value else tokens.text)
        rect = QRectF(0, y - 14 * scale, self.width() - 9 * scale, 28 * scale)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, format_number(value))

    def _draw_product(self, painter: QPainter, chain: Chain) -> None:
        """What the factors multiply to."""
        scale, tokens = theme().scale, theme().tokens
        painter.setPen(QPen(tokens.border, scale))
        painter.drawLine(QLineF(0, self._bottom + 2 * scale, self.width(), self._bottom + 2 * scale))
        y = self._bottom + 4 * scale + _ROW * scale / 2
        painter.setFont(sized_font(12))
        painter.setPen(tokens.text2)
        box = QRectF(9 * scale, y - 14 * scale, self.width() - _RIGHT * scale, 28 * scale)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"=  {tr('what this way brings')}")
        self._draw_value(painter, chain.brings, y)

    def _draw_label(self, painter: QPainter, number: int, row: FactorRow, y: float) -> None:
        tokens, scale = theme().tokens, theme().scale
        painter.setFont(sized_font(12))
        painter.setPen(tokens.text3)
        left = 9 * scale
        if number:
            painter.drawText(QRectF(left, y - 14 * scale, 12 * scale, 28 * scale), Qt.AlignmentFlag.AlignVCenter,
                             "+" if row.label is None and len(row.factors) == 1 else "×")
        left += 15 * scale
        room = (_LABEL - 24) * scale
        if row.label is None:
            text = together(row) if len(row.factors) > 1 else meeting(row.factors[0])
            wide = (self.width() - left - 9 * scale) if len(row.factors) == 1 else room
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(wide))
            painter.setPen(tokens.text2)
            painter.drawText(QRectF(left, y - 14 * scale, wide, 28 * scale), Qt.AlignmentFlag.AlignVCenter, text)
            return
        box = row.label
        shrink = min(1.0, room / max(box.width, 1.0), (row.high - 4 * scale) / max(box.ascent + box.descent, 1.0))
        painter.save()
        painter.translate(left, y + shrink * (box.ascent - box.descent) / 2)
        painter.scale(shrink, shrink)
        paint_box(painter, box, QPointF(), "text")
        painter.restore()

    def event(self, event: QEvent) -> bool:
        """Tooltips tell what a factor is worked out of, and all its digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._at(QPointF(event.pos()))
            if number is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), tip(self._rows[number], self._names), self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a factor."""
        self._point(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to a factor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down point at a factor, Return goes to it."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is not None and self._rows:
            start = -1 if by > 0 else len(self._rows)
            self._point(min(max((start if self._pointed is None else self._pointed) + by, 0), len(self._rows) - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._pointed)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and what they multiply to."""
        if self._chain is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, row in enumerate(self._rows):
            self._draw_row(painter, number, row)
        self._draw_product(painter, self._chain)


def _value_font() -> QFont:
    return sized_font(12.5, QFont.Weight.DemiBold)


