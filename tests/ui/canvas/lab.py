"""A canvas on a document, hands to use it with, and networks to put on it."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtTest import QTest

from nnsim import edits
from nnsim.catalog import DenseSettings, InputSettings
from nnsim.data import generated
from nnsim.document import Document
from ui.bridge import DocumentStore, Selection
from ui.canvas.diagram import tidied
from ui.canvas.view import CanvasView


def network(*sizes: int) -> Document:
    """Inputs, dense layers, an output and its loss, placed in columns."""
    document = edits.new_document()
    document, last = edits.add_node(document, "input", (0.0, 0.0), settings=InputSettings(tuple(range(sizes[0]))))
    for units in sizes[1:]:
        document, node = edits.add_node(document, "dense", (0.0, 0.0), settings=DenseSettings(units=units))
        document, last = edits.connect(document, last, node), node
    document, output = edits.add_output(document, (0.0, 0.0))
    return tidied(edits.connect(document, last, output))


def xor_network() -> Document:
    """2-4-1 with the data of XOR."""
    return edits.choose_data(network(2, 4, 1), generated("xor"), 2)


class FakeTrainer(QObject):
    """The signals of a trainer."""

    snapshot = Signal(object)
    running_changed = Signal(bool)
    cleared = Signal()
    latest = None


class FakeClock(QObject):
    """The signals of a step clock, and what was asked of it."""

    moved = Signal(object)
    show_ahead_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.show_ahead = False
        self.speed = 1.0
        self.playing = False
        self.view = None

    def play(self) -> None:
        self.playing = True

    def pause(self) -> None:
        self.playing = False


class Lab(SimpleNamespace):
    """A canvas on a document, and hands to use it with."""

    view: CanvasView
    store: DocumentStore
    selection: Selection
    trainer: FakeTrainer
    clock: FakeClock

    def at(self, point: QPointF) -> QPoint:
        """Where a scene point is in the viewport."""
        return self.view.mapFromScene(point)

    def click(self, point: QPointF, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, self.at(point))

    def drag(
        self,
        start: QPointF,
        *stops: QPointF,
        release: bool = True,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
    ) -> None:
        QTest.mousePress(self.view.viewport(), button, Qt.KeyboardModifier.NoModifier, self.at(start))
        for stop in (stops[0] * 0.5 + start * 0.5, *stops):
            QTest.mouseMove(self.view.viewport(), self.at(stop))
        if release:
            QTest.mouseRelease(self.view.viewport(), button, Qt.KeyboardModifier.NoModifier, self.at(stops[-1]))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifier)

    def card(self, node: str) -> Any:
        return self.view.board.diagram.cards[node]


def snapshot(document: Document, value: float = 0.5) -> SimpleNamespace:
    """Figures as a trainer sends them; every map has one value, and every unit gives it."""
    units = edits.units(document.network)
    maps = {node: np.full((count, 64, 64), value, np.float32) for node, count in units.items() if count}
    norms = {node.id: 0.1 for node in document.network.nodes if node.kind == "dense"}
    state = document.state
    return SimpleNamespace(
        parameters=state.parameters, gradient_norms=norms, unit_maps=maps, train_loss=0.25, step=state.step,
        activations={node: np.full(count, value, np.float32) for node, count in units.items() if count}, sample=0,
    )
