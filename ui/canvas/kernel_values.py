"""The kernel that the pointer rests on, enlarged beside its tile, with its weights as numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from nnsim.text import format_number, tr
from ui.canvas.appearance import Align, Weight, draw_text, faded, ink_on, round_rect, text_width
from ui.canvas.detail import Detail
from ui.canvas.face_paint import cells_image
from ui.canvas.hit import Hit
from ui.canvas.items import TOP_LAYER, Painted
from ui.canvas.kernel_tiles import Floats, Kernel, kernels_of
from ui.canvas.math_text import draw_math, math_name
from ui.canvas.overlay import Overlay
from ui.look import diverging_color

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

# In pixels on the screen, at 100 % of the interface
WIDE, HIGH, SMALLEST, PAD, HEAD, GAP, BETWEEN = 46.0, 28.0, 6.0, 10.0, 24.0, 8.0, 6.0
MOST_WIDE, MOST_HIGH = 420.0, 320.0
NUMBER, NAME, RADIUS = 11.0, 15.0, 10.0


@dataclass(frozen=True, eq=False)
class Sheet:
    """A kernel laid out: its channels [channels, rows, columns] side by side in lines, from cells of one size."""

    kernel: Kernel
    channels: Floats
    across: int
    wide: float
    high: float

    @property
    def numbers(self) -> bool:
        """Whether the cells have room for numbers."""
        return self.wide >= WIDE

    @property
    def width(self) -> float:
        """Of the whole sheet, in pixels."""
        return self.across * (self.channels.shape[2] * self.wide + BETWEEN) - BETWEEN + 2 * PAD

    @property
    def height(self) -> float:
        """Of the whole sheet, in pixels."""
        lines = math.ceil(len(self.channels) / self.across)
        return lines * (self.channels.shape[1] * self.high + BETWEEN) - BETWEEN + HEAD + 2 * PAD

    def corner(self, channel: int) -> QPointF:
        """Where a channel begins, in pixels from the corner of the sheet."""
        line, place = divmod(channel, self.across)
        _, rows, columns = self.channels.shape
        return QPointF(PAD + place * (columns * self.wide + BETWEEN), PAD + HEAD + line * (rows * self.high + BETWEEN))


def sheet_of(kernel: Kernel, channels: int) -> Sheet:
    """A kernel laid out: with numbers where all of them have room, else as a picture of its cells."""
    cells = kernel.cells.reshape(channels, -1, kernel.cells.shape[1])
    columns = cells.shape[2]
    for wide, high in ((WIDE, HIGH), (14.0, 14.0), (SMALLEST, SMALLEST)):
        across = max(1, min(channels, int((MOST_WIDE - 2 * PAD + BETWEEN) / (columns * wide + BETWEEN))))
        sheet = Sheet(kernel, cells, across, wide, high)
        if sheet.width <= MOST_WIDE and sheet.height <= MOST_HIGH:
            break
    return sheet


class KernelValues(Overlay):
    """Shows the kernel under the pointer on a sheet of its own, as large on the screen at every zoom."""

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view)
        self._sheet: Sheet | None = None
        self._at = QPointF()
        self._item = Painted(TOP_LAYER, self._paint)
        view.board.addItem(self._item)
        view.live.due.connect(self._refresh)

    @property
    def sheet(self) -> Sheet | None:
        """What is shown at present."""
        return self._sheet

    def hover(self, found: Hit) -> None:
        over = self.view.pointer.over and found.sort in ("nothing", "wire")
        self._show(self._under(self.view.pointer.at) if over else None)

    def show_document(self) -> None:
        self._show(None)

    def place(self) -> None:
        self._show(None)

    def restyle(self) -> None:
        self._item.update()

    def _refresh(self) -> None:
        if self._sheet is not None:
            self._show(self._under(self._sheet.kernel.box.center()))

    def _under(self, point: QPointF) -> Kernel | None:
        board = self.view.board
        if board.look.detail < Detail.COLORS or not board.showing.kernels:
            return None
        return next((each for each in kernels_of(board.diagram, board.showing) if each.box.contains(point)), None)

    def _show(self, kernel: Kernel | None) -> None:
        if kernel is None:
            if self._sheet is not None:
                self._sheet = None
                self._item.cover(QRectF())
            return
        weights = self.view.board.showing.shown_weights(f"{kernel.node}/weight")
        assert weights is not None
        # A kernel across images has its channels below each other; one along sequences has a row for each feature.
        self._sheet = sheet_of(kernel, weights.shape[1] if weights.ndim == 4 else 1)
        self._at = self._beside(self._sheet)
        zoom = self.view.zoom
        box = QRectF(self._at.x(), self._at.y(), self._sheet.width / zoom, self._sheet.height / zoom)
        self._item.cover(box.adjusted(-4 / zoom, -4 / zoom, 4 / zoom, 4 / zoom))

    def _beside(self, sheet: Sheet) -> QPointF:
        """The corner of the sheet in the scene: above the tile, or below it, inside of what is seen."""
        view, tile = self.view, sheet.kernel.box
        seen = view.mapToScene(view.corners.seen()).boundingRect()
        width, height, gap = sheet.width / view.zoom, sheet.height / view.zoom, GAP / view.zoom
        left = min(max(tile.center().x() - width / 2, seen.left() + gap), seen.right() - gap - width)
        above = tile.top() - gap - height
        return QPointF(left, above if above >= seen.top() + gap else tile.bottom() + gap)

    def _paint(self, painter: QPainter) -> None:
        sheet, look = self._sheet, self.view.board.look
        if sheet is None:
            return
        tokens = look.tokens
        painter.save()
        painter.translate(self._at)
        painter.scale(1.0 / look.zoom, 1.0 / look.zoom)
        whole = QRectF(0.5, 0.5, sheet.width - 1, sheet.height - 1)
        if not tokens.dark:
            painter.setPen(QPen(faded(tokens.shadow, 0.06), 1.0))
            painter.setBrush(faded(tokens.shadow, 0.05))
            round_rect(painter, whole.translated(0, 2), RADIUS)
        painter.setPen(QPen(tokens.border2, 1.0))
        painter.setBrush(tokens.surface)
        round_rect(painter, whole, RADIUS)
        name = math_name("K", str(sheet.kernel.number + 1))
        draw_math(painter, PAD, PAD + 14.0, name, NAME, tokens.text)
        self._facts(painter, sheet, PAD + name[1] * NAME + GAP)
        largest = float(np.nanmax(np.abs(self._all(sheet)))) or 1.0
        for channel in range(len(sheet.channels)):
            self._channel(painter, sheet, channel, largest)
        painter.restore()

    def _all(self, sheet: Sheet) -> Floats:
        """The weights of all kernels of the card, which share a scale of color."""
        weights = self.view.board.showing.shown_weights(f"{sheet.kernel.node}/weight")
        return sheet.channels if weights is None or not np.isfinite(weights).any() else weights

    def _facts(self, painter: QPainter, sheet: Sheet, x: float) -> None:
        """Its size, and, where they are several, how many channels it looks at, as there is room."""
        channels, rows, columns = sheet.channels.shape
        size = f"{rows} × {columns}"
        longer = tr("{size}, {count} channels", size=size, count=channels) if channels > 1 else size
        room = sheet.width - PAD - x
        text = next((each for each in (longer, size) if text_width(each, NUMBER, Weight.Medium) <= room), "")
        ink = self.view.board.look.tokens.text3
        draw_text(painter, QPointF(x, PAD + 14.0), text, NUMBER, Weight.Medium, ink)

    def _channel(self, painter: QPainter, sheet: Sheet, channel: int, largest: float) -> None:
        tokens, cells, corner = self.view.board.look.tokens, sheet.channels[channel], sheet.corner(channel)
        rows, columns = cells.shape
        area = QRectF(corner.x(), corner.y(), columns * sheet.wide, rows * sheet.high)
        painter.drawImage(area, cells_image(np.asarray(cells, float), (-largest, largest), False, tokens))
        painter.setPen(QPen(tokens.surface, 1.0))
        lines = [QLineF(x, area.top(), x, area.bottom()) for x in
                 (area.left() + column * sheet.wide for column in range(1, columns))]  # fmt: skip
        lines += [QLineF(area.left(), y, area.right(), y) for y in
                  (area.top() + row * sheet.high for row in range(1, rows))]  # fmt: skip
        painter.drawLines(lines)
        if not sheet.numbers:
            return
        for (row, column), weight in np.ndenumerate(cells):
            at = corner + QPointF((column + 0.5) * sheet.wide, (row + 0.5) * sheet.high + 4.0)
            text = format_number(float(weight))
            scale = min(1.0, (sheet.wide - 4.0) / text_width(text, NUMBER, Weight.DemiBold))
            ink = ink_on(diverging_color(float(weight), -largest, largest, tokens), tokens)
            draw_text(painter, at, text, NUMBER, Weight.DemiBold, ink, Align.AlignHCenter, scale)
