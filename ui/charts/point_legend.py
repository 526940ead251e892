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


class PointLegend(Themed, QWidget):
    """One row per class, and one for test data when there is any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._has_test = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_data(self, classes: Sequence[str], has_test: bool) -> None:
        """Name the classes in order."""
        self._classes, self._has_test = tuple(classes), has_test
        self.restyle()

    def restyle(self) -> None:
        """Take the size from the theme."""
        rows = len(self._classes) + self._has_test
        self.setFixedHeight(theme().px(20) + rows * theme().px(24))
        self.update()

    def retranslate(self) -> None:
        """Draw in the language of the moment."""
        self.setAccessibleName(tr("Points"))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for every name."""
        metrics = QFontMetrics(font("small"))
        names = (*self._classes, tr("hollow: test set"))
        return QSize(max(metrics.horizontalAdvance(name) for name in names) + theme().px(28), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and rows."""
        painter, tokens, px = QPainter(self), theme().tokens, theme().px
        painter.setFont(font("label"))
        painter.setPen(tokens.text3)
        painter.drawText(QRectF(0, 0, self.width(), px(16)), LEFT, tr("Points"))
        painter.setFont(font("small"))
        rows = [*self._classes, *([tr("hollow: test set")] if self._has_test else [])]
        for row, name in enumerate(rows):
            middle = px(20) + (row + 0.5) * px(24)
            spot = QPointF(px(7), middle)
            if row < len(self._classes):
                color = tokens.class_color(row)
                paint_point(painter, class_shape(row), spot, px(4.3), color, color, 0.01)
            else:
                clear = QColor(Qt.GlobalColor.transparent)
                paint_point(painter, "circle", spot, px(4), clear, tokens.text2, 1.5 * theme().scale)
            painter.setPen(tokens.text2)
            box = QRectF(px(24), middle - px(12), self.width() - px(24), px(24))
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, LEFT, text)
