"""Samples of a draft that are pictures: a row of them for each class."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.data import Dataset
from nnsim.text import message, shown_name, tr
from ui.charts.chart import RIGHT, Chart
from ui.look import class_shape, font, paint_point, sequential_image, theme
from ui.look.widgets import draw_box

_ALL = ""
_ELIDED = Qt.TextElideMode.ElideRight


class ClassPictures(Chart, QWidget):
    """As many pictures of each class as there is room for, in the order of the table."""

    empty_text = message("The samples appear here.")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = np.empty((0, 1, 1))
        self._range = (0.0, 1.0)
        self._rows: list[tuple[str, np.ndarray]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def is_empty(self) -> bool:
        """Whether there are no samples."""
        return len(self._pictures) == 0

    def set_data(self, data: Dataset) -> None:
        """Show the samples of a data set whose inputs are pictures."""
        assert data.picture is not None
        self._pictures = np.concatenate([data.x_train, data.x_test]).reshape(-1, *data.picture)
        self._range = (float(self._pictures.min()), float(self._pictures.max()))
        labels = np.concatenate([data.labels_train, data.labels_test])
        if data.classes:
            self._rows = [(name, np.flatnonzero(labels == code)) for code, name in enumerate(data.classes)]
        else:
            self._rows = [(_ALL, part) for part in np.array_split(np.arange(len(self._pictures)), 8) if len(part)]
        self.update()

    def restyle(self) -> None:
        """Take the size from the theme."""
        self.setFixedHeight(theme().px(240))
        super().restyle()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.setAccessibleName(tr("Preview of the samples"))
        super().retranslate()

    def sizeHint(self) -> QSize:
        """The size of the design."""
        return QSize(theme().px(320), theme().px(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, names and pictures."""
        with QPainter(self) as painter:
            draw_box(painter, QRectF(self.rect()), theme().px(10), theme().tokens.canvas)
            if self.is_empty:
                self.draw_empty(painter, QRectF(self.rect()))
                return
            px = theme().px
            area = QRectF(self.rect()).adjusted(px(10), px(8), -px(10), -px(8))
            height = area.height() / len(self._rows)
            names = max(painter.fontMetrics().horizontalAdvance(shown_name(name)) for name, _ in self._rows)
            left = min(names, px(90)) + (px(24) if self._rows[0][0] != _ALL else 0)
            for number, (name, samples) in enumerate(self._rows):
                row = QRectF(area.left(), area.top() + number * height, area.width(), height)
                if name != _ALL:
                    self._paint_name(painter, number, name, QRectF(row.left(), row.top(), left, height))
                self._paint_pictures(painter, samples, row.adjusted(left + px(8), 0, 0, 0))

    def _paint_name(self, painter: QPainter, number: int, name: str, box: QRectF) -> None:
        tokens, px = theme().tokens, theme().px
        mark = QPointF(box.left() + px(7), box.center().y())
        paint_point(painter, class_shape(number), mark, px(4), tokens.class_color(number), tokens.canvas, 1.0)
        painter.setFont(font("label"))
        painter.setPen(tokens.text2)
        room = int(box.width() - px(16))
        painter.drawText(box, RIGHT, painter.fontMetrics().elidedText(shown_name(name), _ELIDED, room))

    def _paint_pictures(self, painter: QPainter, samples: np.ndarray, row: QRectF) -> None:
        rows, columns = self._pictures.shape[1:]
        px = theme().px
        cell = max(1.0, (row.height() - px(4)) / rows)
        step = cell * columns + px(4)
        for place, sample in enumerate(samples[: max(1, int((row.width() + px(4)) // step))]):
            box = QRectF(row.left() + place * step, row.top(), cell * columns, cell * rows)
            painter.drawImage(box, sequential_image(self._pictures[sample], *self._range))
