"""The real main window on a small network, with its training process, closed again without a question."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.assets import asset_path
from tests.ui.window.real_window import real_window
from ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """On the welcome page, 1600 × 1000, light, English."""
    with real_window(qapp, 1600, 1000) as made:
        qtbot.waitExposed(made)
        yield made


@pytest.fixture
def lab(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """With the XOR sample open."""
    assert window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    qtbot.waitUntil(lambda: window.bench.trainer.latest is not None, timeout=20_000)
    return window
