"""What comes next, in one line that is cut with dots where there is no room for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnsim.text import Message, message, render
from ui.look import theme
from ui.look.widgets import Label
from ui.teaching import rich_sentence


class NextLabel(Label):
    """A sentence with letters as in a formula; its whole text is the tooltip where it does not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._sentence = message("")
        super().__init__("", "body", "text2", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_sentence(self, sentence: Message) -> None:
        """Show another sentence."""
        self._sentence = sentence
        self.retranslate()

    def retranslate(self) -> None:
        """Take the sentence from the language."""
        plain = render(self._sentence)
        fits = QFontMetrics(self.font()).horizontalAdvance(plain) <= self.width()
        self.setTextFormat(Qt.TextFormat.RichText if fits else Qt.TextFormat.PlainText)
        elided = QFontMetrics(self.font()).elidedText(plain, Qt.TextElideMode.ElideRight, self.width())
        self.setText(rich_sentence(self._sentence, theme().tokens) if fits else elided)
        self.setToolTip("" if fits else plain)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less fits now."""
        super().resizeEvent(event)
        self.retranslate()
