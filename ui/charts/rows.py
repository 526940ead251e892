"""Rows of one layer each: where their names and bars stand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from nnsim.text import shown_name
from ui.charts.chart import LEFT
from ui.look import sized_font, theme

TALLEST, LOWEST = 39, 28
FOOT = 22


def row_height(rows: int, height: float) -> float:
    """Height of a row when so many share a chart: 39 px, less when they do not fit."""
    room = height - theme().px(FOOT) - theme().px(8)
    return max(theme().px(LOWEST) * 0.75, min(theme().px(TALLEST), room / max(1, rows)))


def least_height(rows: int) -> int:
    """The least height of a chart with so many rows."""
    return theme().px(FOOT + 8 + LOWEST * max(2, rows))


def name_width(names: tuple[str, ...], width: int) -> int:
    """Width of the column of names: the widest, at most two fifths of the chart, at least that of the design."""
    metrics = QFontMetrics(sized_font(11.5))
    widest = max((metrics.horizontalAdvance(shown_name(name)) for name in names), default=0)
    return max(theme().px(54), min(widest + theme().px(10), round(width * 0.4)))


def draw_name(painter: QPainter, name: str, rect: QRectF) -> None:
    """The name of a row, cut in the middle when it is too long."""
    painter.setFont(sized_font(11.5))
    painter.setPen(theme().tokens.text2)
    metrics = painter.fontMetrics()
    text = metrics.elidedText(shown_name(name), Qt.TextElideMode.ElideMiddle, int(rect.width()) - theme().px(4))
    painter.drawText(rect, LEFT, text)
