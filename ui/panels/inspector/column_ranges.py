"""Which of many columns enter an input, typed as ranges: `0–63, 70`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nnsim.text import Message, message, render
from ui.look import font, theme
from ui.look.widgets import Button, Label, Themed

_RANGE = re.compile(r"(\d{1,5})(?:\s*[-–−]\s*(\d{1,5}))?")


class ColumnRanges(Themed, QWidget):
    """A field of ranges, and a button for all columns; `chosen` tells the columns, from 0, in the order typed.

    Below stands which columns there are, or why what was typed is not taken, until something else is typed.
    """

    chosen = Signal(object)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = count
        self._columns: tuple[int, ...] = ()
        self.field = RangeField(self)
        self._all = Button(message("All"), size="small")
        self._all.clicked.connect(lambda: self._tell(tuple(range(self._count))))
        self.hint = Label("", "small", "text3", wrap=True)
        self._row = QHBoxLayout()
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._row)
        column.addWidget(self.hint)
        self.tell_problem(None)
        self.follow_theme()

    def set_columns(self, columns: Sequence[int]) -> None:
        """Show which columns are in."""
        self._columns = tuple(columns)
        self._all.setEnabled(self._columns != tuple(range(self._count)))
        self.field.drop()

    @property
    def text(self) -> str:
        """The columns as ranges."""
        return ranges_of(self._columns)

    def take(self, text: str) -> Message | None:
        """Choose the columns that a text names; why not, where it cannot be read."""
        columns = columns_of(text)
        if not columns:
            return message("Write columns from 0, such as 0–63 or 0, 2, 5.")
        if max(columns) >= self._count:
            return message("There is no column {column}: the data has 0–{last}.", column=max(columns),
                           last=self._count - 1)
        self._tell(columns)
        return None

    def tell_problem(self, problem: Message | None) -> None:
        """Say why something was not taken; None: which columns there are."""
        there = message("{count} columns: 0–{last}", count=self._count, last=self._count - 1)
        self.hint.set_text(there if problem is None else problem, "text3" if problem is None else "err")

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setSpacing(theme().px(6))
        self.layout().setSpacing(theme().px(4))

    def _tell(self, columns: tuple[int, ...]) -> None:
        self.tell_problem(None)
        if columns != self._columns:
            self.chosen.emit(columns)


class RangeField(Themed, QLineEdit):
    """Enter or leaving the field commits, Escape brings the old columns back; what cannot be read stays, marked.

    Leaving the field drops what cannot be taken, but the reason stays to be read.
    """

    def __init__(self, ranges: ColumnRanges) -> None:
        super().__init__(ranges)
        self._ranges = ranges
        self.setProperty("outlined", "true")
        self.textEdited.connect(lambda _: ranges.tell_problem(None))
        self.follow_theme()

    def drop(self) -> None:
        """Show the columns that count, unless others are being typed."""
        if not (self.hasFocus() and self.isModified()):
            self._show()

    def commit(self) -> Message | None:
        """Take what is typed; why not, where it cannot be taken."""
        if not self.isModified():
            return None
        problem = self._ranges.take(self.text())
        self._mark(problem)
        self._ranges.tell_problem(problem)
        if problem is None:
            self._show()
        return problem

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("control_strong"))
        self.setFixedHeight(theme().px(28))

    def retranslate(self) -> None:
        """Take the name from the language."""
        self.setAccessibleName(render(message("Columns")))

    def _show(self) -> None:
        self.setText(self._ranges.text)
        self.setModified(False)
        self._mark(None)

    def _mark(self, problem: Message | None) -> None:
        self.setToolTip("" if problem is None else render(problem))
        self.setProperty("invalid", "false" if problem is None else "true")
        self.style().unpolish(self)
        self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape drops."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
            self._ranges.tell_problem(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what can be taken, drop what cannot."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.commit() is not None:
            self._show()


def ranges_of(columns: Sequence[int]) -> str:
    """Columns as ranges: `0–63, 70`."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in _runs(columns))


def columns_of(text: str) -> tuple[int, ...]:
    """The columns that ranges name, each once; empty where the text cannot be read."""
    columns: list[int] = []
    for part in text.replace(";", ",").split(","):
        found = _RANGE.fullmatch(part.strip())
        if found is None:
            return ()
        first = int(found[1])
        columns += range(first, int(found[2] or first) + 1)
    return tuple(dict.fromkeys(columns))


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of neighbors."""
    start = 0
    for place in range(1, len(columns) + 1):
        if place == len(columns) or columns[place] != columns[place - 1] + 1:
            yield columns[start], columns[place - 1]
            start = place
