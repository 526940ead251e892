"""The question before unsaved work is left: save, give up, or stay."""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import message, tr
from ui.look import theme
from ui.look.widgets import Button, Label, PrimaryButton

Answer = Literal["save", "discard", "stay"]


class LeaveQuestion(QDialog):
    """Save is the default; Escape stays."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: Answer = "stay"
        self.setWindowTitle(tr("Unsaved changes"))
        px = theme().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(22), px(24), px(20))
        column.setSpacing(px(8))
        column.addWidget(Label(message("Save the changes to '{title}'?", title=title), "panel_title", wrap=True))
        column.addWidget(Label(message("They are lost if you do not save them."), "body", "text2", wrap=True))
        column.addSpacing(px(12))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.discard = Button(message("Don't save"), kind="bare")
        self.stay = Button(message("Cancel"))
        self.save = PrimaryButton(message("Save"))
        row.addWidget(self.discard)
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.save)
        column.addLayout(row)
        self.discard.clicked.connect(lambda: self._take("discard"))
        self.stay.clicked.connect(self.reject)
        self.save.clicked.connect(lambda: self._take("save"))
        self.discard.setShortcut(QKeySequence("Alt+D"))
        self.discard.setToolTip(QKeySequence("Alt+D").toString())
        self.save.setDefault(True)
        self.save.setFocus()
        self.setMinimumWidth(px(420))

    def _take(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


def ask_before_leaving(window: QWidget, title: str) -> Answer:
    """Ask; closing the question stays."""
    question = LeaveQuestion(title, window)
    question.exec()
    question.deleteLater()
    return question.answer
