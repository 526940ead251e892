"""Painting of heat maps on a card: the values of a sequence or an image, empty where nothing is computed yet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnsim.text import decimals, format_count, format_number, language, tr
from ui.canvas.appearance import Align, Look, Weight, draw_text, ink_on, round_rect, text_width
from ui.canvas.attention_arcs import BELOW, LABEL_ROOM, paint_attention
from ui.canvas.captions import meter_place
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.detail import Detail
from ui.canvas.face import Face, Tile
from ui.canvas.loss_paint import DASHES
from ui.canvas.meter_paint import paint_meter
from ui.canvas.showing import Showing, value_range
from ui.canvas.unrolled_paint import paint_unrolled, unrolled_state
from ui.look import Tokens, diverging_color, ramp_pixels, sequential_color

Floats = NDArray[np.float64]
AHEAD_OPACITY = 0.34
CAPTION, CAPTION_FOOT = 12.0, 5.0  # the last in pixels on the screen: what letters reach down, and air
RADIUS = 3.0
SMALLEST_GRID, SMALLEST_FRAME = 5.0, 4.0
NUMBER = 11.0
MAP_NAME = 11.0


def paint_face(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    """The heat maps of a card, its sample's shape, and the gradient while it trains."""
    face = card.shape.face
    if face is None:
        return
    if face.unrolled:
        paint_unrolled(painter, card, look, showing)
        _paint_gradient(painter, card, look, showing)
        return
    corner = QPointF(card.x, card.y) + card.shape.face_corner
    values, opacity = shown_values(card, showing)
    painter.save()
    painter.translate(corner)
    for tile in face.tiles:
        _paint_ground(painter, face, tile, look)
    if values is not None:
        low, high, sequential = _span(card, showing, values)
        painter.setOpacity(opacity)
        for tile in face.tiles:
            cells = face.values(tile, values)
            _paint_cells(painter, tile, cells, (low, high), sequential, look)
            if opacity == 1.0:
                _paint_numbers(painter, face, tile, cells, (low, high), sequential, look)
        painter.setOpacity(1.0)
    for tile in face.tiles:
        _paint_edge(painter, face, tile, values if opacity == 1.0 else None, showing.step is not None, look)
        if face.named and tile.channel is not None and look.detail >= Detail.NAMES and not look.bare:
            text, at = tr("map {number}", number=tile.channel + 1), QPointF(tile.box.left(), tile.box.bottom() + 15.0)
            draw_text(painter, at, text, MAP_NAME, Weight.Medium, look.tokens.text3)
    painter.restore()
    if look.detail >= Detail.COLORS:
        _paint_caption(painter, card, face, corner, look)
    if card.shape.heads:
        paint_attention(painter, card, look, showing)
    _paint_gradient(painter, card, look, showing)


def _paint_gradient(painter: QPainter, card: Card, look: Look, showing: Showing) -> None:
    gradient = showing.gradient_norms.get(card.id)
    if gradient is not None and showing.step is None and look.detail >= Detail.MAPS:
        paint_meter(painter, card, look, gradient, meter_place(card, look))


def face_state(card: Card, look: Look, showing: Showing) -> tuple[Hashable, ...]:
    """What the painted face depends on besides its card: while it is equal, the face looks the same."""
    values, opacity = unrolled_state(card, showing) if _is_unrolled(card) else shown_values(card, showing)
    weights = showing.attention(card.id) if card.shape.heads else None
    step = showing.step if weights is not None else None
    active = None if step is None else (step.active, step.looking, step.phase)
    return (
        None if values is None else values.tobytes(), None if weights is None else weights.tobytes(), active, opacity,
        showing.step is None, showing.ahead, look.zoom,
        look.ratio, look.tokens.variant, look.tokens.high_contrast, language(), decimals(),
        showing.gradient_norms.get(card.id),
    )  # fmt: skip


def _is_unrolled(card: Card) -> bool:
    return card.shape.face is not None and card.shape.face.unrolled


