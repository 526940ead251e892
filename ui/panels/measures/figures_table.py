"""A small table of figures: names at the left, a column of values each, one of them chosen by mouse or keyboard."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import font, theme
from ui.look.widgets import KeyboardFocus, Text, Themed, draw_box, draw_focus_ring, shown

_HEAD, _LINE, _WITH_BAR, _BAR, _PAD = 24, 30, 38, 4, 8
_LONGEST_NAME, _ROOM_FOR_NAMES, _WHOLE = 0.42, 84, "100.0 %"
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_STEPS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value as text; a share from 0 to 1 has a bar below it."""

    text: str
    share: float = math.nan


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A name and its values, one for each column."""

    name: Text
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """The head of a column, and the colour of its bars; an `optional` one gives way to long names."""

    title: Text
    token: str = "text2"
    optional: bool = False


class FiguresTable(KeyboardFocus, Themed, QWidget):
    """`chosen` tells row and column of the value that is pointed at, by the mouse or by arrow keys.

    Args:
        name: what it is, for screen readers.
        column_width: of the values at most, pixels at 100 %.
    """

    chosen = Signal(int, int)

    def __init__(self, name: Text, column_width: int = 112, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._column_width = name, column_width
        self._columns: tuple[FigureColumn, ...] = ()
        self._rows: tuple[FigureRow, ...] = ()
        self._place = (0, 0)
        self._widths: tuple[int, list[float]] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the chosen value."""
        return self._place

    @property
    def rows(self) -> tuple[FigureRow, ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, columns: Sequence[FigureColumn], rows: Sequence[FigureRow]) -> None:
        """Show other figures; the choice stays at its place as far as there is one."""
        if (tuple(columns), tuple(rows)) == (self._columns, self._rows):
            return
        resized = len(rows) != len(self._rows) or self._has_bars != _has_bars(rows)
        self._columns, self._rows, self._widths = tuple(columns), tuple(rows), None
        row, column = self._place
        self._place = min(row, max(0, len(rows) - 1)), min(column, max(0, len(columns) - 1))
        if resized:
            self.restyle()
        self._describe()
        self.update()

    def choose(self, row: int, column: int) -> None:
        """Choose a value."""
        if (row, column) != self._place:
            self._place = row, column
            self._describe()
            self.update()
            self.chosen.emit(row, column)

    def restyle(self) -> None:
        """Take the height from the theme, and from the rows."""
        self._widths = None
        self.setFixedHeight(theme().px(_HEAD) + len(self._rows) * self._line())
        self.update()

    def retranslate(self) -> None:
        """Take the texts from the language."""
        self.setAccessibleName(shown(self._name))
        self._widths = None
        self._describe()
        self.update()

    @property
    def _has_bars(self) -> bool:
        return _has_bars(self._rows)

    def _line(self) -> int:
        return theme().px(_WITH_BAR if self._has_bars else _LINE)

    def _describe(self) -> None:
        row, column = self._place
        if row < len(self._rows) and column < len(self._columns):
            told = self._rows[row]
            self.setAccessibleDescription(
                f"{shown(told.name)}, {shown(self._columns[column].title)}: {told.figures[column].text}")

    def _row(self, row: int) -> QRectF:
        return QRectF(0, theme().px(_HEAD) + row * self._line(), self.width(), self._line())

    def cell(self, row: int, column: int) -> QRectF:
        """Where a value stands; the name takes what the columns leave."""
        line, widths = self._row(row), self._column_widths
        return QRectF(self.width() - sum(widths[column:]), line.y(), widths[column], line.height())

    @property
    def _column_widths(self) -> list[float]:
        """Of the columns that are shown: the optional ones, which stand last, are left out where names need the room.
        """
        if self._widths is None or self._widths[0] != self.width():
            columns = list(self._columns)
            widths = self._measured(columns)
            while columns and columns[-1].optional and self.width() - sum(widths) < min(
                self._names_width(), theme().px(_ROOM_FOR_NAMES)
            ):
                columns.pop()
                widths = self._measured(columns)
            self._widths = self.width(), widths
        return self._widths[1]

    def _names_width(self) -> int:
        metrics = QFontMetrics(font("control_strong"))
        return max((metrics.horizontalAdvance(shown(row.name)) for row in self._rows), default=0) + 2 * theme().px(_PAD)

    def _measured(self, columns: Sequence[FigureColumn]) -> list[float]:
        """Columns of one width where names leave the room, and none narrower than its values."""
        values, heads = QFontMetrics(font("control_strong")), QFontMetrics(font("tick"))
        pad = theme().px(_PAD)
        room = (self.width() - min(self._names_width(), self.width() * _LONGEST_NAME)) / max(1, len(columns))
        found = []
        for index, column in enumerate(columns):
            texts = [row.figures[index].text for row in self._rows]
            texts += [_WHOLE] * any(text.endswith("%") for text in texts)  # or the column would move as values grow
            widest = max((values.horizontalAdvance(text) for text in texts), default=0)
            needed = max(widest, heads.horizontalAdvance(shown(column.title))) + pad + pad // 2
            found.append(max(float(needed), min(float(theme().px(self._column_width)), room)))
        return found

    @property
    def _chosen_column(self) -> int:
        return min(self._place[1], len(self._column_widths) - 1)

    def _cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The value under a point; beside the columns, the one of the column that is chosen."""
        for row in range(len(self._rows)):
            if self._row(row).contains(point):
                columns = range(len(self._column_widths))
                return row, next((c for c in columns if self.cell(row, c).contains(point)), self._place[1])
        return None

    def _draw_row(self, painter: QPainter, row: int) -> None:
        tokens, pad, told = theme().tokens, theme().px(_PAD), self._rows[row]
        line, first = self._row(row), self.cell(row, 0)
        here = row == self._place[0]
        if here:
            draw_box(painter, line.adjusted(0, 1, 0, -1), theme().px(8), tokens.sunken)
            chosen = self.cell(row, self._chosen_column).adjusted(0, 1, 0, -1)
            draw_box(painter, chosen, theme().px(8), tokens.surface, tokens.border2, theme().scale)
        bar = theme().px(_BAR) + theme().px(5) if self._has_bars else 0
        name = QRectF(pad, line.y(), first.x() - 2 * pad, line.height())
        painter.setFont(font("control_strong" if here else "control"))
        painter.setPen(tokens.text if here else tokens.text2)
        text = painter.fontMetrics().elidedText(shown(told.name), Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
        for column, figure in enumerate(told.figures[: len(self._column_widths)]):
            cell = self.cell(row, column).adjusted(pad // 2, 2, -pad, -2)
            self._draw_figure(painter, cell, 0 if math.isnan(figure.share) else bar, column, figure)
        if here and self.ring:
            draw_focus_ring(painter, self.cell(row, self._chosen_column).adjusted(1, 1, -1, -1), theme().px(8))

    def _draw_figure(self, painter: QPainter, rect: QRectF, bar: int, column: int, figure: Figure) -> None:
        tokens = theme().tokens
        painter.setFont(font("control_strong"))
        painter.setPen(tokens.err if figure.text == "NaN" else tokens.text if figure.text != "–" else tokens.text3)
        painter.drawText(rect.adjusted(0, 0, 0, -bar), _RIGHT, figure.text)
        if math.isnan(figure.share):
            return
        thick, inset = theme().px(_BAR), theme().px(_PAD) / 2
        track = QRectF(rect.x() + inset, rect.bottom() - bar + theme().px(1), rect.width() - inset, thick)
        draw_box(painter, track, thick / 2, tokens.border)
        if figure.share > 0:
            track.setWidth(max(float(thick), track.width() * min(1.0, figure.share)))
            draw_box(painter, track, thick / 2, tokens.color(self._columns[column].token))

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def minimumSizeHint(self) -> QSize:
        """The narrowest dock."""
        return QSize(theme().px(240), self.height())

    def event(self, event: QEvent) -> bool:
        """Arrow keys are the table's where Tab led to it, though they step elsewhere."""
        wanted = event.type() == QEvent.Type.ShortcutOverride and self.ring
        if wanted and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _STEPS:
            event.accept()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose what is pointed at."""
        place = self._cell_at(event.position())
        if place is not None:
            self.choose(*place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As pointing, for fingers."""
        super().mousePressEvent(event)
        self.mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from value to value."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._rows:
            super().keyPressEvent(event)
            return
        self.ring = True
        row, column = self._place[0] + step[0], self._place[1] + step[1]
        self.choose(min(max(row, 0), len(self._rows) - 1), min(max(column, 0), len(self._column_widths) - 1))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Heads, rows, ring."""
        painter = QPainter(self)
        painter.setFont(font("tick"))
        painter.setPen(theme().tokens.text3)
        metrics: QFontMetrics = painter.fontMetrics()
        for column, head in enumerate(self._columns[: len(self._column_widths)]):
            cell = self.cell(0, column)
            rect = QRectF(cell.x(), 0, cell.width() - theme().px(_PAD), theme().px(_HEAD))
            text = metrics.elidedText(shown(head.title), Qt.TextElideMode.ElideRight, int(rect.width()))
            painter.drawText(rect, _RIGHT, text)
        for row in range(len(self._rows)):
            self._draw_row(painter, row)


def _has_bars(rows: Sequence[FigureRow]) -> bool:
    return any(not math.isnan(figure.share) for row in rows for figure in row.figures)
