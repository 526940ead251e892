"""The panel of the metrics: fed by the trainer's snapshots, drawn only while it can be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.document import DataSource
from ui.bridge import DocumentStore, TrainerClient
from ui.bridge.measures import Measures
from ui.bridge.problems import ProblemWatch
from ui.charts.confusion_matrix import ConfusionMatrix
from ui.charts.prediction import dataset_of
from ui.look.widgets import Themed
from ui.panels.measures.classes_part import ClassesPart
from ui.panels.measures.lack import Lack
from ui.panels.measures.matrix_part import MatrixPart
from ui.panels.measures.metrics_part import MetricsPart
from ui.panels.measures.threshold_part import ThresholdPart
from ui.teaching import warm_up

_PAUSE = 16  # milliseconds that several signals of one moment are gathered in


class MeasuresPanel(Themed, QWidget):
    """Metrics of training and test set; for classes the threshold, the confusion matrix, and each class's own.

    `data_wanted` asks for the data dialog.
    """

    data_wanted = Signal()

    def __init__(
        self, store: DocumentStore, trainer: TrainerClient, problems: ProblemWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._trainer = store, trainer
        self._source: DataSource | None = None
        self._dataset: Dataset | None = None
        self._part = ""  # whose answers are shown class by class; empty until somebody chose
        self.metrics, self.matrix, self.classes = MetricsPart(), MatrixPart(), ClassesPart()
        self.threshold = ThresholdPart(store)
        self.lack = Lack(store, problems)
        self.pages = QStackedWidget()
        self._lay_out()
        self.matrix.set_chosen.connect(self._choose)
        self.lack.data_wanted.connect(self.data_wanted)
        self.metrics.split_wanted.connect(self.data_wanted)
        self._redraw = QTimer(self, singleShot=True, interval=_PAUSE)
        self._redraw.timeout.connect(self.draw)
        for signal in (store.changed, store.recomputed, trainer.snapshot, trainer.cleared, problems.changed):
            signal.connect(self._ask)
        self.follow_theme()

    def draw(self) -> None:
        """Show the moment: the newest metrics, or what is missing."""
        document, snapshot = self._store.shown, self._trainer.latest
        if document.data is not self._source:
            self._source, self._dataset = document.data, dataset_of(document)
        found = dict(snapshot.measures) if snapshot is not None else {}
        data = self._dataset
        if not found or data is None or "train" not in found:
            self.lack.tell(measured=snapshot is not None)
            self.pages.setCurrentWidget(self.lack)
            return
        self.metrics.take(found, data)
        form = found["train"].form
        by_threshold = form.by == "threshold" and len(data.classes) == 2
        self.threshold.setVisible(by_threshold)
        if by_threshold:
            self.threshold.take(document, data)
        self._draw_classes(found)
        self.pages.setCurrentWidget(self._scroll)

    def current_matrix(self) -> ConfusionMatrix | None:
        """The confusion matrix of this moment; None where there is none, or while nobody looks at the metrics."""
        self.draw()
        chart = self.matrix.matrix
        shown = self.isVisible() and self.pages.currentWidget() is self._scroll and not self.matrix.isHidden()
        return None if not shown or chart.is_empty else chart

    def _draw_classes(self, found: dict[str, Measures]) -> None:
        part = self._part if self._part in found else "test" if "test" in found else "train"
        shown = found[part]
        for widget in (self.matrix, self.classes):
            widget.setVisible(shown.tally is not None)
        if shown.tally is not None:
            self.matrix.take(shown, part, len(found) > 1)
            self.classes.take(shown, part)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.metrics, self.threshold, self.matrix, self.classes):
            column.addWidget(part)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for page in (self.lack, self._scroll):
            self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _choose(self, part: str) -> None:
        self._part = part
        self.draw()

    def _ask(self, *_: object) -> None:
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while hidden is drawn now."""
        super().showEvent(event)
        warm_up()
        self._trainer.set_measuring(True)
        self.draw()

    def hideEvent(self, event: QHideEvent) -> None:
        """Metrics that nobody looks at cost nothing."""
        super().hideEvent(event)
        self._trainer.set_measuring(False)
