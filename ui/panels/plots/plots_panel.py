"""The panel of the plots: fed by the trainer one plot after the other, and only what can be seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.data import Dataset
from nnsim.document import DataSource, Document
from nnsim.document.lesson import Plot
from nnsim.text import message
from ui.bridge import DocumentStore, TrainerClient
from ui.charts.loss_chart import LossChart
from ui.charts.prediction import dataset_of, loss_note
from ui.look import theme
from ui.look.widgets import Themed
from ui.panels.plots.boundary_part import BoundaryPart
from ui.panels.plots.layers_part import LayersPart
from ui.panels.plots.plot_part import PlotPart
from ui.panels.plots.till_now import TillNow, till_now

_NEXT_AFTER, _NEXT_WHILE_TRAINING = 16, 25  # from plot to plot: three of them, each at most 13 times a second
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
        self._waiting: list[QWidget] = []
        self._stale = False
        self._redraw = QTimer(self, singleShot=True)
        self._redraw.timeout.connect(self._draw_next)
        for signal in (store.changed, store.recomputed, trainer.snapshot, trainer.cleared):
            signal.connect(self._ask)
        self.follow_theme()

    def draw(self) -> None:
        """Show the moment: document, history and the newest figures."""
        self._waiting, self._stale = [], False
        for part in self._parts:
            self._draw_part(part)

    @property
    def open_plot(self) -> Plot:
        """The first plot most of which is in sight."""
        names: tuple[tuple[QWidget, Plot], ...] = (
            (self._loss_part, "loss"), (self.boundary, "decision"), (self.layers, "weights"))
        seen = (name for part, name in names if 2 * part.visibleRegion().boundingRect().height() >= part.height())
        return next(seen, "loss")

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return self._loss_part, self.boundary, self.layers

    def _draw_part(self, part: QWidget) -> None:
        document, snapshot = self._store.shown, self._trainer.latest
        if document.data is not self._data:
            self._data = document.data
            self._dataset = dataset_of(document)
            self.boundary.take_data(self._dataset)
        if part is self._loss_part:
            self._draw_loss(document, till_now(document, snapshot))
        elif part is self.boundary:
            self.boundary.take(document, snapshot)
        else:
            self.layers.take(document, document.state.parameters, snapshot)

    def _draw_loss(self, document: Document, curves: TillNow) -> None:
        note = loss_note(document)
        self._loss_part.set_note(note if note is not None else "")
        if len(curves.epochs):
            has_test = self._dataset is not None and len(self._dataset.x_test) > 0
            self.loss.set_data(curves.epochs, curves.train, curves.test if has_test else None)
        else:
            self.loss.clear()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.loss.setFixedHeight(theme().px(LOSS_HEIGHT))

    def _ask(self, *_: object) -> None:
        self._stale = True
        if self.isVisible() and not self._redraw.isActive():
            self._redraw.start(self._pause)

    @property
    def _pause(self) -> int:
        return _NEXT_WHILE_TRAINING if self._trainer.running else _NEXT_AFTER

    def _draw_next(self) -> None:
        """Draw one plot, so that no frame has to wait for all of them; those scrolled away wait for the end."""
        if not self._waiting and self._stale:
            self._stale = False
            self._waiting = [
                part for part in self._parts if not self._trainer.running or not part.visibleRegion().isEmpty()
            ]
        if self._waiting:
            self._draw_part(self._waiting.pop(0))
        if self._waiting or self._stale:
            self._redraw.start(self._pause)

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while hidden is drawn now."""
        super().showEvent(event)
        self.draw()
