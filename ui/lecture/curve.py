"""The loss so far, and the room in which the audience draws how it goes on; in the end the true curve joins it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nnsim.document import Document
from nnsim.text import tr
from ui.bridge import Snapshot
from ui.charts.ticks import epoch_text, nice_ticks, tick_text
from ui.look import theme
from ui.look.typeface import make_font

Points = NDArray[np.float64]
"""Epochs and losses, [points, 2]."""
EMPTY: Points = np.empty((0, 2))
ABOVE, BENT, STEPS = 1.3, 0.05, 40
_CENTER = Qt.AlignmentFlag.AlignCenter


class CurveBoard(QWidget):
    """Draws by mouse, or by `bend`.

    Signals:
        drawn(Points): the curve that is foretold.
    """

    drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._past, self._true, self._told = EMPTY, EMPTY, EMPTY
        self._span, self._high, self._text = 1.0, 1.0, 24.0
        self._open = False
        self._end: float | None = None

    def show_question(
        self, now: Document, figures: Snapshot | None, epochs: int, told: Points, later: Document | None, open_: bool
    ) -> None:
        """Show the loss up to now and room for so many epochs; what is foretold, and when it is told what comes."""
        past = _losses(now)
        if not len(past) and figures is not None and np.isfinite(figures.train_loss):
            past = np.array([[float(now.state.epoch), figures.train_loss]])
        self._past = past[past[:, 0] >= now.state.epoch - epochs] if len(past) else past
        self._span, self._told, self._open = float(epochs), told, open_
        self._true = EMPTY if later is None else _losses(later)
        self._true = self._true[self._true[:, 0] >= self._now[0]] if len(self._true) else self._true
        known = np.concatenate([self._past[:, 1], self._true[:, 1], told[:, 1]])
        self._high = float(known.max()) if len(known) and known.max() > 0 else 1.0
        self.setCursor(Qt.CursorShape.CrossCursor if open_ else Qt.CursorShape.ArrowCursor)
        self.update()

    def set_size(self, text: float) -> None:
        """How large its type is, in pixels."""
        self._text = text
        self.update()

    def bend(self, steps: int) -> None:
        """Draw by keys: the curve ends so many steps higher than it did, and comes to it as losses do."""
        if self._open:
            start, level = self._now
            self._end = max(0.0, (level if self._end is None else self._end) + steps * BENT * self._high)
            shares = np.linspace(0.0, 1.0, STEPS)
            fall = (np.exp(-3.0 * shares) - np.exp(-3.0)) / (1.0 - np.exp(-3.0))
            losses = self._end + (level - self._end) * fall
            self.drawn.emit(np.column_stack([start + shares * self._span, losses]))

    @property
    def _now(self) -> tuple[float, float]:
        """Where the curve goes on from."""
        return (float(self._past[-1, 0]), float(self._past[-1, 1])) if len(self._past) else (0.0, 0.5 * self._high)

    @property
    def _area(self) -> QRectF:
        t = self._text
        return QRectF(self.rect()).adjusted(2.6 * t, 0.7 * t, -1.6 * t, -1.8 * t)

    @property
    def _range(self) -> tuple[float, float, float]:
        """First and last epoch, and the highest loss."""
        first = float(self._past[0, 0]) if len(self._past) else 0.0
        return first, self._now[0] + self._span, ABOVE * self._high

    def _at(self, points: Points) -> QPolygonF:
        first, last, high = self._range
        area = self._area
        across = area.left() + (points[:, 0] - first) / max(last - first, 1e-9) * area.width()
        down = area.bottom() - np.clip(points[:, 1] / high, 0.0, 1.0) * area.height()
        return QPolygonF([QPointF(x, y) for x, y in zip(across.tolist(), down.tolist(), strict=True)])

    def _point(self, position: QPointF) -> tuple[float, float]:
        first, last, high = self._range
        area = self._area
        epoch = first + (position.x() - area.left()) / area.width() * (last - first)
        return epoch, min(max((area.bottom() - position.y()) / area.height() * high, 0.0), high)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin anew."""
        if self._open and event.button() == Qt.MouseButton.LeftButton:
            self._told = np.array([self._now])
            self._add(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on; on the way back what was drawn there is taken away."""
        if self._open and event.buttons() & Qt.MouseButton.LeftButton and len(self._told):
            self._add(event.position())

    def _add(self, position: QPointF) -> None:
        epoch, loss = self._point(position)
        start, end = self._now[0], self._now[0] + self._span
        epoch = min(max(epoch, start), end)
        before = self._told[self._told[:, 0] < epoch] if epoch > start else self._told[:1]
        self.drawn.emit(np.vstack([before, [epoch, loss]]) if epoch > start else before)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, the loss so far, the room to draw in, what is foretold, what came."""
        painter, tokens, area, t = QPainter(self), theme().tokens, self._area, self._text
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start = QPointF(self._at(np.array([self._now]))[0])
        if self._open:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.bg)
            painter.drawRoundedRect(QRectF(QPointF(start.x(), area.top()), area.bottomRight()), 0.4 * t, 0.4 * t)
        self._paint_axes(painter)
        self._line(painter, self._past, tokens.loss, 0.16 * t)
        self._line(painter, self._true, tokens.loss, 0.16 * t)
        self._line(painter, self._told, tokens.text, 0.16 * t, dashed=True)
        painter.setPen(QPen(tokens.loss, 0.14 * t))
        painter.setBrush(tokens.surface)
        painter.drawEllipse(start, 0.32 * t, 0.32 * t)
        if self._open and len(self._told) < 2:
            painter.setFont(make_font(t, QFont.Weight.Medium, 1.0))
            painter.setPen(tokens.text3)
            room = QRectF(QPointF(start.x() + t, area.top()), area.bottomRight())
            painter.drawText(room, _CENTER | Qt.TextFlag.TextWordWrap, tr("Draw here"))

    def _line(self, painter: QPainter, points: Points, color: QColor, width: float, dashed: bool = False) -> None:
        if len(points) > 1:
            pen = QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            if dashed:
                pen.setDashPattern([2.0, 2.0])
            painter.setPen(pen)
            painter.drawPolyline(self._at(points))

    def _paint_axes(self, painter: QPainter) -> None:
        tokens, area, t = theme().tokens, self._area, self._text
        first, last, high = self._range
        painter.setPen(QPen(tokens.border2, max(1.0, 0.08 * t)))
        painter.drawPolyline([area.topLeft(), area.bottomLeft(), area.bottomRight()])
        painter.setFont(make_font(t, QFont.Weight.Medium, 1.0))
        painter.setPen(tokens.text3)
        losses = nice_ticks(0.0, high, 3)
        for value in (each for each in losses if each <= high):
            y = area.bottom() - value / high * area.height()
            painter.drawText(QRectF(0, y - t, area.left() - 0.4 * t, 2 * t),
                             Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                             tick_text(value, losses[1] - losses[0]))
        for epoch in (each for each in nice_ticks(first, last, 4, whole=True) if first <= each <= last):
            x = area.left() + (epoch - first) / max(last - first, 1e-9) * area.width()
            painter.drawText(QRectF(x - 4 * t, area.bottom() + 0.3 * t, 8 * t, 1.5 * t), _CENTER, epoch_text(epoch))


def _losses(document: Document) -> Points:
    """The training losses of a document's history."""
    history = document.history
    if not len(history):
        return EMPTY
    points = np.column_stack([np.asarray(history["epoch"], float), np.asarray(history["train_loss"], float)])
    return points[np.isfinite(points[:, 1])]
