"""Two things to do with a stop before its outcome is read: to foretell it, and to work it out by hand."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnsim.text import message, tr
from ui.bridge import Quiz
from ui.look import theme
from ui.look.widgets import Button, Themed, key_text


class PracticeRow(Themed, QWidget):
    """Two bare buttons below the formula, gray where a stop has nothing to ask or to work out.

    Signals:
        asked(): the question was wanted; blanked(): the blanks were.
    """

    asked = Signal()
    blanked = Signal()

    def __init__(self, quiz: Quiz, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiz = quiz
        self.predict = Button(message("Predict first"), "question", kind="bare", size="small")
        self.by_hand = Button(message("Work it out by hand"), "pencil-simple", kind="bare", size="small")
        self.predict.clicked.connect(lambda _=False: self.asked.emit())
        self.by_hand.clicked.connect(lambda _=False: self.blanked.emit())
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.predict)
        self._row.addWidget(self.by_hand)
        self._row.addStretch(1)
        self.follow_theme()

    def follow(self) -> None:
        """Take what the quiz stands at."""
        quiz = self._quiz
        self.setVisible(not quiz.covers and quiz.sheet is None)
        if self.isHidden():
            return
        self.predict.setEnabled(quiz.can_ask)
        self.by_hand.setEnabled(quiz.can_blank)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._row.setContentsMargins(0, theme().px(6), 0, 0)
        self._row.setSpacing(theme().px(4))

    def retranslate(self) -> None:
        """Take the keys into the tooltips."""
        self.predict.setToolTip(f"{tr('Predict first')}   {key_text('P')}")
        self.by_hand.setToolTip(f"{tr('Work it out by hand')}   {key_text('H')}")
