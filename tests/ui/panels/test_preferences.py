"""Preferences: kept, applied at once, and never in the way of a start."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnsim.text import decimals, language
from ui.look import theme
from ui.panels.preferences import (
    Preferences,
    apply_preferences,
    forget_file,
    load_preferences,
    recent_files,
    remember_file,
    save_preferences,
    settings,
)
from ui.panels.preferences_dialog import SCALES, PreferencesDialog, fitting_scales


@pytest.fixture(autouse=True)
def _plain(qapp: QApplication):  # type: ignore[no-untyped-def]
    theme().apply(qapp)
    yield
    apply_preferences(Preferences())


def test_what_is_saved_is_loaded() -> None:
    chosen = Preferences("ko", "dark", 1.5, 4, "numpy", True, True, False)
    save_preferences(chosen)
    assert load_preferences() == chosen


@pytest.mark.parametrize(
    ("name", "value"),
    [("language", "fr"), ("mode", "pink"), ("scale", "huge"), ("scale", "1e9"), ("decimals", "-3"), ("backend", "")],
)
def test_nonsense_in_the_settings_is_passed_over(name: str, value: str) -> None:
    settings().setValue(f"preferences/{name}", value)
    assert getattr(load_preferences(), name) == getattr(Preferences(), name)


def test_they_are_applied_at_once(qtbot: QtBot) -> None:
    with qtbot.waitSignals([theme().changed, theme().language_changed]):
        apply_preferences(Preferences("ko", "dark", 1.5, 4))
    assert (language(), theme().dark, theme().scale, decimals()) == ("ko", True, 1.5, 4)


def test_the_dialog_applies_and_keeps_each_choice(qtbot: QtBot) -> None:
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog._change(decimals=5)
    assert decimals() == 5
    assert load_preferences().decimals == 5
    assert "1.60349" in dialog._example.text()


def test_only_scales_that_fit_the_screen_are_offered() -> None:
    assert fitting_scales(QSize(1366, 740), 1.0)[-1] == 2.0
    assert fitting_scales(QSize(3840, 2160), 1.0) == list(SCALES)
    assert fitting_scales(QSize(1366, 740), 3.0)[-2:] == [2.0, 3.0]
    assert fitting_scales(QSize(500, 300), 1.0) == [1.0]


def test_recent_files_are_remembered_newest_first_and_bounded() -> None:
    for number in range(12):
        remember_file(f"/tmp/{number}.nnsim")
    remember_file("/tmp/9.nnsim")
    assert recent_files()[:2] == ["/tmp/9.nnsim", "/tmp/11.nnsim"]
    assert len(recent_files()) == 8
    forget_file("/tmp/9.nnsim")
    assert recent_files()[0] == "/tmp/11.nnsim"


def test_reduced_motion_and_high_contrast_reach_the_look() -> None:
    for on in (True, False):
        apply_preferences(Preferences(reduced_motion=on, high_contrast=on))
        assert theme().reduced_motion is on
        assert theme().high_contrast is on
