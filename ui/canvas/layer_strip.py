"""A whole layer as heat: a strip of all its units from afar, and those of a wide layer that have no disc."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.text import format_count, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, text_width
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH
from ui.canvas.detail import Detail
from ui.canvas.face_paint import cells_image
from ui.canvas.geometry import FIRST_UNITS, LAST_UNITS
from ui.canvas.showing import Showing

Floats = NDArray[np.floating]
STRIP_WIDTH = 26.0
LARGEST_CELL = 14.0
CAPTION_FOOT, CLEAR, LINE = 38.0, 7.0, 22.0
FEWER, FACE_CAPTION, DISC_CAPTION = 110.0, 24.0, 20.0
MOST_GROWN = 1.6


def paint_strip(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """A far layer: one cell of color for each of its units, from top to bottom."""
    span, values = card.unit_span, known_values(card, showing)
    box = QRectF(span.center().x() - STRIP_WIDTH / 2, span.top(), STRIP_WIDTH, span.height())
    _paint_cells(painter, card, box, values[:, None], look, showing)
    painter.setPen(QPen(look.tokens.border2, 1.0 / look.zoom))
    painter.drawRect(box)


def rest_box(card: Card) -> QRectF:
    """What opens a wide layer, the units without a disc, or what closes it again; empty on other cards."""
    shape = card.shape
    if shape.gap is None:
        return fewer_box(card) if card.is_wide else QRectF()
    pitch = shape.rows[1][1] - shape.rows[0][1]
    top = shape.gap - pitch + shape.radius + CAPTION_FOOT
    bottom = shape.gap + pitch - shape.radius - CLEAR
    left = shape.column + CLEAR
    return QRectF(card.x + left, card.y + top, shape.width - left - CLEAR, bottom - top)


def fewer_box(card: Card) -> QRectF:
    """What is pressed to close an opened layer."""
    bottom = card.unit_span.bottom() + (FACE_CAPTION if card.shape.face is not None else DISC_CAPTION)
    return QRectF(card.rect.center().x() - FEWER / 2, bottom, FEWER, LINE)


def paint_fewer(painter: QPainter, card: Card, look: Look) -> None:
    """The words that close an opened layer."""
    box, scale = fewer_box(card), look.text_scale(12)
    text = tr("show fewer")
    if look.detail >= Detail.MAPS and scale <= MOST_GROWN:
        at = QPointF(box.center().x(), box.center().y() + 4.0 * scale)
        draw_text(painter, at, text, 12, Weight.Medium, look.tokens.text3, Align.AlignHCenter, scale)


def rest_grid(card: Card) -> tuple[QRectF, int, int]:
    """The heat map of the units without a disc: its box, its rows and its columns."""
    count, box = card.shape.hidden, rest_box(card).adjusted(4, 4, -4, -LINE)
    cell = min(LARGEST_CELL, math.sqrt(box.width() * box.height() / count))
    columns = min(count, max(1, math.ceil(box.width() / cell)))
    cell = min(cell, box.width() / columns)
    rows = math.ceil(count / columns)
    height = min(rows * cell, box.height())
    grid = QRectF(box.center().x() - columns * cell / 2, box.center().y() - height / 2, columns * cell, height)
    return grid, rows, columns


def paint_rest(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The units of a wide layer that have no disc: a cell of color for each, and how many they are."""
    grid, rows, columns = rest_grid(card)
    values = np.full(rows * columns, np.nan)
    hidden = known_values(card, showing)[FIRST_UNITS:-LAST_UNITS]
    values[: len(hidden)] = hidden
    _paint_cells(painter, card, grid, values.reshape(rows, columns), look, showing)
    painter.setPen(QPen(look.tokens.border2, 1.0 / min(1.0, look.zoom)))
    painter.drawRect(grid)
    text, scale = tr("{count} more", count=format_count(card.shape.hidden)), look.text_scale(12)
    if look.detail < Detail.COLORS or text_width(text, 12, Weight.Medium) * scale > card.shape.width - 4:
        return
    at = QPointF(grid.center().x(), grid.bottom() + 4.0 + 11.0 * scale)
    draw_text(painter, at, text, 12, Weight.Medium, look.tokens.text3, Align.AlignHCenter, scale)


def known_values(card: Card, showing: Showing) -> Floats:
    """What each unit of a card gives at this moment, [units], NaN where nobody knows."""
    values, count = showing.layer(card.id), card.units or 0
    if values is None or len(values) != count:
        maps = showing.maps.get(card.id)
        return np.full(count, np.nan) if maps is None or len(maps) != count else maps.mean(axis=(1, 2))
    return values


def _paint_cells(
    painter: QPainter, card: Card, box: QRectF, cells: Floats, look: Look, showing: Showing
) -> None:
    """Cells of color on a ground that shows where nothing is known."""
    painter.fillRect(box, look.tokens.sunken)
    image = cells_image(cells, showing.span(card.id, card.activation), False, look.tokens)
    painter.save()
    coarse = box.height() * look.ratio >= cells.shape[0] and box.width() * look.ratio >= cells.shape[1]
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not coarse)
    painter.drawImage(box, image)
    painter.restore()
    painter.setBrush(NO_BRUSH)
