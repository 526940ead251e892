"""The presenter: the stage on the full screen, and what keys and clickers do there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nnsim.document import Amount, Choice, Document
from nnsim.text import tr
from nnsim.trace import Detail
from ui.lecture.deck import Deck
from ui.lecture.speaker import SpeakerView
from ui.lecture.stage import Stage

Key = Qt.Key
_NEXT = (Key.Key_PageDown, Key.Key_Right, Key.Key_Space)
_BACK = (Key.Key_PageUp, Key.Key_Left)
_LEAVE = (Key.Key_Escape, Key.Key_F5)
_ENTER = (Key.Key_Return, Key.Key_Enter)
_NUMBER = "0123456789-−.,/"


class Presenter(QWidget):
    """A window of its own that shows the slides of a document, or its network alone; the document stays as it is.

    Signals:
        left(): it was closed.
    """

    left = Signal()

    def __init__(
        self, document: Document, detail: Detail = "neuron", parent: QWidget | None = None, first: int = 0
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Lecture"))
        self.deck = Deck(document, detail, self, first)
        self.stage = Stage(self.deck, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stage)
        self.speaker: SpeakerView | None = None
        self._watched: Any = None
        self._begun = monotonic()
        self._asked: str | None = None  # the digits after G
        self._simple: dict[int, Callable[[], object]] = {
            Key.Key_Home: lambda: self.deck.go_to(0),
            Key.Key_End: lambda: self.deck.go_to(self.deck.count - 1),
            Key.Key_B: self.deck.toggle_blank,
            Key.Key_S: self.stage.sandbox.toggle,
            Key.Key_G: lambda: self._ask(""),
        }
        for keys, act in ((_NEXT, self.deck.next), (_BACK, self.deck.back), (_LEAVE, self.close)):
            self._simple.update(dict.fromkeys(keys, act))

    def present(self, watched: Any = None) -> None:
        """Show it on the full screen; the speaker's view comes on the first screen where there is a second.

        `watched` tells by `screenAdded` and `screenRemoved` that screens come and go; the application, unless given.
        """
        self.spread(QGuiApplication.screens())
        self._watched = watched or QGuiApplication.instance()
        self._watched.screenAdded.connect(self._follow_screens)
        self._watched.screenRemoved.connect(self._follow_screens)

    def spread(self, screens: Sequence[QScreen]) -> None:
        """Stand on these screens: the audience's is the last; the slide that is on stays."""
        several = len(screens) > 1
        if self.speaker is not None and not several:
            self.speaker.close()
            self.speaker.deleteLater()
            self.speaker = None
        if self.speaker is None and several:
            self.speaker = SpeakerView(self.stage, self, self._begun)
        if self.isVisible():
            self.showNormal()  # else a full screen does not move to another one
        self.setGeometry(screens[-1].geometry())
        self.showFullScreen()
        if self.speaker is not None:
            self.speaker.setGeometry(screens[0].geometry())
            self.speaker.showFullScreen()
        self.activateWindow()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_screens(self, _screen: QScreen) -> None:
        """A screen came or went; Qt has moved windows by then."""
        QTimer.singleShot(0, self, self._spread_anew)

    def _spread_anew(self) -> None:
        if self.isVisible() and QGuiApplication.screens():  # for a moment there may be none
            self.spread(QGuiApplication.screens())

    def _ask(self, digits: str | None) -> None:
        """Go on typing the number of a slide; None ends it."""
        self._asked = digits
        self.stage.show_asked_number("" if digits is None else f"{digits}_")

    def _jump(self, event: QKeyEvent) -> None:
        """A key after G."""
        asked, text = self._asked or "", event.text()
        if event.key() in _ENTER:
            self._ask(None)
            if asked:
                self.deck.go_to(int(asked) - 1)
        elif event.key() == Key.Key_Backspace:
            self._ask(asked[:-1])
        elif text and text in "0123456789":
            self._ask((asked + text)[:4])
        else:
            self._ask(None)
            self._act(event)

    def _act(self, event: QKeyEvent) -> None:
        poll, text = self.deck.poll, event.text()
        if self.stage.sandbox.on and self._play(event):
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._size(event.key())
        elif poll is not None and isinstance(poll.question.way, Amount) and poll.stage == "open" and text and (
            text in _NUMBER
        ):
            self.deck.type(text)
        elif event.key() == Key.Key_Backspace:
            self.deck.take_back()
        elif poll is not None and isinstance(poll.question.way, Choice) and text and text in "123456789":
            self.deck.count_hand(int(text) - 1)
        elif event.key() == Key.Key_Period:
            self.deck.toggle_blank()
        elif event.key() in _ENTER:
            self.deck.next()
        elif event.key() in (Key.Key_Up, Key.Key_Down):
            self.stage.answer_by_key(1 if event.key() == Key.Key_Down else -1)
        elif event.key() in (Key.Key_Tab, Key.Key_Backtab):
            self.stage.answer_by_key(1 if event.key() == Key.Key_Tab else -1, across=True)
        elif event.key() in self._simple:
            self._simple[event.key()]()

    def _play(self, event: QKeyEvent) -> bool:
        """What keys do in the sandbox alone; the others stay what they are, and a clicker leads to the next slide."""
        sandbox, key, text = self.stage.sandbox, event.key(), event.text()
        if key in (Key.Key_Right, Key.Key_Left):
            phases = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            sandbox.walk(1 if key == Key.Key_Right else -1, phases)
        elif key == Key.Key_T:
            sandbox.train()
        elif key == Key.Key_R:
            sandbox.reset()
        elif text and text in "123":
            sandbox.stride(int(text) - 1)
        else:
            return False
        return True

    def _size(self, key: int) -> None:
        if key in (Key.Key_Plus, Key.Key_Equal):
            self.deck.grow()
        elif key in (Key.Key_Minus, Key.Key_Underscore):
            self.deck.shrink()
        elif key == Key.Key_0:
            self.deck.set_scale(1.0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What a clicker or the keyboard says."""
        if self._asked is not None:
            self._jump(event)
        else:
            self._act(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """End all that is being made."""
        if self.speaker is not None:
            self.speaker.close()
            self.speaker.deleteLater()
            self.speaker = None
        if self._watched is not None:
            self._watched.screenAdded.disconnect(self._follow_screens)
            self._watched.screenRemoved.disconnect(self._follow_screens)
            self._watched = None
        self.deck.close()
        self.left.emit()
        super().closeEvent(event)
