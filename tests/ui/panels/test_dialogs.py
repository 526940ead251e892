"""The dialogs: nothing is cut in Korean at 200 % on a usual screen, and About says what runs and what is shipped."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from nnsim import __version__
from ui.look import theme
from ui.panels.about import LICENSES, AboutDialog, versions
from ui.panels.dialog_page import DialogPage
from ui.panels.guide import Guide
from ui.panels.key_map import KeyMap
from ui.panels.leave_question import LeaveQuestion
from ui.panels.preferences import Preferences, apply_preferences
from ui.panels.preferences_dialog import PreferencesDialog


@pytest.fixture(autouse=True)
def _screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Dialogs believe in a screen of 1920 × 1080."""
    theme().apply(qapp)
    monkeypatch.setattr(DialogPage, "room", lambda _: QSize(1920, 1080))
    yield
    apply_preferences(Preferences())


def cut_texts(window: QWidget) -> list[str]:
    """Texts of labels and buttons that are wider than their place, or that reach out of what they stand in."""
    found = []
    for label in window.findChildren(QLabel):
        wide = QFontMetrics(label.font()).horizontalAdvance(label.text()) > label.width() + 1
        if label.isVisible() and wide and not label.wordWrap():
            found.append(label.text())
    for widget in [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]:
        parent = widget.parentWidget()
        if widget.isVisible() and parent is not None and widget.geometry().right() > parent.width():
            found.append(f"{widget.text()} sticks out")
    return found


@pytest.mark.parametrize("make", [PreferencesDialog, AboutDialog, KeyMap, Guide, lambda: LeaveQuestion("XOR, 은닉층")])
@pytest.mark.parametrize(("language", "scale"), [("ko", 2.0), ("en", 2.0), ("ko", 1.0)])
def test_nothing_is_cut(qtbot: QtBot, make: type[QWidget], language: str, scale: float) -> None:
    apply_preferences(Preferences(language=language, scale=scale))  # type: ignore[arg-type]
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    assert cut_texts(dialog) == []


def test_about_names_what_runs_and_what_is_shipped() -> None:
    found = dict(versions())
    assert found["nnsim"] == __version__
    assert {"Python", "NumPy", "Qt", "PySide6"} <= set(found)
    assert {"Pretendard", "Phosphor Icons", "STIX Two Math", "Iris"} <= {name for name, _, _ in LICENSES}


def test_versions_can_be_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog._copy()
    assert f"nnsim {__version__}" in QApplication.clipboard().text()


def test_the_guide_follows_the_language(qtbot: QtBot) -> None:
    guide = Guide()
    qtbot.addWidget(guide)
    assert "Draw a network" in guide._page.toPlainText()
    theme().set_language("ko")
    assert "신경망 그리기" in guide._page.toPlainText()