def paint_cell_frames(painter: QPainter, card: Card, cells: Sequence[int], look: Look, color: QColor) -> None:
    """Frames, in the color of a phase, of the cells at which a moment happens."""
    face = card.shape.face
    if face is None:
        return
    corner, thin = QPointF(card.x, card.y) + card.shape.face_corner, 1.0 / min(1.0, look.zoom)
    painter.setPen(QPen(color, 2.25 * thin))
    painter.setBrush(NO_BRUSH)
    for box in boxes(face, cells):
        grown = max(0.0, SMALLEST_FRAME * thin - min(box.width(), box.height()) / 2)
        round_rect(painter, box.translated(corner).adjusted(-grown, -grown, grown, grown), RADIUS)


def boxes(face: Face, cells: Sequence[int]) -> Iterator[QRectF]:
    """A box around the cells of each map where they fill one, as a window does; else one around each cell."""
    by_tile: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for cell in cells:
        found = face.place(cell) if cell < math.prod(face.sample) else None
        if found is not None:
            by_tile[face.tiles.index(found[0])].add(found[1:])
    for number, places in by_tile.items():
        tile, rows, columns = face.tiles[number], [row for row, _ in places], [column for _, column in places]
        first, last = (min(rows), min(columns)), (max(rows), max(columns))
        if len(places) == (last[0] - first[0] + 1) * (last[1] - first[1] + 1):
            yield face.cell_box(tile, *first).united(face.cell_box(tile, *last))
        else:
            yield from (face.cell_box(tile, *place) for place in sorted(places))


def shown_values(card: Card, showing: Showing) -> tuple[Floats | None, float]:
    """The values to show and how opaque: those of the step, those to come where none is there yet, or none.

    While nothing is stepped they are those for the sample at hand.
    """
    face, step = card.shape.face, showing.step
    if face is None:
        return None, 1.0
    if step is None:
        known = showing.activations.get(card.id)
        return (known, 1.0) if known is not None and known.size == math.prod(face.sample) else (None, 1.0)
    values, sums = step.values.get(card.id), step.sums.get(card.id)
    if values is None or values.size != math.prod(face.sample):
        return None, 1.0
    if sums is not None and sums.size == values.size:  # before its activation a cell shows its sum
        values = np.where(np.isnan(values), sums, values)
    if np.isnan(values).all():
        coming = step.ahead.values.get(card.id) if showing.ahead and step.ahead is not None else None
        return (coming, AHEAD_OPACITY) if coming is not None else (None, 1.0)
    return values, 1.0


def _span(card: Card, showing: Showing, values: Floats) -> tuple[float, float, bool]:
    """The ends of the color ramp, and whether it is the one of non-negative values; the same for the whole step."""
    step = showing.step
    ahead = step.ahead if step is not None else None
    whole = values if ahead is None else ahead.values.get(card.id, values)
    if ahead is not None and step is not None and np.isnan(step.values[card.id]).any():
        whole = np.append(whole, ahead.sums.get(card.id, ()))
    finite = whole[np.isfinite(whole)]
    least = float(finite.min()) if finite.size else 0.0
    low, high = value_range(card.activation, whole)
    return (0.0, max(high, 0.0) or 1.0, True) if least >= 0.0 else (low, high, False)


def _paint_ground(painter: QPainter, face: Face, tile: Tile, look: Look) -> None:
    painter.setPen(NO_PEN)
    painter.setBrush(look.tokens.sunken)
    round_rect(painter, tile.box, RADIUS)
    rows, columns = face.cells
    width, height = tile.box.width() / columns, tile.box.height() / rows
    lines = []
    if width * look.zoom >= SMALLEST_GRID:
        lines += [QLineF(x, tile.box.top(), x, tile.box.bottom()) for x in _steps(tile.box.x(), width, columns)]
    if height * look.zoom >= SMALLEST_GRID:
        lines += [QLineF(tile.box.left(), y, tile.box.right(), y) for y in _steps(tile.box.y(), height, rows)]
    painter.setPen(QPen(look.tokens.border, 1.0 / max(1.0, look.zoom)))
    painter.drawLines(lines)


