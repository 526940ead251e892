"""The panel of the plots: fed by the trainer at most twelve times a second, and only while it can be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.document import DataSource
from nnsim.text import message
from ui.bridge import DocumentStore, TrainerClient
from ui.charts.loss_chart import LossChart
from ui.look import theme
from ui.look.widgets import Themed
from ui.panels.plots.boundary_part import BoundaryPart
from ui.panels.plots.layers_part import LayersPart
from ui.panels.plots.plot_part import PlotPart
from ui.panels.plots.prediction import dataset_of, loss_note

_REDRAW_EVERY = 80
_NEVER = object()
LOSS_HEIGHT = 160


class PlotsPanel(Themed, QWidget):
    """Loss; decision boundary with accuracy; weights and gradients. `sample_clicked` tells a point that was pressed."""

    sample_clicked = Signal(int)

    def __init__(self, store: DocumentStore, trainer: TrainerClient, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store, self._trainer = store, trainer
        self._data: DataSource | object | None = _NEVER
        self._dataset: Dataset | None = None
        self.loss, self.boundary, self.layers = LossChart(), BoundaryPart(), LayersPart()
        self._loss_part = PlotPart(message("Loss"), first=True)
        self._loss_part.add(self.loss)
        self.boundary.map.sample_clicked.connect(self.sample_clicked)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        for part in (self._loss_part, self.boundary, self.layers):
            self._column.addWidget(part)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._redraw = QTimer(self, interval=_REDRAW_EVERY, singleShot=True)
        self._redraw.timeout.connect(self.draw)
        for signal in (store.changed, store.previewed, trainer.snapshot, trainer.cleared):
            signal.connect(self._ask)
        self.follow_theme()

    def draw(self) -> None:
        """Show the moment: document, history and the newest figures."""
        document, snapshot = self._store.shown, self._trainer.latest
        if document.data is not self._data:
            self._data = document.data
            self._dataset = dataset_of(document)
            self.boundary.take_data(self._dataset)
        history = snapshot.history if snapshot is not None and self._trainer.running else document.history
        note = loss_note(document)
        self._loss_part.set_note(note if note is not None else "")
        if len(history):
            has_test = self._dataset is not None and len(self._dataset.x_test) > 0
            self.loss.set_data(history["epoch"], history["train_loss"], history["test_loss"] if has_test else None)
        else:
            self.loss.clear()
        self.boundary.take(document, snapshot)
        self.layers.take(document, document.state.parameters, snapshot)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.loss.setFixedHeight(theme().px(LOSS_HEIGHT))

    def _ask(self, *_: object) -> None:
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while hidden is drawn now."""
        super().showEvent(event)
        self.draw()
