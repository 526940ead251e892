"""The gates and states of one unit over all time steps: a strip of cells each, the present step framed."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, render, tr
from nnsim.trace import Gates, GateStrip, Place, plain_text
from ui.look import diverging_color, sized_font, theme
from ui.look.widgets import Themed, draw_box
from ui.teaching import Box, paint_box, set_row

_LABEL, _HEAD, _ROW, _CELL, _GAP, _WIDEST = 34.0, 16.0, 24.0, 21.0, 2.0, 62.0
_THIN = 16.0
"""Pixels of a step below which cells have no round corners, which would take most of the time"""
_CENTER = Qt.AlignmentFlag.AlignCenter
_GATES = ("forget", "input", "output", "reset", "update")
At = tuple[int, int]


class GateStrips(Themed, QWidget):
    """A row for each gate and state, a column for each time step; a cell leads to the moment that made it.

    Signals:
        place_hovered(Place | None): a cell is pointed at, or none is.
        place_clicked(Place): a cell was chosen.
    """

    place_hovered = Signal(object)
    place_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gates: Gates | None = None
        self._names: list[Box] = []
        self._pointed: At | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_gates(self, gates: Gates) -> None:
        """Show the strips of this cell."""
        self._gates, self._pointed = gates, None
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        scale = theme().scale
        self._names = [set_row(strip.name, 15 * scale, sized_font(11)) for strip in self._strips]
        self.setFixedHeight(round((_HEAD + _ROW * len(self._strips) + 2) * scale))
        self.update()

    def retranslate(self) -> None:
        """Tell the strips to screen readers."""
        self.setAccessibleName(tr("Over time"))
        waits = tr("not computed yet")
        self.setAccessibleDescription("; ".join(
            f"{render(strip.title)}: {', '.join(text or waits for text in strip.texts)}" for strip in self._strips))

    @property
    def _strips(self) -> tuple[GateStrip, ...]:
        return () if self._gates is None else self._gates.strips

    @property
    def _steps(self) -> int:
        return 1 if self._gates is None else self._gates.steps

    @property
    def _pitch(self) -> float:
        return min(_WIDEST * theme().scale, (self.width() - _LABEL * theme().scale) / self._steps)

    def _cell(self, at: At) -> QRectF:
        scale, (row, step) = theme().scale, at
        gap = _GAP * scale if self._pitch > 5 * scale else 0.0
        return QRectF(_LABEL * scale + step * self._pitch, (_HEAD + row * _ROW + 1) * scale, self._pitch - gap,
                      _CELL * scale)

    def _at(self, position: QPointF) -> At | None:
        scale = theme().scale
        row = int((position.y() / scale - _HEAD) // _ROW)
        step = int((position.x() - _LABEL * scale) // self._pitch)
        return (row, step) if 0 <= row < len(self._strips) and 0 <= step < self._steps else None

    def _place(self, at: At | None) -> Place | None:
        return None if at is None else self._strips[at[0]].places[at[1]]

    def _point(self, at: At | None) -> None:
        if at != self._pointed:
            self._pointed = at
            self.place_hovered.emit(self._place(at))
            self.update()

    def _choose(self, at: At | None) -> None:
        place = self._place(at)
        if place is not None:
            self.place_clicked.emit(place)

    def _draw_strip(self, painter: QPainter, row: int, strip: GateStrip) -> None:
        tokens, scale = theme().tokens, theme().scale
        known = [abs(value) for value in strip.values if np.isfinite(value)]
        backward = self._gates is not None and self._gates.phase == "backward"
        reach = 1.6 * max([*known, 1e-30 if backward else 1.0])
        name = self._names[row]
        high = max(name.ascent + name.descent, 1.0)
        shrink = min(1.0, (_LABEL - 6) * scale / max(name.width, 1.0), 20 * scale / high)
        painter.save()
        painter.translate(0, self._cell((row, 0)).center().y() + shrink * (name.ascent - name.descent) / 2)
        painter.scale(shrink, shrink)
        paint_box(painter, name, QPointF(), "text2")
        painter.restore()
        metrics = QFontMetricsF(sized_font(11))
        fits = max((metrics.horizontalAdvance(text) for text in strip.texts), default=0.0) < self._pitch - 4 * scale
        painter.setFont(sized_font(11))
        for step, (value, text) in enumerate(zip(strip.values, strip.texts, strict=True)):
            box = self._cell((row, step))
            if not text and self._pitch < _THIN * scale:
                painter.fillRect(box, tokens.sunken)
                continue
            if not text:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(tokens.border2, scale, Qt.PenStyle.DashLine))
                painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3 * scale, 3 * scale)
                continue
            color = diverging_color(value, -reach, reach)
            if self._pitch < _THIN * scale:
                painter.fillRect(box, color)
            else:
                draw_box(painter, box, 3 * scale, color)
            if fits:
                painter.setPen(tokens.text)
                painter.drawText(box, _CENTER, text)

    def _draw_frame(self, painter: QPainter) -> None:
        """The present time step, and what is pointed at."""
        tokens, scale = theme().tokens, theme().scale
        if self._gates is None:
            return
        step = self._gates.step - 1
        first, last = self._cell((0, step)), self._cell((len(self._strips) - 1, step))
        solid, _ = tokens.phase(self._gates.phase)
        draw_box(painter, first.united(last).adjusted(-scale, -scale, scale, scale), 5 * scale, None, solid, 2 * scale)
        if self._pointed is not None:
            draw_box(painter, self._cell(self._pointed), 3 * scale, None, tokens.accent, 2 * scale)
        painter.setFont(sized_font(11))
        every = ceil(22 * scale / self._pitch)
        for number in range(self._steps):
            now = number == step
            if number % every and not now:
                continue
            if not now and abs(number - step) * self._pitch < 18 * scale:
                continue
            painter.setPen(solid if now else tokens.text3)
            box = self._cell((0, number))
            head = QRectF(box.center().x() - 20 * scale, 0, 40 * scale, _HEAD * scale - scale)
            painter.drawText(head, _CENTER, str(number + 1))

    def event(self, event: QEvent) -> bool:
        """Tooltips tell what a cell is called, and all its digits."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(QPointF(event.pos()))
            if at is None:
                QToolTip.hideText()
            else:
                strip = self._strips[at[0]]
                exact = format_exact(strip.values[at[1]]) if strip.texts[at[1]] else tr("not computed yet")
                name = plain_text(strip.name)
                QToolTip.showText(event.globalPos(), f"{render(strip.title)}\n{name}⟨{at[1] + 1}⟩ = {exact}", self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a cell."""
        self._point(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to a cell."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows point at a cell, Return goes to it."""
        by = {Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Left: (0, -1)}.get(
            Qt.Key(event.key()))
        if by is not None and self._strips and self._gates is not None:
            row, step = self._pointed or (0, self._gates.step - 1 - by[1])
            self._point((min(max(row + by[0], 0), len(self._strips) - 1), min(max(step + by[1], 0), self._steps - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._pointed)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Strips, the numbers of the steps above them, and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, strip in enumerate(self._strips):
            self._draw_strip(painter, row, strip)
        self._draw_frame(painter)
