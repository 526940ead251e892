"""The real main window on a small network, with its training process, closed again without a question."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.assets import asset_path
from ui.look import theme
from ui.main_window import MainWindow
from ui.panels.preferences import Preferences, apply_preferences


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    """On the welcome page, 1600 × 1000, light, English."""
    theme().apply(qapp)
    apply_preferences(Preferences())
    made = MainWindow()
    made.setWindowState(Qt.WindowState.WindowNoState)
    made.resize(1600, 1000)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.gallery.finish_reading()
    made.bench.trainer.shutdown()
    made.bench.store.undo_stack.setClean()
    made.close()
    made.deleteLater()
    apply_preferences(Preferences())


@pytest.fixture
def lab(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """With the XOR sample open."""
    assert window.open_file(asset_path("samples", "mlp-xor.nnsim"))
    qtbot.waitUntil(lambda: window.bench.trainer.latest is not None, timeout=20_000)
    return window
