"""The running sum: a bar for each term, which begins where the one before ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import tr
from nnsim.trace import Term, plain_text
from ui.look import sized_font, text_width, theme
from ui.look.tokens import Phase
from ui.look.widgets import Themed, draw_box
from ui.teaching import Box, paint_box, set_row

_PITCH, _BAR, _LEFT, _RIGHT = 27, 11, 92, 74
_MOST_LABEL = 84
_VALUE = 12.5, QFont.Weight.DemiBold


class RunningSum(Themed, QWidget):
    """Bars of the terms of a sum, the present one lit, what comes dashed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self._labels: list[Box] = []
        self._phase: Phase = "forward"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_terms(self, terms: Sequence[Term], phase: Phase) -> None:
        """Show these terms."""
        self._terms, self._phase = tuple(terms), phase
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        scale, words = theme().scale, sized_font(11)
        self._labels = [set_row(term.symbols, 16 * scale, words) for term in self._terms]
        self.setFixedHeight(theme().px(_PITCH) * len(self._terms) + theme().px(3))
        self.update()

    def retranslate(self) -> None:
        """Tell the terms to screen readers."""
        told = ", ".join(f"{plain_text(term.symbols)} {term.text}" for term in self._terms)
        self.setAccessibleName(tr("Running sum"))
        self.setAccessibleDescription(told)

    def _ends(self) -> tuple[float, float]:
        """The least and the greatest sum on the way, 0 included."""
        sums = [0.0, *(term.before for term in self._terms), *(term.before + term.value for term in self._terms)]
        finite = [value for value in sums if abs(value) < float("inf")]
        return min(finite), max(finite)

    def _scaled(self) -> Callable[[float], float]:
        """Where a sum stands, in pixels from the left."""
        low, high = self._ends()
        left, right = _LEFT * theme().scale, self.width() - self._room_of_values()
        span = high - low

        def x(value: float) -> float:
            share = (value - low) / span if span > 0 else 0.0
            return left + min(max(share, 0.0), 1.0) * (right - left)

        return x

    def _room_of_values(self) -> float:
        """Pixels at the right that the bars leave to the longest number."""
        scale = theme().scale
        widest = max((text_width(term.text, *_VALUE) for term in self._terms), default=0.0)
        return max(_RIGHT * scale, widest + 20 * scale)

    def _draw_row(self, painter: QPainter, number: int, term: Term, x: Callable[[float], float]) -> None:
        tokens, scale, px = theme().tokens, theme().scale, theme().px
        top = number * px(_PITCH)
        if term.state == "current":
            _, tint = tokens.phase(self._phase)
            draw_box(painter, QRectF(0, top + scale, self.width(), 25 * scale), 7 * scale, tint)
        self._draw_label(painter, number, QPointF(9 * scale, top + 18 * scale), term.state == "next")
        start, end = x(term.before), x(term.before + term.value)
        bar = QRectF(min(start, end), top + 8 * scale, max(abs(end - start), 1.5 * scale), _BAR * scale)
        if term.state == "next":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(bar, 3 * scale, 3 * scale)
        else:
            draw_box(painter, bar, 3 * scale, tokens.sign(term.value) if term.value else tokens.ghost)
        if number:
            painter.setPen(QPen(tokens.border2, scale))
            painter.drawLine(QLineF(start, top - px(_PITCH) + 19 * scale, start, top + 8 * scale))
        self._draw_value(painter, number, term, top)

    def _draw_label(self, painter: QPainter, number: int, at: QPointF, waits: bool) -> None:
        box, room = self._labels[number], _MOST_LABEL * theme().scale
        if box.width > room / 0.75:
            painter.setFont(sized_font(12))
            painter.setPen(theme().tokens.text3 if waits else theme().tokens.text2)
            painter.drawText(at, tr("term {number}", number=self._terms[number].number + 1))
            return
        painter.save()
        painter.translate(at)
        tall = (box.ascent + box.descent) / (22 * theme().scale)
        if box.width > room or tall > 1:
            shrink = min(room / box.width, 1 / tall)
            painter.translate(0, 0 if tall <= 1 else shrink * box.descent / 3)
            painter.scale(shrink, shrink)
        paint_box(painter, box, QPointF(), "text3" if waits else "text2")
        painter.restore()

    def _draw_value(self, painter: QPainter, number: int, term: Term, top: float) -> None:
        tokens, scale = theme().tokens, theme().scale
        waits = term.state == "next"
        first_waiting = waits and (not number or self._terms[number - 1].state != "next")
        text = term.text if not waits else tr("next") if first_waiting else ""
        painter.setFont(sized_font(12) if waits else sized_font(*_VALUE))
        painter.setPen(tokens.text3 if waits else tokens.sign(term.value))
        rect = QRectF(0, top, self.width() - 10 * scale, 27 * scale)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zero line and bars."""
        painter, scale = QPainter(self), theme().scale
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, pitch, seen = self._scaled(), theme().px(_PITCH), event.rect()
        zero = x(0.0)
        for number, term in enumerate(self._terms):
            if number * pitch <= seen.bottom() and (number + 1) * pitch >= seen.top():
                self._draw_row(painter, number, term, x)
        painter.setPen(QPen(theme().tokens.border2, scale))
        painter.drawLine(QLineF(zero, 0, zero, self.height() - scale))
