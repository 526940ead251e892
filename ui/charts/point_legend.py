"""What the points of a map mean: the colour and shape of every class, and hollow for test data."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import tr
from ui.charts.chart import LEFT
from ui.look import class_shape, font, paint_point, theme
from ui.look.widgets import Themed

_MOST = 10


class PointLegend(Themed, QWidget):
    """One row per class, and one for test data when there is any; of many classes the first ones are named."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._left_out = 0
        self._has_test = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_data(self, classes: Sequence[str], has_test: bool) -> None:
        """Name the classes in order."""
        kept = len(classes) if len(classes) <= _MOST else _MOST - 1
        self._classes, self._left_out, self._has_test = tuple(classes[:kept]), len(classes) - kept, has_test
        self.restyle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        rows = len(self._classes) + bool(self._left_out) + self._has_test
        self.setFixedHeight(theme().px(20) + rows * theme().px(24))
        self.update()

    def retranslate(self) -> None:
        """Draw in the language of the moment."""
        self.setAccessibleName(tr("Points"))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for every name."""
        metrics = QFontMetrics(font("small"))
        names = (*self._classes, *self._more(), tr("hollow: test set"))
        return QSize(max(metrics.horizontalAdvance(name) for name in names) + theme().px(28), self.height())

    def _more(self) -> list[str]:
        return [tr("… {count} more", count=self._left_out)] if self._left_out else []

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and rows."""
        painter, tokens, px = QPainter(self), theme().tokens, theme().px
        painter.setFont(font("label"))
        painter.setPen(tokens.text3)
        painter.drawText(QRectF(0, 0, self.width(), px(16)), LEFT, tr("Points"))
        painter.setFont(font("small"))
        hollow = [tr("hollow: test set")] if self._has_test else []
        rows = [*self._classes, *self._more(), *hollow]
        for row, name in enumerate(rows):
            middle = px(20) + (row + 0.5) * px(24)
            spot = QPointF(px(7), middle)
            if row < len(self._classes):
                color = tokens.class_color(row)
                paint_point(painter, class_shape(row), spot, px(4.3), color, color, 0.01)
            elif row == len(rows) - 1 and hollow:
                clear = QColor(Qt.GlobalColor.transparent)
                paint_point(painter, "circle", spot, px(4), clear, tokens.text2, 1.5 * theme().scale)
            painter.setPen(tokens.text2)
            box = QRectF(px(24), middle - px(12), self.width() - px(24), px(24))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, LEFT, text)
