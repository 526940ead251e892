"""Where the names and the cells of a confusion matrix stand."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetrics

from ui.look import font, theme

_WIDEST_CELL, _TALLEST_CELL, _GAPS_FROM = 132, 50, 15
_TITLE, _GAP, _RADIUS, _MARGIN = 18, 3, 5, 3
_LONGEST_NAME, _HIGHEST_NAME, _NAME_LINE = 0.3, 84, 15


class MatrixGeometry:
    """A square table of cells in `width` pixels; names stand at the left and above, upright where cells are narrow.

    `board` holds the cells, `height` is that of everything, `every` says at which classes names are written.
    """

    def __init__(self, names: tuple[str, ...], width: int) -> None:
        px, count = theme().px, len(names)
        self._names, self.width = names, width
        metrics = QFontMetrics(font("label"))
        longest = max(metrics.horizontalAdvance(name) for name in names)
        self._left = px(_TITLE) + min(longest + px(8), round(width * _LONGEST_NAME))
        side = (width - self._left - px(_MARGIN)) / count
        self.has_gaps = side >= px(_GAPS_FROM)
        self._gap = px(_GAP) if self.has_gaps else 0
        self._across = min(side, float(px(_WIDEST_CELL)))
        self._along = min(side, float(px(_TALLEST_CELL)))
        self.upright = longest > self._across - self._gap - px(2)
        self._names_height = min(longest + px(6), px(_HIGHEST_NAME)) if self.upright else px(_NAME_LINE) + px(5)
        self.radius = float(px(_RADIUS)) if self.has_gaps else 0.0
        self.every = max(1, ceil(px(_NAME_LINE) / min(self._across, self._along)))
        top = px(_TITLE) + self._names_height
        self.board = QRectF(self._left, top, self._across * count, self._along * count)
        self.title = QRectF(self._left, 0, self.board.width(), px(_TITLE))
        self.side = QRectF(0, top, px(_TITLE), self.board.height())
        self.height = ceil(self.board.bottom()) + px(_MARGIN)

    def cell(self, row: int, column: int) -> QRectF:
        """A cell, without the gap beside it."""
        rect = QRectF(self.board.x() + column * self._across, self.board.y() + row * self._along,
                      self._across, self._along)  # fmt: skip
        half = self._gap / 2
        return rect.adjusted(half, half, -half, -half)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and column under a point; None beside the cells."""
        if not self.board.contains(point):
            return None
        last = len(self._names) - 1
        row, column = (point.y() - self.board.y()) / self._along, (point.x() - self.board.x()) / self._across
        return min(int(row), last), min(int(column), last)

    def name(self, index: int, across: bool) -> QRectF:
        """Where a name stands: above its column (`across`), or at the left of its row."""
        px = theme().px
        if not across:
            line = max(self._along, float(px(_NAME_LINE)))
            middle = self.board.y() + (index + 0.5) * self._along
            return QRectF(px(_TITLE), middle - line / 2, self._left - px(_TITLE) - px(6), line)
        line = max(self._across, float(px(_NAME_LINE))) if self.upright else self._across
        middle = self.board.x() + (index + 0.5) * self._across
        return QRectF(middle - line / 2, px(_TITLE), line, self._names_height - px(5))

    def text(self, index: int, across: bool, metrics: QFontMetrics) -> str:
        """A name, cut where it does not fit."""
        rect = self.name(index, across)
        room = rect.height() if across and self.upright else rect.width()
        return metrics.elidedText(self._names[index], Qt.TextElideMode.ElideRight, int(room) + 1)
