"""Fields for the words of a slide: what is typed is kept at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from ui.look import font, theme
from ui.look.widgets import Text, Themed, shown

LONGEST = 20_000


class WordField(Themed, QPlainTextEdit):
    """A text of some lines, as high as it needs to be; with `lines` 1, Enter is like Tab.

    Signals:
        typed(str): the text has changed by the person's hand.
    """

    typed = Signal(str)

    def __init__(self, name: Text, lines: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._lines, self._fallback, self._quiet = name, lines, "", False
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._tell)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self.updateGeometry())
        self.follow_theme()

    def show_text(self, text: str, fallback: str = "") -> None:
        """Show a text; while there is none, the one that stands in for it, in gray."""
        self._fallback = fallback
        self.setPlaceholderText(fallback)
        if text != self.toPlainText():
            self._quiet = True
            self.setPlainText(text)
            self._quiet = False

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("body"))
        self.updateGeometry()

    def retranslate(self) -> None:
        """Take the name from the language."""
        self.setAccessibleName(shown(self._name))

    def sizeHint(self) -> QSize:
        """As high as the text, and at least so many lines."""
        line = QFontMetricsF(self.font()).lineSpacing()
        rows = max(self._lines, round(self.document().documentLayout().documentSize().height()))
        return QSize(theme().px(200), round(rows * line) + theme().px(20))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _tell(self) -> None:
        if self._quiet:
            return
        if len(self.toPlainText()) > LONGEST:  # what is pasted beyond it stays out
            self.setPlainText(self.toPlainText()[:LONGEST])
            return
        self.typed.emit(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._lines == 1 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        self.updateGeometry()
