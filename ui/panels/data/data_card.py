"""The small card at the foot of the palette: the data in a scatter or as pictures, and a walk from sample to sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.data import Dataset, kind_of, prepare
from nnsim.document import DataSource
from nnsim.edits import ChangeSet
from nnsim.text import NnsimError, message
from ui.bridge import DocumentStore
from ui.charts import SamplePictures, SamplePlot
from ui.look import theme
from ui.panels.data.card_header import CardHeader
from ui.panels.data.no_data import NoData
from ui.panels.data.sample_clock import SampleClock
from ui.panels.data.sample_navigator import SampleNavigator
from ui.panels.data.sample_text import is_whole, point_text
from ui.panels.surface import Surface

_FEW = 8
_TOLD = 3000  # ms


class DataCard(Surface):
    """What is learned from, small. `choose_requested` asks for the data dialog.

    The ringed sample is the one whose numbers the canvas shows; `row_changed` tells which one it is.
    """

    choose_requested = Signal()
    row_changed = Signal(int)

    def __init__(self, store: DocumentStore, clock: SampleClock, parent: QWidget | None = None) -> None:
        super().__init__(edges=("top",), parent=parent)
        self._store, self._clock = store, clock
        self._data: Dataset | None = None
        self._row = 0
        self.header = CardHeader()
        self.header.clicked.connect(self.choose_requested)
        self.plot = SamplePlot()
        self.pictures = SamplePictures()
        for samples in (self.plot, self.pictures):
            samples.sample_clicked.connect(self._go_to)
        self.navigator = SampleNavigator()
        self.navigator.moved.connect(self._go)
        self._empty = NoData()
        self._empty.choose.clicked.connect(self.choose_requested)
        self._filled = QWidget()
        self._inside = QVBoxLayout(self._filled)
        self._inside.setContentsMargins(0, 0, 0, 0)
        for part in (self.header, self.plot, self.pictures, self.navigator):
            self._inside.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._empty)
        self._column.addWidget(self._filled)
        store.changed.connect(self._follow)
        clock.moved.connect(self._follow_clock)
        clock.busy_changed.connect(lambda busy: None if busy else self._show_row())
        self.restyle()
        self._load()

    @property
    def row(self) -> int:
        """The training sample that is ringed, from 0."""
        return self._row

    def restyle(self) -> None:
        """Take margins from the theme."""
        super().restyle()
        if hasattr(self, "_column"):
            px = theme().px
            self._column.setContentsMargins(px(14), px(10), px(14), px(12))
            self._inside.setSpacing(px(6))

    def retranslate(self) -> None:
        """Texts with numbers are written anew."""
        if hasattr(self, "_column"):
            self._show_row()

    def _follow(self, change: ChangeSet) -> None:
        if change.data:
            self._row = 0
            self._load()

    def _follow_clock(self, _view: object = None) -> None:
        """Ring the sample whose numbers are shown."""
        view = self._clock.view
        if view is not None and view.row != self._row:
            self._row = view.row
            self._show_row()

    def _rows(self) -> tuple[int, ...]:
        """The samples to walk through: those of the batch that is stepped; none where nothing can be stepped."""
        return self._clock.rows if self._data is not None else ()

    def _load(self) -> None:
        """Take the data of the document."""
        source = self._store.document.data
        self._data, problem = None, None
        try:
            self._data = prepare(source) if source is not None else None
        except NnsimError as error:
            problem = error.message
        self._empty.tell(problem)
        self._empty.setVisible(self._data is None)
        self._filled.setVisible(self._data is not None)
        if source is not None and self._data is not None:
            self._show(source, self._data)

    def _show(self, source: DataSource, data: Dataset) -> None:
        kind = kind_of(source)
        title = source.rows.name if kind.form == "own" else kind.title
        count = len(data.x_train) + len(data.x_test)
        counted = message("{count} samples", count=count) if count != 1 else message("1 sample")
        self.header.set_texts(message("Data · {name}", name=title), counted)
        self.plot.setHidden(data.picture is not None)
        self.pictures.setVisible(data.picture is not None)
        if data.picture is not None:
            self.pictures.set_pictures(data.x_train.reshape(-1, *data.picture), self._row)
        else:
            self.plot.set_data(*self._points(data), current=self._row, numbers=not data.classes)
        self._show_row()

    def _points(self, data: Dataset) -> tuple[NDArray[np.float64], NDArray[Any], tuple[str, ...]]:
        """Places, colors and, while there are few, labels of the training samples."""
        points = data.x_train[:, :2] if data.x_train.shape[1] else np.zeros((len(data.x_train), 2))
        few, whole = len(points) <= _FEW, is_whole(points)
        names = tuple(point_text(point.tolist(), whole) for point in points) if few else ()
        return points, data.labels_train, names

    def _show_row(self) -> None:
        data = self._data
        if data is None:
            return
        self._row = min(self._row, len(data.x_train) - 1)
        if data.picture is not None:
            self.pictures.set_current(self._row)
        else:
            self.plot.set_current(self._row)
        self.navigator.show_sample(data, self._row, sorted(self._rows()))
        self.row_changed.emit(self._row)

    def _go(self, step: int) -> None:
        """To the next or previous sample: of the batch, in the order of the table, else of the training set."""
        rows = sorted(self._rows())
        if rows:
            place = rows.index(self._row) if self._row in rows else 0
            self._go_to(rows[(place + step) % len(rows)])
        elif self._data is not None:
            self._go_to((self._row + step) % len(self._data.x_train))

    def _go_to(self, row: int) -> None:
        """Ring a sample, and show its numbers where it is in the batch that is stepped."""
        rows = self._rows()
        if row in rows:
            self._clock.set_sample(rows.index(row))
        if row in rows or not rows:
            self._row = row
            self._show_row()
        else:
            self.navigator.batch.set_text(message("Sample {number} is in another batch", number=row + 1), "warn")
            QTimer.singleShot(_TOLD, self, self._show_row)
