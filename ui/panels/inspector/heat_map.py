"""A matrix too large for a table, as a picture: one small cell of color for each number, told when pointed at."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nnsim.text import format_exact, tr
from ui.look import diverging_image, theme
from ui.look.widgets import Themed

_HIGHEST, _LEAST_CELL, _LARGEST_CELL = 220, 1.0, 14.0


class HeatMap(Themed, QWidget):
    """Numbers [rows, columns] as colors; the ramp reaches as far as the largest of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: NDArray[Any] = np.zeros((0, 0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_values(self, values: NDArray[Any]) -> None:
        """Show other numbers."""
        resized = values.shape != self._values.shape
        self._values = values
        if resized:
            self.restyle()
        self.update()

    def restyle(self) -> None:
        """Take the height from the theme, and from the rows."""
        rows = max(1, self._values.shape[0])
        self.setFixedHeight(theme().px(round(min(_HIGHEST, max(rows * _LARGEST_CELL / 2, 40.0)))))
        self.update()

    def retranslate(self) -> None:
        """Take the name from the language."""
        self.setAccessibleName(tr("Heat map of the numbers"))

    def _box(self) -> QRectF:
        rows, columns = self._values.shape
        cell = theme().scale * _LARGEST_CELL
        return QRectF(0, 0, min(self.width(), columns * cell), min(self.height(), rows * cell))

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column under a point; None beside the numbers."""
        box = self._box()
        if not self._values.size or not box.contains(x, y):
            return None
        rows, columns = self._values.shape
        return min(rows - 1, int(y / box.height() * rows)), min(columns - 1, int(x / box.width() * columns))

    def sizeHint(self) -> QSize:
        """As wide as a panel."""
        return QSize(theme().px(344), self.height())

    def event(self, event: QEvent) -> bool:
        """A tooltip tells the number under the pointer, and where it stands."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.cell_at(event.pos().x(), event.pos().y())
            if found is None:
                QToolTip.hideText()
            else:
                text = tr("row {row}, column {column}: {value}", row=found[0], column=found[1],
                          value=format_exact(float(self._values[found])))  # fmt: skip
                QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The numbers as colors."""
        if not self._values.size:
            return
        painter, box = QPainter(self), self._box()
        reach = float(np.abs(self._values[np.isfinite(self._values)]).max(initial=0.0)) or 1.0
        painter.drawImage(box, diverging_image(self._values, -reach, reach))
        painter.setPen(QPen(theme().tokens.border2, theme().scale))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
