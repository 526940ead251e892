"""Samples that are pictures, to be looked at and picked: a page of them around the current one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import message, tr
from ui.charts.chart import Chart
from ui.look import sequential_image, theme
from ui.look.widgets import draw_box, draw_focus_ring

_COLUMNS, _ROWS = 5, 2
_PAGE = _COLUMNS * _ROWS
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -_COLUMNS, Qt.Key.Key_Down: _COLUMNS}


class SamplePictures(Chart, QWidget):
    """Ten samples as pictures, a frame around the current one; click or arrow keys pick another."""

    sample_clicked = Signal(int)
    empty_text = message("No samples yet. Choose data.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: npt.NDArray[np.floating[Any]] = np.empty((0, 1, 1))
        self._range = (0.0, 1.0)
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether there are no samples."""
        return len(self._pictures) == 0

    @property
    def shown(self) -> range:
        """The samples of the page that holds the current one."""
        first = self._current // _PAGE * _PAGE
        return range(first, min(first + _PAGE, len(self._pictures)))

    def set_pictures(self, pictures: npt.NDArray[np.floating[Any]], current: int = 0) -> None:
        """Show samples (samples, height, width); their smallest value is paper and their largest is ink."""
        self._pictures, self._current = pictures, current
        self._range = (float(pictures.min()), float(pictures.max())) if len(pictures) else (0.0, 1.0)
        self.update()

    def set_current(self, index: int) -> None:
        """Frame another sample, and turn to its page."""
        self._current = index
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(104))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Samples"))
        super().retranslate()

    def box(self, index: int) -> QRectF:
        """Where a sample of the page stands."""
        pad, gap = theme().px(8), theme().px(6)
        rows, columns = self._pictures.shape[1:]
        width = (self.width() - 2 * pad - (_COLUMNS - 1) * gap) / _COLUMNS
        height = (self.height() - 2 * pad - (_ROWS - 1) * gap) / _ROWS
        cell = min(width / columns, height / rows)
        row, column = divmod(index % _PAGE, _COLUMNS)
        left = (self.width() - _COLUMNS * width - (_COLUMNS - 1) * gap) / 2 + column * (width + gap)
        top = (self.height() - _ROWS * height - (_ROWS - 1) * gap) / 2 + row * (height + gap)
        box = QRectF(0, 0, cell * columns, cell * rows)
        box.moveCenter(QRectF(left, top, width, height).center())
        return box

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(192), theme().px(104))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, pictures, frame."""
        tokens, scale = theme().tokens, theme().scale
        with QPainter(self) as painter:
            draw_box(painter, QRectF(self.rect()), theme().px(8), tokens.sunken)
            if self.is_empty:
                self.draw_empty(painter, QRectF(self.rect()).adjusted(8, 0, -8, 0))
                return
            for index in self.shown:
                painter.drawImage(self.box(index), sequential_image(self._pictures[index], *self._range))
            frame = self.box(self._current).adjusted(-2 * scale, -2 * scale, 2 * scale, 2 * scale)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.sel, 2 * scale))
            painter.drawRoundedRect(frame, 2 * scale, 2 * scale)
            if self.hasFocus():
                draw_focus_ring(painter, QRectF(self.rect()), theme().px(8))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which sample was pressed."""
        for index in self.shown if not self.is_empty else ():
            if self.box(index).contains(event.position()):
                self.sample_clicked.emit(index)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go to the sample beside, above or below."""
        if self.is_empty or event.key() not in _STEPS:
            super().keyPressEvent(event)
            return
        index = self._current + _STEPS[Qt.Key(event.key())]
        if 0 <= index < len(self._pictures):
            self.sample_clicked.emit(index)
