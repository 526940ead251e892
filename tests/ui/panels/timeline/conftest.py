"""A timeline on a small network, with the real clock and a trainer that only says that it runs."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.catalog import DenseSettings
from nnsim.data import generated
from nnsim.document import Document
from nnsim.edits import add_node, add_output, choose_data, connect, new_document
from ui.bridge import DocumentStore, StepClock, TimeTravel
from ui.look import theme
from ui.panels.timeline import TimelinePanel


class Trainer(QObject):
    """Stands for the trainer's client."""

    snapshot = Signal(object)
    running_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.latest = None
        self.running = False
        self.pauses = 0

    def run(self, on: bool) -> None:
        """Begin or end a run."""
        self.running = on
        self.running_changed.emit(on)

    def pause(self) -> None:
        self.pauses += 1


def network(units: int) -> Document:
    """XOR through a dense layer and one more unit."""
    document, source = add_node(new_document(), "input", (0.0, 0.0))
    document, first = add_node(document, "dense", (200.0, 0.0), settings=DenseSettings(units=units))
    document, second = add_node(document, "dense", (400.0, 0.0), settings=DenseSettings(units=1))
    document, output = add_output(document, (600.0, 0.0))
    document = connect(connect(connect(document, source, first), first, second), second, output)
    document = choose_data(document, generated("xor"), 2)
    return replace(document, plan=replace(document.plan, batches="online", epochs=200))


@pytest.fixture(autouse=True)
def _plain_theme(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp)
    yield
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().set_language("en")


@pytest.fixture
def store(qtbot: QtBot) -> DocumentStore:
    return DocumentStore(network(4))


@pytest.fixture
def trainer(qtbot: QtBot) -> Trainer:
    return Trainer()


@pytest.fixture
def clock(store: DocumentStore, trainer: Trainer) -> Iterator[StepClock]:
    made = StepClock(store, trainer)
    yield made
    made.end()


@pytest.fixture
def panel(store: DocumentStore, trainer: Trainer, clock: StepClock) -> Iterator[TimelinePanel]:
    made = TimelinePanel(store, trainer, clock, TimeTravel(store, trainer))
    made.resize(1600, made.height())
    made.show()
    settle()
    yield made
    made.close()
    made.deleteLater()


def settle() -> None:
    """Wait until edits have been followed."""
    QTest.qWait(200)


def press(panel: TimelinePanel, x: float, move_to: float | None = None) -> None:
    """Press on the tracks, and drag."""
    tracks = panel.steps.tracks
    QTest.mousePress(tracks, Qt.MouseButton.LeftButton, pos=QPoint(round(x), 70))
    if move_to is not None:
        QTest.mouseMove(tracks, QPoint(round(move_to), 70))
    QTest.mouseRelease(tracks, Qt.MouseButton.LeftButton, pos=QPoint(round(x if move_to is None else move_to), 70))
