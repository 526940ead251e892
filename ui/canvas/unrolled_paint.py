"""Painting of a recurrent layer unrolled in time: its state after every step, over what it reads."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.canvas.appearance import Align, Look, Weight, draw_text, round_rect, text_width
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.delta_paint import paint_time_deltas
from ui.canvas.detail import Detail
from ui.canvas.showing import Showing, value_range
from ui.canvas.unrolled import column_box, read_box, shown_steps
from ui.look import diverging_color

Floats = NDArray[np.floating]
LABEL, HEAD, RADIUS = 11.0, 4.0, 3.0
DIGIT = 8.0  # the height of a digit of a label


def states_of(card: Card, showing: Showing) -> Floats | None:
    """The states of an unrolled card, [time steps, units]; None where nobody knows them."""
    states, face = showing.states(card.id), card.shape.face
    if states is None or face is None or states.size != face.sample[0] * face.sample[1]:
        return None
    return states.reshape(face.sample)


def reads_of(card: Card, showing: Showing) -> Floats | None:
    """What an unrolled card reads, [time steps, features]; None where nobody knows it."""
    face, source = card.shape.face, showing.predicted_by.get(card.id)
    given = None if source is None else showing.layer(source)
    if given is None or face is None or given.size % face.sample[0]:
        return None
    return given.reshape(face.sample[0], -1)


def deltas_of(card: Card, showing: Showing) -> Floats | None:
    """The gradients at the states of an unrolled card, [time steps, units]; None where nobody knows them."""
    deltas, face = showing.state_deltas(card.id), card.shape.face
    return None if deltas is None or face is None or deltas.size != face.sample[0] * face.sample[1] else deltas.reshape(
        face.sample)


def _largest_delta(card: Card, showing: Showing) -> float:
    """The norm of the largest gradient at a time step; in a step, of those to come, too."""
    ahead, known = None if showing.step is None else showing.step.ahead, deltas_of(card, showing)
    whole = known if ahead is None or known is None else ahead.state_deltas.get(card.id, known)
    return 0.0 if whole is None else float(np.linalg.norm(np.nan_to_num(whole), axis=1).max())


def unrolled_state(card: Card, showing: Showing) -> tuple[Floats | None, float]:
    """What the painted card depends on: all of its numbers in a row, and the time step at hand."""
    shown = states_of(card, showing), reads_of(card, showing), deltas_of(card, showing)
    parts = [part.ravel() for part in shown if part is not None]
    at = -1.0 if showing.step is None or showing.step.time is None else float(showing.step.time)
    return np.concatenate(parts) if parts else None, at


def paint_unrolled(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The states from left to right, what is read below them, and the arrows along which numbers go."""
    face = card.shape.face
    if face is None or look.detail < Detail.COLORS:
        return
    states, reads = states_of(card, showing), reads_of(card, showing)
    ends = value_range("", states)
    read_ends = value_range("", reads)
    deltas = deltas_of(card, showing)
    largest = _largest_delta(card, showing)
    columns = shown_steps(face.sample[0])
    for column, step in enumerate(columns):
        box, below = column_box(card, column), read_box(card, column)
        ink = _ink(card, step, showing, look)
        if step is None:
            _dots(painter, box.center(), look)
            continue
        _column(painter, box, None if states is None else states[step], ends, look, ink)
        _column(painter, below, None if reads is None else reads[step], read_ends, look, None)
        paint_time_deltas(painter, box, None if deltas is None else deltas[step], largest, look)
        line = ink or look.tokens.text3
        _arrow(painter, QPointF(box.center().x(), below.top() - 2), QPointF(box.center().x(), box.bottom() + 2), line)
        if column:
            before = column_box(card, column - 1)
            middle = box.center().y()
            _arrow(painter, QPointF(before.right() + 2, middle), QPointF(box.left() - 2, middle), line)
        _number(painter, step, QPointF(box.center().x(), below.bottom()), face.width / len(columns), look)
    last = column_box(card, len(columns) - 1)
    end = QPointF(card.rect.right(), last.center().y())
    painter.setPen(QPen(look.tokens.text3, 1.25))
    painter.drawLine(QLineF(QPointF(last.right() + 2, last.center().y()), end))


def _ink(card: Card, step: int | None, showing: Showing, look: Look) -> QColor | None:
    """The color of the phase where the present moment is at this time step of the card."""
    now = showing.step
    if now is None or step is None or now.time != step or now.active is None or now.phase is None:
        return None
    return look.tokens.phase(now.phase)[0] if now.active[0].partition("/")[0] == card.id else None


def _column(
    painter: QPainter, box: QRectF, values: Floats | None, ends: tuple[float, float], look: Look, ink: QColor | None
) -> None:
    """One column of cells from top to bottom; dashed while nothing of it is computed."""
    tokens, thin = look.tokens, 1.0 / min(1.0, look.zoom)
    painter.setPen(NO_PEN)
    painter.setBrush(tokens.sunken)
    round_rect(painter, box, RADIUS)
    empty = values is None or bool(np.isnan(values).all())
    if values is not None and not empty:
        for row, value in enumerate(values.tolist()):
            if np.isnan(value):
                continue
            height = box.height() / len(values)
            painter.fillRect(QRectF(box.x(), box.y() + row * height, box.width(), height),
                             diverging_color(value, *ends, tokens))
    pen = QPen(ink or tokens.border2, (2.25 if ink is not None else 1.0) * thin)
    if empty and ink is None:
        pen.setDashPattern((3.0, 3.0))
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    round_rect(painter, box, RADIUS)


def _arrow(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """A short straight arrow."""
    along = QLineF(start, end)
    if along.length() < HEAD:
        return
    unit = (end - start) / along.length()
    side = QPointF(-unit.y(), unit.x())
    painter.setPen(QPen(color, 1.25, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QLineF(start, end - unit * HEAD))
    painter.setPen(NO_PEN)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF([end, end - unit * 1.6 * HEAD + side * HEAD * 0.7,
                                   end - unit * 1.6 * HEAD - side * HEAD * 0.7]))  # fmt: skip


def _dots(painter: QPainter, center: QPointF, look: Look) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.text3)
    for shift in (-7.0, 0.0, 7.0):
        painter.drawEllipse(center + QPointF(shift, 0), 2.0, 2.0)


def _number(painter: QPainter, step: int, foot: QPointF, room: float, look: Look) -> None:
    """Which time step it is, from 1, below its foot, where there is room."""
    text, scale = str(step + 1), look.text_scale(LABEL)
    at = foot + QPointF(0, max(15.0, 4.0 + DIGIT * scale))
    every = ceil(text_width("88", LABEL, Weight.Medium) * scale * 1.2 / room)
    if step % every == 0 and scale < 2.0:
        draw_text(painter, at, text, LABEL, Weight.Medium, look.tokens.text3, Align.AlignHCenter, scale)
