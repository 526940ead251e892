"""Every dialog in both languages, small and at twice the size: no label, button or choice is narrower than its text."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from nnsim.assets import asset_path
from nnsim.text import Language
from tests.ui.window.real_window import real_window
from tests.ui.window.room_for_text import LANGUAGES_AND_SCALES, dress, opened_and_cut
from ui.main_window import MainWindow
from ui.panels.about import AboutDialog
from ui.panels.data import DataDialog
from ui.panels.guide import Guide
from ui.panels.key_map import KeyMap
from ui.panels.leave_question import LeaveQuestion
from ui.panels.preferences_dialog import PreferencesDialog

Dressed = tuple[MainWindow, Language, float]


@pytest.fixture(scope="module", params=LANGUAGES_AND_SCALES)
def shared(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Dressed]:
    """One window behind all dialogs, which leave it as it is, with the XOR sample open."""
    with real_window(qapp, 1366, 768) as made:
        dress(made, *request.param)
        assert made.open_file(asset_path("samples", "mlp-xor.nnsim"))
        yield made, *request.param


@pytest.fixture
def window(shared: Dressed) -> MainWindow:
    """It, in its language."""
    dress(*shared)
    return shared[0]


@pytest.mark.parametrize("source", ["xor", "spirals", "iris", "own"])
def test_in_the_choice_of_data(window: MainWindow, source: str) -> None:
    dialog = DataDialog(window.bench.store, window)
    dialog.draft.choose(source)
    assert not opened_and_cut(dialog, QSize(960, 680))


DIALOGS: dict[str, Callable[[QWidget], QDialog]] = {
    "preferences": PreferencesDialog,
    "about": AboutDialog,
    "keys": KeyMap,
    "guide": Guide,
    "leave": lambda parent: LeaveQuestion("XOR, one hidden layer", parent),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_in_every_dialog(window: MainWindow, name: str) -> None:
    dialog = DIALOGS[name](window)
    assert not opened_and_cut(dialog, None if name == "leave" else QSize(760, 680))
