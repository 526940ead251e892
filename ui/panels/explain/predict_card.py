"""The card that asks what a stop comes to: options, a number or something to point at, and how it was answered."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnsim.document import Amount, Choice, Pointing
from nnsim.text import Message, NnsimError, message, parse_number, render
from nnsim.trace import StopQuestion
from ui.bridge import Quiz
from ui.look import font, theme
from ui.look.widgets import Button, Card, IconButton, Label, Themed
from ui.teaching import rich_sentence

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_POINT = message("Click it in the network, or walk to it with Tab and ↓. Enter commits.")


class PredictCard(Themed, QWidget):
    """Follows a quiz; there only while something is asked, and with the answer for as long as the stop stays."""

    def __init__(self, quiz: Quiz, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiz = quiz
        self._pointed: Message | None = None
        self._refused: Message | None = None
        self._card = Card(padding=14, radius=12, tone="sunken")
        self._text = _wrapping()
        self._options = QHBoxLayout()
        self.buttons: list[Button] = []
        self.number = QLineEdit()
        self.number.setProperty("outlined", "true")
        self.number.returnPressed.connect(self._commit)
        self.number.textEdited.connect(lambda _text: self._refuse(None))
        self._found = Label("", "body", "text2", wrap=True)
        self.commit = Button(message("Commit"), "check-bold", size="small")
        self.commit.clicked.connect(self._commit)
        self._line = QHBoxLayout()
        self._line.addWidget(self.number)
        self._line.addWidget(self._found, 1)
        self._line.addWidget(self.commit, 0, Qt.AlignmentFlag.AlignRight)
        self._verdict = _wrapping()
        self._foot = self._made_foot()
        self._card.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        for part in (self._text, self._options, self._line, self._verdict, self._foot):
            if isinstance(part, QWidget):
                self._card.body.addWidget(part)
            else:
                self._card.body.addLayout(part)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._card)
        quiz.changed.connect(self._follow)
        self.follow_theme()

    def enter(self) -> None:
        """Give the keyboard to the answer."""
        first = self.buttons[0] if self.buttons else self.number if self.number.isVisibleTo(self) else None
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_pointed(self, name: Message | None) -> None:
        """Say what is pointed at in the network; None: nothing that could be meant."""
        self._pointed = name
        if self.isVisibleTo(self.parentWidget()):
            self._show_line()

    def restyle(self) -> None:
        """Take sizes and colors from the theme."""
        px = theme().px
        self._column.setContentsMargins(0, 0, 0, px(12))
        self._options.setSpacing(px(6))
        self._line.setSpacing(px(10))
        self.number.setFixedSize(px(104), px(32))
        self.number.setFont(font("control_strong"))
        for label, role in ((self._text, "card_title"), (self._verdict, "body")):
            label.setFont(font(role))
        self._show()

    def retranslate(self) -> None:
        """Take texts from the language."""
        self.number.setAccessibleName(render(message("Your number")))
        self._show()

    def _made_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self._score = Label("", "small", "text3")
        self.other = IconButton("shuffle", message("Ask something else"), size=28, icon_size=15)
        self.other.clicked.connect(self._quiz.ask_other)
        self.always = Button(message("At each step"), kind="bare", size="small")
        self.always.setCheckable(True)
        self.always.clicked.connect(lambda: self._quiz.set_always(self.always.isChecked()))
        self.close_ = IconButton("x", message("Show the outcome"), "Esc", size=28, icon_size=14)
        self.close_.clicked.connect(self._quiz.drop)
        foot.addWidget(self._score)
        foot.addStretch(1)
        for each in (self.always, self.other, self.close_):
            foot.addWidget(each)
        return foot

    def _follow(self) -> None:
        question = self._quiz.question
        if question is not None and self._quiz.open:
            self._pointed = None
            self._refuse(None)
            self.number.clear()
            self._make_options(question)
        self._show()

    def _make_options(self, question: StopQuestion) -> None:
        for button in self.buttons:
            self._options.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [Button(text, size="small") for text in question.options]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, number=number: self._choose(number))
            self._options.addWidget(button, 1)

    def _show(self) -> None:
        question, quiz = self._quiz.question, self._quiz
        self.setVisible(question is not None)
        if question is None:
            return
        tokens = theme().tokens
        self._text.setText(_line_of(rich_sentence(question.text, tokens)))
        self.setAccessibleName(render(question.text))
        self._show_options(question)
        self._show_line()
        self._verdict.setVisible(not quiz.open or self._refused is not None)
        if quiz.open and self._refused is not None:
            why = escape(render(self._refused))
            self._verdict.setText(_line_of(f'<span style="color:{tokens.err.name()}">{why}</span>'))
        if not quiz.open:
            said = _GOOD if quiz.is_right else _MISSED
            ink = tokens.ok if quiz.is_right else tokens.err
            told = f'<span style="color:{ink.name()}; font-weight:600">{render(said)}</span> '
            answer = self._own_answer(question) + rich_sentence(question.answer, tokens)
            self._verdict.setText(_line_of(told + answer))
            self.setAccessibleDescription(f"{render(said)} {render(question.answer)}")
        self._score.setVisible(quiz.answered > 0)
        self._score.set_text(message("{right} of {count} right", right=quiz.right, count=quiz.answered))
        self.always.setChecked(quiz.always)
        self.always.set_text(message("At each step"), "check-circle-fill" if quiz.always else "circle")
        self.close_.setVisible(quiz.open)

    def _show_options(self, question: StopQuestion) -> None:
        way, poll = question.question.way, self._quiz.poll
        if not isinstance(way, Choice) or poll is None:
            return
        for number, button in enumerate(self.buttons):
            chosen, told = poll.leading == number, not self._quiz.open
            icon = "check-circle-fill" if told and number == way.answer else "x-circle-fill" if told and chosen else ""
            button.set_text(question.options[number], icon)
            button.set_kind("primary" if chosen else "secondary")
            button.setEnabled(self._quiz.open)

    def _show_line(self) -> None:
        """The field of a number, or what is pointed at."""
        question = self._quiz.question
        if question is None:
            return
        way, open_ = question.question.way, self._quiz.open
        asks_number, asks_place = isinstance(way, Amount), isinstance(way, Pointing)
        self.number.setVisible(asks_number and open_)
        self._found.setVisible(asks_place and open_)
        self._found.set_text(_POINT if self._pointed is None else self._pointed)
        self.commit.setVisible((asks_number or asks_place) and open_)
        self.commit.setEnabled(asks_number or self._pointed is not None)

    def _own_answer(self, question: StopQuestion) -> str:
        """The number that was foretold, or what was pointed at, beside the truth; nothing beside itself."""
        poll, way = self._quiz.poll, question.question.way
        if isinstance(way, Pointing) and self._pointed is not None and not self._quiz.is_right:
            return rich_sentence(message("You pointed at {name}.", name=self._pointed), theme().tokens) + " "
        if poll is None or not isinstance(way, Amount) or poll.number is None:
            return ""
        return rich_sentence(message("You foretold {number}.", number=poll.number), theme().tokens) + " "

    def _choose(self, option: int) -> None:
        self._card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._quiz.answer(option)

    def _refuse(self, why: Message | None) -> None:
        """Say why what is typed is no answer; None: nothing is wrong with it any more."""
        if why != self._refused:
            self._refused = why
            self.number.setProperty("invalid", "true" if why is not None else "false")
            self.number.style().unpolish(self.number)
            self.number.style().polish(self.number)
            self._show()

    def _commit(self) -> None:
        question = self._quiz.question
        if question is None:
            return
        number = isinstance(question.question.way, Amount)
        if number and not self._quiz.answer_number(self.number.text()):
            try:
                parse_number(self.number.text())
            except NnsimError as error:
                self._refuse(error.message)
            self.number.selectAll()
            self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        elif number or self._quiz.commit():
            self._card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _option_of(self, event: QKeyEvent) -> int | None:
        """The option that a digit stands for while there are options."""
        number = event.key() - Qt.Key.Key_1
        return number if self._quiz.open and 0 <= number < len(self._shown_options()) else None

    def _shown_options(self) -> list[Button]:
        question = self._quiz.question
        return self.buttons if question is not None and question.options else []

    def event(self, event: QEvent) -> bool:
        """Digits choose an option and Escape closes while the card has the keyboard."""
        overrides = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if overrides and (self._option_of(event) is not None or event.key() == Qt.Key.Key_Escape):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit, Escape, or Enter for what is pointed at."""
        option = self._option_of(event)
        if option is not None:
            self._choose(option)
        elif event.key() == Qt.Key.Key_Escape:
            self._quiz.drop()
        elif event.key() in _ENTER and self.commit.isVisibleTo(self) and self.commit.isEnabled():
            self._commit()
        else:
            super().keyPressEvent(event)


_GOOD, _MISSED = message("Right."), message("Not this time.")


def _line_of(rich: str) -> str:
    """Rich text in lines of one height: letters of a formula must not push them apart."""
    return f'<p style="line-height:{theme().px(20)}px; -qt-line-height-type:fixed">{rich}</p>'


def _wrapping() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.RichText)
    return label
