"""One-key shortcuts of a window and the controls in it that need the same keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from ui.panels.areas import Areas
from ui.panels.shortcut_guard import ShortcutGuard


class Pressed(QPushButton):
    """A button that knows whether the keyboard led to it."""

    ring = True


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    inside = QWidget()
    column = QVBoxLayout(inside)
    made.buttons = [Pressed("one"), Pressed("two")]
    for button in made.buttons:
        column.addWidget(button)
    made.setCentralWidget(inside)
    action = QAction("play", made)
    action.setShortcut(QKeySequence("Space"))
    made.addAction(action)
    made.played, made.clicks = [], []
    action.triggered.connect(lambda: made.played.append(1))
    for button in made.buttons:
        button.clicked.connect(lambda: made.clicks.append(1))
    made.guard = ShortcutGuard(made)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_space_presses_the_button_that_the_keyboard_led_to(window: QMainWindow, qtbot: QtBot) -> None:
    for count, button in enumerate(window.buttons, start=1):
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert (len(window.clicks), len(window.played)) == (count, 0)


def test_space_plays_after_a_click_with_the_mouse(window: QMainWindow, qtbot: QtBot) -> None:
    button = window.buttons[0]
    button.ring = False
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert (len(window.clicks), len(window.played)) == (0, 1)


def test_a_guard_that_was_released_guards_no_more(window: QMainWindow, qtbot: QtBot) -> None:
    window.buttons[0].setFocus()
    window.guard.release()
    qtbot.keyClick(window.buttons[0], Qt.Key.Key_Space)
    assert (len(window.clicks), len(window.played)) == (0, 1)


def test_a_focused_widget_may_be_deleted(window: QMainWindow, qtbot: QtBot) -> None:
    one, two = window.buttons
    one.setFocus()
    one.deleteLater()
    qtbot.wait(10)
    two.setFocus()
    qtbot.keyClick(two, Qt.Key.Key_Space)
    assert len(window.clicks) == 1


def test_a_field_may_be_gone_once_it_lost_the_focus(window: QMainWindow) -> None:
    """Qt then hands over the address of a field that is no more to whoever asks what had the focus before."""

    class Passing(QLineEdit):
        def focusOutEvent(self, event: QFocusEvent) -> None:
            super().focusOutEvent(event)
            delete(self)

    guard, areas = window.guard, Areas(window.centralWidget(), window.buttons)
    for button in window.buttons:
        field = Passing()
        window.centralWidget().layout().addWidget(field)
        field.show()
        field.setFocus()
        assert field.hasFocus()
        button.setFocus()
        assert not isValid(field)
        assert button.hasFocus()
    assert isValid(guard)
    assert isValid(areas)


def test_undo_is_the_documents_until_something_is_typed(window: QMainWindow, qtbot: QtBot) -> None:
    field = QLineEdit("4")
    window.centralWidget().layout().addWidget(field)
    field.show()
    undone: list[int] = []
    action = QAction("undo", window)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    action.triggered.connect(lambda: undone.append(1))
    window.addAction(action)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    qtbot.keyClicks(field, "2")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [1]
    assert field.text() == "4"
