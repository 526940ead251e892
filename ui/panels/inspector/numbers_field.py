"""A field for a list of numbers, set apart by spaces; the sizes of a shape also by ×."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.text import Message, NnsimError, format_count, format_exact, message, parse_count, parse_number, render
from ui.look import font, theme
from ui.look.widgets import Complaint, Themed


class NumbersField(Themed, QLineEdit):
    """Shows numbers side by side; Enter or leaving the field commits once, Escape brings the old ones back.

    What cannot be read stays in the field, marked, with the reason beside it; leaving the field drops it and
    says why.
    """

    committed = Signal(object)

    def __init__(self, name: Message, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._whole = name, whole
        self._values: tuple[float, ...] = ()
        self._problem: Message | None = None
        self.setProperty("outlined", "true")
        self.follow_theme()

    @property
    def problem(self) -> Message | None:
        """Why the text is not taken; None when it is."""
        return self._problem

    def set_values(self, values: tuple[float, ...]) -> None:
        """Show other numbers, unless some are being typed."""
        self._values = values
        if not self.isModified():
            self._show_values()

    def commit(self) -> bool:
        """Take what is typed; False when it cannot be taken."""
        if not self.isModified():
            return True
        try:
            words = re.split(r"[\s;×xX*]+" if self._whole else r"[\s;]+", self.text().strip())
            values = tuple(map(parse_count if self._whole else parse_number, filter(None, words)))
        except NnsimError as error:
            self._mark(error.message)
            return False
        changed, self._values = values != self._values, values
        self.drop()
        if changed:
            self.committed.emit(values)
        return True

    def drop(self) -> None:
        """Show the numbers that count."""
        self._mark(None)
        self._show_values()

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("control_strong"))
        self.setFixedHeight(theme().px(28))

    def retranslate(self) -> None:
        """Take name, hint and complaint from the language."""
        self.setAccessibleName(render(self._name))
        self.setPlaceholderText(render(message("e.g. 1 8 8") if self._whole else message("e.g. 1 0.5")))
        self._mark(self._problem)

    def _show_values(self) -> None:
        self.setText(" ".join(map(format_count if self._whole else format_exact, self._values)))
        self.setModified(False)

    def _mark(self, problem: Message | None) -> None:
        self._problem = problem
        self.setToolTip("" if problem is None else render(problem))
        self.setProperty("invalid", "false" if problem is None else "true")
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape drops."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.commit() and self._problem is not None:
                Complaint(self, self._problem)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.drop()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what can be taken, drop what cannot."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self.commit():
            problem = self._problem
            self.drop()
            if problem is not None:
                Complaint(self, problem)
