"""A canvas without a trainer, and the plain theme, for every test of the canvas."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.document import Document
from tests.ui.canvas.lab import FakeClock, FakeTrainer, Lab, xor_network
from ui.bridge import DocumentStore, Selection
from ui.canvas.view import CanvasView
from ui.look import theme


@pytest.fixture(autouse=True)
def _plain_theme(qapp: QApplication) -> Iterator[None]:
    theme().apply(qapp)
    theme().set_reduced_motion(True)
    yield
    theme().set_mode("light")
    theme().set_scale(1.0)
    theme().set_high_contrast(False)
    theme().set_reduced_motion(False)
    theme().set_language("en")


@pytest.fixture
def make_lab(qtbot: QtBot) -> Callable[[Document], Lab]:
    """Opens a canvas of 1000 × 780 on a document."""

    def make(document: Document) -> Lab:
        store = DocumentStore(document)
        selection, trainer, clock = Selection(store), FakeTrainer(), FakeClock()
        view = CanvasView(store, trainer, clock, selection)
        qtbot.addWidget(view)
        view.resize(1000, 780)
        view.show()
        view.finish()
        return Lab(view=view, store=store, selection=selection, trainer=trainer, clock=clock)

    return make


@pytest.fixture
def lab(make_lab: Callable[[Document], Lab]) -> Lab:
    """The canvas on XOR with 2-4-1."""
    return make_lab(xor_network())
