"""Keeps one-key shortcuts away from controls that need the key: Space presses a button, arrows move a slider."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QRadioButton,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier)


class ShortcutGuard(QObject):
    """Watches the widget that has the focus and those around it.

    A filter on the whole application would be asked about every event: a third of the time that a dialog takes to come.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watched: list[QWidget] = []
        QApplication.instance().focusChanged.connect(self._watch)  # without what Qt hands over: that may be gone
        self._watch()

    def release(self) -> None:
        """Watch nothing any more."""
        QApplication.instance().focusChanged.disconnect(self._watch)
        self._let_go()

    def _watch(self) -> None:
        self._let_go()
        now = QApplication.focusWidget()
        while now is not None:
            now.installEventFilter(self)
            self._watched.append(now)
            now = None if now.isWindow() else now.parentWidget()

    def _let_go(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key for the widget that has the focus, if it needs it and reached it by keyboard.

        A field in which nothing is being typed leaves Undo and Redo to the document, whose value it shows.
        """
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if _has_nothing_to_undo(watched, event):
            event.ignore()
            return True
        if _needs(watched, event):
            event.accept()
            return True
        return False


def _has_nothing_to_undo(widget: QObject, event: QKeyEvent) -> bool:
    undoing = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
    return undoing and isinstance(widget, QLineEdit) and not widget.isModified()


def _needs(widget: QObject, event: QKeyEvent) -> bool:
    if not isinstance(widget, QWidget) or event.modifiers() not in _PLAIN:
        return False
    key = event.key()
    if isinstance(widget, (QTabBar, QRadioButton, QAbstractSlider)) and key in _ARROWS:
        return _by_keyboard(widget)
    if isinstance(widget, (QAbstractButton, QComboBox)) and key == Qt.Key.Key_Space:
        return _by_keyboard(widget)
    return isinstance(widget, (QComboBox, QAbstractItemView, QMenu)) and (key in _ARROWS or bool(event.text().strip()))


def _by_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard led here; after a click with the mouse, Space and arrows go on driving the steps."""
    return bool(getattr(widget, "ring", True))
