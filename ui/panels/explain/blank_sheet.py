"""The card on which a stop is worked out by hand: the formula with fields, a check, and a number shown on demand."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message, render
from nnsim.trace import Explanation, Sheet, Verdict
from ui.bridge import Quiz
from ui.look import theme
from ui.look.widgets import Button, Card, IconButton, Label, Themed
from ui.teaching.blanks import BlanksView

_HOW = message("Write the numbers. Decimal comma and fractions count too; Tab goes on, Enter checks.")


class BlankSheet(Themed, QWidget):
    """Follows a quiz; there only while a formula is worked out by hand, in place of the formula."""

    def __init__(self, quiz: Quiz, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiz = quiz
        self._sheet: Sheet | None = None
        self._card = Card(padding=14, radius=12)
        self.blanks = BlanksView()
        self.blanks.entered.connect(self._check)
        self.said = Label(_HOW, "body", "text2", wrap=True)
        self.check = Button(message("Check"), "check-bold", size="small")
        self.check.clicked.connect(self._check)
        self.show_one = Button(message("Show me this one"), "eye", kind="bare", size="small")
        self.show_one.clicked.connect(self._show_one)
        self.show_one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.leave = IconButton("x", message("Back to the formula"), "Esc", size=28, icon_size=14)
        self.leave.clicked.connect(quiz.drop)
        self._row = QHBoxLayout()
        self._row.addWidget(self.check)
        self._row.addWidget(self.show_one)
        self._row.addStretch(1)
        self._row.addWidget(self.leave)
        self._card.body.addWidget(self.blanks)
        self._card.body.addWidget(self.said)
        self._card.body.addLayout(self._row)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._card)
        self.follow_theme()

    def show_told(self, told: Explanation) -> None:
        """Follow the quiz at this stop."""
        sheet = self._quiz.sheet
        if sheet is not self._sheet:
            self._sheet = sheet
            if sheet is not None:
                self.blanks.set_sheet(sheet, told.phase)
                self.said.set_text(_HOW, "text2")
        self.setVisible(sheet is not None)
        for button in (self.check, self.show_one):
            button.setVisible(not self._quiz.solved)

    def enter(self) -> None:
        """Give the keyboard to the first field."""
        self.blanks.enter(0)

    def retranslate(self) -> None:
        """Take names from the language."""
        if self._sheet is not None:
            for field, entry in zip(self.blanks.fields, self._sheet.entries, strict=True):
                field.setAccessibleName(render(entry.name))

    def restyle(self) -> None:
        """Take sizes from the theme."""
        self._row.setSpacing(theme().px(4))

    def _check(self) -> None:
        verdict = self._quiz.check(self.blanks.typed)
        if verdict is not None:
            self._say(verdict)

    def _say(self, verdict: Verdict) -> None:
        missing = verdict.wrong is not None and not self.blanks.fields[verdict.wrong].text()
        self.said.set_text(verdict.words, "ok" if verdict.wrong is None else "text2" if missing else "err")
        self.blanks.judge(verdict.right, verdict.wrong)
        if verdict.wrong is not None:
            self.blanks.enter(verdict.wrong)
        else:
            self._card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_one(self) -> None:
        """Write the number of the field that the keyboard came to last, and go on to the next one."""
        if self._sheet is None:
            return
        number = self.blanks.at
        self.blanks.write(number, self._sheet.entries[number].text)
        if number + 1 < len(self._sheet.entries):
            self.blanks.enter(number + 1)

    def event(self, event: QEvent) -> bool:
        """Escape is for the sheet while it has the keyboard."""
        if (event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape):  # fmt: skip
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to the formula."""
        if event.key() == Qt.Key.Key_Escape:
            self._quiz.drop()
        else:
            super().keyPressEvent(event)
