"""The confusion matrix: how often each true class was taken for which, as a heat map whose cells can be pointed at."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import Message, NnsimError, format_count, format_percent, message, render, tr
from ui.charts.chart import CENTER, LEFT, RIGHT, Chart
from ui.charts.matrix_geometry import MatrixGeometry
from ui.look import font, sequential_color, sequential_image, sized_font, theme
from ui.look.widgets import KeyboardFocus, draw_box, draw_focus_ring, tip

_ROOM_FOR_SHARE, _ROOM_FOR_COUNT = 40, 17
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ConfusionMatrix(Chart, KeyboardFocus, QWidget):
    """One row for each true class, one column for each class that was predicted; right answers are framed.

    `pointed` tells (row, column) of the cell under the mouse or the keyboard's, None for none.
    """

    pointed = Signal(object)
    empty_text = message("The matrix appears when the network has run.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: NDArray[np.int64] = np.zeros((0, 0), np.int64)
        self._shares: NDArray[np.float64] = np.zeros((0, 0))
        self._names: tuple[str, ...] = ()
        self._cell: tuple[int, int] | None = None
        self._geometry: MatrixGeometry | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted yet."""
        return not self._counts.size

    @property
    def cell(self) -> tuple[int, int] | None:
        """Row and column that are pointed at."""
        return self._cell

    def set_data(self, counts: NDArray[np.int64] | None, names: tuple[str, ...] = ()) -> None:
        """Show counts (true class, predicted class) of classes with these names; None empties the chart."""
        counts = np.zeros((0, 0), np.int64) if counts is None else counts
        if names == self._names and np.array_equal(counts, self._counts):
            return
        resized = len(counts) != len(self._counts) or names != self._names
        self._counts, self._names = counts, names
        totals = counts.sum(axis=1, keepdims=True)
        self._shares = np.where(totals > 0, counts / np.maximum(totals, 1), 0.0)
        if resized:
            self._geometry = None
            self._point(None)
            self.updateGeometry()
        elif self._cell is not None:
            self.pointed.emit(self._cell)
        self._describe()
        self.update()

    def sentence(self, cell: tuple[int, int]) -> Message:
        """What a cell says."""
        row, column = cell
        told: dict[str, Any] = {
            "true": self._names[row], "predicted": self._names[column],
            "count": format_count(int(self._counts[cell])), "all": format_count(int(self._counts[row].sum())),
            "share": format_percent(float(self._shares[cell]), 1),
        }
        if not self._counts[row].any():
            return message("True class '{true}': there is no sample of it here.", true=self._names[row])
        if row == column:
            return message("True class '{true}', predicted '{predicted}': {count} of {all} samples, {share} of the "
                           "row. These answers are right.", **told)
        return message("True class '{true}', predicted '{predicted}': {count} of {all} samples, {share} of the row.",
                       **told)

    def rectangle(self, cell: tuple[int, int]) -> QRectF:
        """Where a cell stands."""
        return self._placed().cell(*cell)

    def export_table(self, path: Path) -> None:
        """Write the counts as CSV: a row for each true class, a column for each predicted one, names first.

        The file is UTF-8 with a mark that spreadsheets look for; a name that they would take for a formula is written
        behind an apostrophe.

        Raises:
            NnsimError: code `chart.export`, when the file cannot be written.
        """
        names = [f"'{name}" if name.startswith(_FORMULA) else name for name in self._names]
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                table = csv.writer(file)
                table.writerow((tr("True class \\ predicted class"), *names))
                table.writerows((name, *row) for name, row in zip(names, self._counts.tolist(), strict=True))
        except OSError as error:
            raise NnsimError(
                "chart.export",
                message("The table could not be written to '{path}'. Choose another folder.", path=str(path)),
            ) from error

    def restyle(self) -> None:
        """Measure the names anew."""
        self._geometry = None
        self.updateGeometry()
        super().restyle()

    def retranslate(self) -> None:
        """Take name and description from the language."""
        self._geometry = None
        self.setAccessibleName(tr("Confusion matrix"))
        self._describe()
        super().retranslate()

    def _placed(self) -> MatrixGeometry:
        if self._geometry is None or self._geometry.width != self.width():
            self._geometry = MatrixGeometry(self._names, self.width())
        return self._geometry

    def _describe(self) -> None:
        self.setAccessibleDescription("" if self._cell is None else render(self.sentence(self._cell)))

    def _point(self, cell: tuple[int, int] | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self._describe()
            self.pointed.emit(cell)
            self.update()

    def _fill(self, cell: tuple[int, int]) -> QColor:
        tokens = theme().tokens
        return sequential_color(float(self._shares[cell]), 0.0, 1.0) if self._counts[cell] else tokens.sunken

    def _draw_cells(self, painter: QPainter, geometry: MatrixGeometry) -> None:
        tokens, scale = theme().tokens, theme().scale
        for row, column in np.ndindex(self._counts.shape):
            rect, right = geometry.cell(row, column), row == column
            draw_box(painter, rect, geometry.radius, self._fill((row, column)), tokens.text2 if right else None,
                     1.5 * scale)
            if min(rect.width(), rect.height()) >= _ROOM_FOR_COUNT * scale:
                self._write(painter, rect, (row, column))

    def _write(self, painter: QPainter, rect: QRectF, cell: tuple[int, int]) -> None:
        """The count, and its share of the row where there is room; a count that does not fit is left to the tooltip."""
        tokens, fill = theme().tokens, self._fill(cell)
        ink = tokens.ink_on(fill)
        count = format_count(int(self._counts[cell]))
        size = 13 if rect.height() >= theme().px(26) else 11
        number = sized_font(size, QFont.Weight.DemiBold)
        if QFontMetricsF(number).horizontalAdvance(count) > rect.width() - theme().px(2):
            return
        painter.setFont(number)
        painter.setPen(ink if self._counts[cell] else tokens.text3)
        share = format_percent(float(self._shares[cell]))
        roomy = rect.height() >= theme().px(_ROOM_FOR_SHARE) and self._counts[cell]
        if not roomy or QFontMetricsF(font("tick")).horizontalAdvance(share) > rect.width() - theme().px(4):
            painter.drawText(rect, CENTER, count)
            return
        half = theme().px(17)
        middle = rect.center().y()
        painter.drawText(QRectF(rect.x(), middle - half, rect.width(), half), CENTER, count)
        painter.setFont(font("tick"))
        painter.drawText(QRectF(rect.x(), middle, rect.width(), theme().px(15)), CENTER, share)

    def _draw_image(self, painter: QPainter, geometry: MatrixGeometry) -> None:
        """Cells of a few pixels are one picture, without frames."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(geometry.board, sequential_image(self._shares, 0.0, 1.0))
        draw_box(painter, geometry.board, 0, None, theme().tokens.border2, theme().scale)

    def _draw_names(self, painter: QPainter, geometry: MatrixGeometry) -> None:
        tokens = theme().tokens
        for index in range(0, len(self._names), geometry.every):
            row, column = self._cell or (-1, -1)
            for across, here in ((False, row), (True, column)):
                lit = index == here
                painter.setFont(font("label" if lit else "tick"))
                painter.setPen(tokens.text if lit else tokens.text2)
                rect, text = geometry.name(index, across), geometry.text(index, across, painter.fontMetrics())
                if across and geometry.upright:
                    painter.save()
                    painter.translate(rect.bottomLeft())
                    painter.rotate(-90)
                    painter.drawText(QRectF(0, 0, rect.height(), rect.width()), LEFT, text)
                    painter.restore()
                else:
                    painter.drawText(rect, CENTER if across else RIGHT, text)

    def _draw_titles(self, painter: QPainter, geometry: MatrixGeometry) -> None:
        painter.setFont(font("label"))
        painter.setPen(theme().tokens.text3)
        painter.drawText(geometry.title, CENTER, tr("Predicted class"))
        painter.save()
        painter.translate(geometry.side.bottomLeft())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, geometry.side.height(), geometry.side.width()), CENTER, tr("True class"))
        painter.restore()

    def hasHeightForWidth(self) -> bool:
        """Cells are as wide as there is room for."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The names above, and the cells."""
        return theme().px(80) if self.is_empty else MatrixGeometry(self._names, width).height

    def sizeHint(self) -> QSize:
        """As wide as the panel."""
        width = theme().px(440)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow cells."""
        return QSize(theme().px(200), theme().px(80))

    def event(self, event: QEvent) -> bool:
        """A tooltip says what the cell under the pointer is; arrow keys are the matrix's where Tab led to it."""
        wanted = event.type() == QEvent.Type.ShortcutOverride and self.ring
        if wanted and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _STEPS:
            event.accept()
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = None if self.is_empty else self._placed().cell_at(QPointF(event.pos()))
            if cell is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), tip(render(self.sentence(cell))), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a cell; beside the cells the last one stays."""
        cell = None if self.is_empty else self._placed().cell_at(event.position())
        if cell is not None:
            self._point(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from cell to cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.is_empty:
            super().keyPressEvent(event)
            return
        self.ring = True
        last = len(self._counts) - 1
        row, column = (0, 0) if self._cell is None else (self._cell[0] + step[0], self._cell[1] + step[1])
        self._point((min(max(row, 0), last), min(max(column, 0), last)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Titles, names, cells, and the ring of the cell that is pointed at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_empty:
            self.draw_empty(painter, QRectF(self.rect()))
            return
        geometry = self._placed()
        self._draw_titles(painter, geometry)
        self._draw_names(painter, geometry)
        (self._draw_cells if geometry.has_gaps else self._draw_image)(painter, geometry)
        if self._cell is not None:
            ring = 2.5 * theme().scale
            rect = geometry.cell(*self._cell).adjusted(-ring, -ring, ring, ring)
            draw_focus_ring(painter, rect, geometry.radius + ring)
        elif self.ring:
            draw_focus_ring(painter, QRectF(self.rect()), theme().px(6))
