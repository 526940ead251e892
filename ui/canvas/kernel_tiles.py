"""Kernels between the cards that they join, and, in a step, the cone from what a kernel looks at to what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from ui.canvas.appearance import Look, faded, round_rect
from ui.canvas.board import KEPT_PIXELS
from ui.canvas.card import Card
from ui.canvas.card_paint import NO_BRUSH, NO_PEN
from ui.canvas.detail import IDLE_OPACITY, Detail
from ui.canvas.face_paint import boxes, cells_image
from ui.canvas.items import UNIT_LAYER, Painted
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.overlay import Overlay
from ui.canvas.showing import Showing
from ui.canvas.spotlight import Spotlight

if TYPE_CHECKING:
    from ui.canvas.diagram import Diagram
    from ui.canvas.view import CanvasView

KINDS = frozenset(("convolution", "convolution_1d"))
LAYER = UNIT_LAYER + 0.2
LARGEST_CELL, SMALLEST_CELL = 11.0, 2.5
GAP, NAME_ROOM, PAD, MARGIN = 8.0, 18.0, 3.0, 8.0
TALLEST = 460.0
RADIUS, FRAME = 5.0, 2.25
NAME, MOST_NAMED = 13.0, 1.2  # below a kernel there is no room for larger ones
CONE = 0.55
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Kernel:
    """A kernel as it stands before the card of its convolution: its box, and its weights [rows, columns].

    The channels that it looks at stand below each other.
    """

    node: str
    number: int
    box: QRectF
    cells: Floats


def kernels_of(diagram: Diagram, showing: Showing) -> Iterator[Kernel]:
    """The kernels of all convolutions that have room for them before their card, as many as have a map."""
    for card in diagram.seen.values():
        if card.kind not in KINDS:
            continue
        weights = showing.shown_weights(f"{card.id}/weight")
        bundle = next(diagram.into(card.id), None)
        if weights is not None and bundle is not None and bundle.source.id in diagram.seen and card.shape.face:
            yield from _stand(card, bundle.source, _flat(weights))


def kerneled(diagram: Diagram, showing: Showing) -> frozenset[str]:
    """The nodes before whose cards kernels stand, in place of the link that leads there."""
    return frozenset(kernel.node for kernel in kernels_of(diagram, showing))


def kernel_at_work(diagram: Diagram, showing: Showing, light: Spotlight) -> Kernel | None:
    """The kernel that makes the cell of a moment, where it stands before its card."""
    card = diagram.seen.get(light.node or "")
    number = None if card is None or card.kind not in KINDS or light.phase is None else _of_unit(card, light.unit)
    if card is None or number is None:
        return None
    return next((each for each in kernels_of(diagram, showing) if (each.node, each.number) == (card.id, number)), None)


def _flat(weights: Floats) -> Floats:
    """Kernels [kernels, rows, columns], with their channels below each other."""
    return weights.reshape(len(weights), -1, weights.shape[-1])


def _stand(card: Card, source: Card, weights: Floats) -> Iterator[Kernel]:
    """Kernels below each other in the middle of the gap, as large as it allows."""
    face = card.shape.face
    count = len(face.tiles) if face is not None and len(face.sample) == 3 else min(len(weights), 8)
    room = card.rect.left() - source.rect.right() - 2 * MARGIN
    rows, columns = weights.shape[1:]
    widest = min(LARGEST_CELL, (room - 2 * PAD) / columns)
    if face is not None and face.pitch:  # each opposite to the map that it makes
        cell = min(widest, (face.pitch - 2 * PAD - GAP - NAME_ROOM) / rows)
        named = NAME_ROOM if cell >= SMALLEST_CELL else 0.0
        cell = cell if named else min(widest, (face.pitch - 2 * PAD - GAP) / rows)
        corner = card.y + card.shape.face_corner.y()
        middles = [corner + tile.box.center().y() for tile in face.tiles]
    else:
        cell = min(widest, (TALLEST - count * (GAP + 2 * PAD)) / (count * rows))
        pitch = cell * rows + 2 * PAD + GAP
        named = NAME_ROOM if (pitch + NAME_ROOM) * count <= TALLEST else 0.0
        middle = card.y + card.shape.axis - named / 2
        middles = [middle + (number - (count - 1) / 2) * (pitch + named) for number in range(count)]
    if cell < SMALLEST_CELL:
        return
    width, tall = cell * columns + 2 * PAD, cell * rows + 2 * PAD
    x = (card.rect.left() + source.rect.right() - width) / 2
    for number, middle in enumerate(middles[: len(weights)]):
        yield Kernel(card.id, number, QRectF(x, middle - tall / 2, width, tall), weights[number])


def paint_kernels(
    painter: QPainter, diagram: Diagram, look: Look, showing: Showing, light: Spotlight
) -> None:
    """All kernels, with the lines that join them to the cards; in a step the one at work stands out."""
    if look.detail < Detail.COLORS:
        return
    found = list(kernels_of(diagram, showing))
    largest = {node: float(np.abs([kernel.cells for kernel in found if kernel.node == node]).max() or 1.0)
               for node in {kernel.node for kernel in found}}  # fmt: skip
    for kernel in found:
        card = diagram.cards[kernel.node]
        at_work = light.phase is not None and light.node == kernel.node and _of_unit(card, light.unit) == kernel.number
        idle = light.node is not None and not at_work and light.node == kernel.node and light.unit is not None
        painter.setOpacity(IDLE_OPACITY if idle else 1.0)
        _lines(painter, kernel, diagram, look)
        painter.setOpacity(1.0)
        if at_work:
            _cone(painter, kernel, diagram, light, look)
        _tile(painter, kernel, largest[kernel.node], look, light if at_work else None, IDLE_OPACITY if idle else 1.0)


def _of_unit(card: Card, unit: int | None) -> int | None:
    """The kernel that makes a cell of a card; None for all of them."""
    face = card.shape.face
    if unit is None or face is None:
        return None
    index = np.unravel_index(unit, face.sample)
    return int(index[0] if len(face.sample) == 3 else index[1])


def _lines(painter: QPainter, kernel: Kernel, diagram: Diagram, look: Look) -> None:
    bundle = next(diagram.into(kernel.node))
    source, card = bundle.source, bundle.target
    middle = kernel.box.center().y()
    painter.setPen(QPen(look.tokens.border2, 1.25 / min(1.0, look.zoom)))
    painter.setBrush(NO_BRUSH)
    start = QPointF(source.rect.right(), source.unit_span.center().y())
    end = card.in_ports.get(bundle.link.port, QPointF(card.rect.left(), card.unit_span.center().y()))
    face = card.shape.face
    if face is not None and face.pitch:
        tile = face.tiles[kernel.number].box.translated(QPointF(card.x, card.y) + card.shape.face_corner)
        end = QPointF(tile.left(), tile.center().y())
    painter.drawPath(_curve(start, QPointF(kernel.box.left(), middle)))
    painter.drawPath(_curve(QPointF(kernel.box.right(), middle), end))


def _tile(
    painter: QPainter, kernel: Kernel, largest: float, look: Look, light: Spotlight | None, opacity: float
) -> None:
    tokens, thin = look.tokens, 1.0 / min(1.0, look.zoom)
    ink = tokens.phase(light.phase)[0] if light is not None and light.phase is not None else tokens.border2
    painter.setPen(QPen(ink, FRAME * thin if light is not None else 1.0 * thin))
    painter.setBrush(tokens.surface)
    round_rect(painter, kernel.box, RADIUS)
    painter.setOpacity(opacity)
    inner = kernel.box.adjusted(PAD, PAD, -PAD, -PAD)
    painter.drawImage(inner, cells_image(np.asarray(kernel.cells, float), (-largest, largest), False, tokens))
    rows, columns = kernel.cells.shape
    if inner.width() / columns * look.zoom >= 5.0:
        painter.setPen(QPen(tokens.surface, 1.0))
        for column in range(1, columns):
            x = inner.x() + inner.width() * column / columns
            painter.drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()))
        for row in range(1, rows):
            y = inner.y() + inner.height() * row / rows
            painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
    if look.detail >= Detail.NAMES and look.text_scale(NAME) <= MOST_NAMED:
        name = math_name("K", str(kernel.number + 1))
        x = kernel.box.center().x() - name[1] * NAME / 2
        painter.fillRect(QRectF(x - 3.0, kernel.box.bottom() + 3.0, name[1] * NAME + 6.0, 14.0), tokens.canvas)
        draw_math(painter, x, kernel.box.bottom() + 14.0, name, NAME, ink if light is not None else tokens.text3)
    painter.setOpacity(1.0)


def _cone(painter: QPainter, kernel: Kernel, diagram: Diagram, light: Spotlight, look: Look) -> None:
    """From the window that the kernel looks at to the kernel, and from it to the cell that it makes."""
    bundle = next(diagram.into(kernel.node))
    face, card = bundle.source.shape.face, bundle.target
    if light.phase is None:
        return
    solid, tint = look.tokens.phase(light.phase)
    cells = light.windows.get(bundle.source.id, ())
    corner = QPointF(bundle.source.x, bundle.source.y) + bundle.source.shape.face_corner
    painter.setPen(QPen(faded(solid, 0.8), 1.0 / min(1.0, look.zoom)))
    painter.setBrush(faded(tint, CONE))
    for box in boxes(face, cells) if face is not None else ():
        window = box.translated(corner)
        painter.drawPolygon(QPolygonF([window.topRight(), kernel.box.topLeft(), kernel.box.bottomLeft(),
                                       window.bottomRight()]))  # fmt: skip
    given = card.shape.face
    for made in boxes(given, (light.unit,)) if given is not None and light.unit is not None else ():
        end = made.translated(QPointF(card.x, card.y) + card.shape.face_corner).center()
        painter.setPen(QPen(solid, 1.75 / min(1.0, look.zoom), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(NO_BRUSH)
        start = QPointF(kernel.box.right(), kernel.box.center().y())
        painter.drawPath(_curve(start, end))
        painter.setPen(NO_PEN)
        painter.setBrush(solid)
        painter.drawEllipse(end, 3.0, 3.0)


def _curve(start: QPointF, end: QPointF) -> QPainterPath:
    """A line that leaves and arrives horizontally, however close its ends are."""
    path, bend = QPainterPath(start), (end.x() - start.x()) / 2
    path.cubicTo(start.x() + bend, start.y(), end.x() - bend, end.y(), end.x(), end.y())
    return path


class KernelTiles(Overlay):
    """The kernels of all convolutions of a view."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._item = Painted(LAYER, self._paint)
        view.board.addItem(self._item)
        view.live.due.connect(self._item.update)
        if view.clock is not None:  # the spotlight is moved first
            view.clock.moved.connect(self._follow_step, Qt.ConnectionType.QueuedConnection)

    def show_document(self) -> None:
        diagram, showing = self.view.board.diagram, self.view.board.showing
        some = not KINDS.isdisjoint(diagram.kinds)
        found, box = tuple(kernels_of(diagram, showing)) if some else (), QRectF()
        showing.kernels = frozenset(kernel.node for kernel in found)
        for kernel in found:
            box = box.united(kernel.box).united(diagram.cards[kernel.node].rect)
        for bundle in (next(diagram.into(node)) for node in showing.kernels):
            box = box.united(bundle.source.rect)
        self._item.cover(box.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN + NAME_ROOM) if found else QRectF())
        self._keep()

    def restyle(self) -> None:
        self._item.update()

    def _follow_step(self, _step: object) -> None:
        self._keep()
        self._item.update()

    def _keep(self) -> None:
        """Keep the picture while pulses run over it, unless it is so large that such pictures fill the memory."""
        box, ratio = self._item.boundingRect(), self.view.board.look.ratio
        self._item.keep_picture(box.width() * box.height() * ratio**2 <= KEPT_PIXELS // 4)

    def _paint(self, painter: QPainter) -> None:
        board = self.view.board
        paint_kernels(painter, board.diagram, board.look, board.showing, self.view.stepping.light)