def _steps(start: float, size: float, count: int) -> list[float]:
    return [start + size * at for at in range(1, count)]


def _paint_cells(
    painter: QPainter, tile: Tile, cells: Floats, ends: tuple[float, float], sequential: bool, look: Look
) -> None:
    """The cells as one picture; what is not computed stays empty."""
    image = cells_image(cells, ends, sequential, look.tokens)
    coarse = tile.box.width() * look.ratio >= cells.shape[1] and tile.box.height() * look.ratio >= cells.shape[0]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not coarse)
    painter.drawImage(tile.box, image)
    painter.restore()


def cells_image(cells: Floats, ends: tuple[float, float], sequential: bool, tokens: Tokens) -> QImage:
    """A picture of [rows, columns] values; transparent where they are NaN."""
    pixels = ramp_pixels(cells, *ends, "sequential" if sequential else "diverging", tokens)
    pixels = np.ascontiguousarray(np.where(np.isnan(cells), np.uint32(0), pixels))
    rows, columns = pixels.shape
    # The copy lets the picture outlive the array that it was read from.
    return QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32).copy()


def _paint_numbers(
    painter: QPainter, face: Face, tile: Tile, cells: Floats, ends: tuple[float, float], sequential: bool, look: Look
) -> None:
    """The numbers in the cells, where these are large enough to be read."""
    box = face.cell_box(tile, 0, 0)
    if box.height() * look.zoom < 15 or box.width() * look.zoom < 30 or look.detail < Detail.NAMES:
        return
    scale = look.text_scale(NUMBER)
    for (row, column), value in np.ndenumerate(cells):
        if np.isnan(value):
            continue
        text, cell = format_number(float(value)), face.cell_box(tile, row, column)
        if text_width(text, NUMBER, Weight.Medium) * scale <= cell.width() - 2:
            ground = (sequential_color if sequential else diverging_color)(float(value), *ends, look.tokens)
            at, ink = cell.center() + QPointF(0, 4 * scale), ink_on(ground, look.tokens)
            draw_text(painter, at, text, NUMBER, Weight.Medium, ink, Align.AlignHCenter, scale)


def _paint_edge(
    painter: QPainter, face: Face, tile: Tile, values: Floats | None, stepping: bool, look: Look
) -> None:
    """The outline of a map: dashed while all of it is still to come."""
    pen = QPen(look.tokens.border2, 1.0 / min(1.0, look.zoom))
    if stepping and (values is None or np.isnan(face.values(tile, values)).all()):
        pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(NO_BRUSH)
    round_rect(painter, tile.box, RADIUS)


def _paint_caption(painter: QPainter, card: Card, face: Face, corner: QPointF, look: Look) -> None:
    """The shape of the sample below the maps, and how many of them have no room."""
    scale, ink = look.text_scale(CAPTION), look.tokens.text3
    text = shape_text(face.sample)
    if face.hidden:
        text = f"{text} · {tr('{count} more', count=format_count(face.hidden))}"
    room = card.shape.width - card.shape.column - 12
    if text_width(text, CAPTION, Weight.Medium) * scale > room:
        text = shape_text(face.sample, brief=True)
    if text_width(text, CAPTION, Weight.Medium) * scale > room:
        return
    drop = max(20.0, 15.0 * scale)
    if card.shape.heads and drop + CAPTION_FOOT / look.zoom > BELOW + LABEL_ROOM:
        return  # it would lie over what the first head looks at
    at = QPointF(card.x + card.shape.middle, corner.y() + face.height + drop)
    draw_text(painter, at, text, CAPTION, Weight.Medium, ink, Align.AlignHCenter, scale)


def shape_text(sample: tuple[int, ...], brief: bool = False) -> str:
    """A sample's shape as it stands on a card: `24 steps × 3`, `8 × 26 × 26`."""
    if len(sample) == 1:
        return tr("{count} values", count=format_count(sample[0]))
    if len(sample) == 2 and not brief:
        return tr("{steps} steps × {features}", steps=sample[0], features=sample[1])
    return " × ".join(format_count(size) for size in sample)

