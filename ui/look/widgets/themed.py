"""What every themed widget shares: following the theme and the language, and a focus ring for the keyboard only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from nnsim.text import Message, render, shown_name
from ui.look.theme import theme

# A mixin may not have a Qt base of its own beside the one of the widget.
if TYPE_CHECKING:
    _Mixin = QWidget
else:
    _Mixin = object

Text = str | Message
"""A text to show: a message follows the language by itself, a plain string is shown as it is."""

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NAMES = {"Right": "→", "Left": "←", "Up": "↑", "Down": "↓", "Return": "Enter"}  # by Qt's untranslated names


def shown(text: Text) -> str:
    """The text in the language of the moment."""
    return render(text) if isinstance(text, Message) else shown_name(text)


def key_text(shortcut: str) -> str:
    """A shortcut as the interface writes it: `Ctrl+Z` becomes `Ctrl Z`, `Right` becomes `→`."""
    sequence = QKeySequence(shortcut)
    keys = sequence.toString(QKeySequence.SequenceFormat.NativeText) or shortcut
    named = sequence.toString(QKeySequence.SequenceFormat.PortableText) or shortcut
    if keys == "+":
        return keys
    pairs = zip(named.split("+"), keys.split("+"), strict=True)
    return " ".join(_NAMES.get(name, key) or "+" for name, key in pairs)


class Themed(_Mixin):
    """Mixin of a widget: calls `restyle` on every change of the theme and `retranslate` on every change of language."""

    def follow_theme(self) -> None:
        """Start to follow; the last call of a widget's `__init__`."""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme().changed.connect(self.restyle)
        theme().language_changed.connect(self.retranslate)
        self.restyle()
        self.retranslate()

    def restyle(self) -> None:
        """Take fonts, sizes and colours from the theme."""

    def retranslate(self) -> None:
        """Take texts from the language."""


class KeyboardFocus(_Mixin):
    """Mixin of a widget: `ring` says whether the keyboard is in use, so that a click draws no focus ring."""

    ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember what brought the focus."""
        self.ring = event.reason() in _KEYBOARD
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget the ring."""
        self.ring = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the ring. Enter presses a button, as Space does; Qt leaves that to buttons of dialogs."""
        if not self.ring:
            self.ring = True
            self.update()
        if isinstance(self, QPushButton) and event.key() in _ENTER:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the ring."""
        self.ring = False
        super().mousePressEvent(event)
