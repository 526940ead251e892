"""A formula whose numbers are fields: they stand where the numbers would stand, and Tab leads through them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.text import render
from nnsim.trace import Blank, Sheet
from ui.look import sized_font, theme
from ui.look.tokens import Phase
from ui.teaching.formula_view import FormulaView
from ui.teaching.placed_lines import Line

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BlankField(QLineEdit):
    """A number that is worked out by hand.

    Signals:
        entered(): Enter was pressed.
        reached(): the keyboard has come to it.
    """

    entered = Signal()
    reached = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("outlined", "true")
        self.setProperty("judged", "")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def judge(self, verdict: str) -> None:
        """Wear what is said about it: `right`, `wrong`, `shown`, or nothing."""
        if self.property("judged") != verdict:
            self.setProperty("judged", verdict)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks what is said about it; other keys are written."""
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come to it."""
        super().focusInEvent(event)
        self.reached.emit()


class BlanksView(FormulaView):
    """A sheet of blanks: its letters on top, then the lines with fields, then the result.

    Signals:
        entered(): Enter was pressed in a field.
        edited(): something was written.
    """

    entered = Signal()
    edited = Signal()

    fields: Sequence[BlankField] = ()
    _at = 0

    def set_sheet(self, sheet: Sheet, phase: Phase) -> None:
        """Show another sheet, with nothing written in it."""
        for field in self.fields:
            field.hide()
            field.deleteLater()
        fields, self._at = [], 0
        for number, entry in enumerate(sheet.entries):
            field = BlankField(self)
            field.setAccessibleName(render(entry.name))
            field.entered.connect(self.entered)
            field.textEdited.connect(self._write)
            field.reached.connect(lambda number=number: self._reach(number))
            fields.append(field)
        self.fields = fields
        lines = [Line(sheet.symbols, size=19, height=34)]
        if sheet.numbers:
            lines.append(Line(sheet.numbers, sheet.relations[0], height=36, rule=True))
        if sheet.worked:
            lines.append(Line(sheet.worked, sheet.relations[1], height=36))
        result = (Blank(len(sheet.entries) - 1),)
        lines.append(Line(result, "≈" if "≈" in sheet.relations else "=", height=38, rule=not sheet.numbers))
        self.set_lines(lines, phase)

    @property
    def typed(self) -> list[str]:
        """What is written, field by field."""
        return [field.text() for field in self.fields]

    @property
    def at(self) -> int:
        """The field that the keyboard came to last."""
        return self._at

    def enter(self, number: int) -> None:
        """Give the keyboard to a field."""
        if number < len(self.fields):
            self.fields[number].setFocus(Qt.FocusReason.TabFocusReason)
            self.fields[number].selectAll()

    def write(self, number: int, text: str) -> None:
        """Write a number for the student, which is told apart from what they wrote."""
        self.fields[number].setText(text)
        self.fields[number].judge("shown")

    def judge(self, right: int, wrong: int | None) -> None:
        """Mark the first `right` fields, and the one that is wrong; those that were shown stay marked so."""
        for number, field in enumerate(self.fields):
            if field.property("judged") != "shown":
                field.judge("right" if number < right else "wrong" if number == wrong and field.text() else "")

    def _write(self) -> None:
        sender: QObject | None = self.sender()
        if isinstance(sender, BlankField):
            sender.judge("")
        self.edited.emit()

    def _reach(self, number: int) -> None:
        self._at = number

    def _lay_out(self) -> None:
        super()._lay_out()
        rects = {spot.blank: spot.rect for spot in self.spots if spot.blank is not None}
        height = theme().px(24)
        for number, field in enumerate(self.fields):
            rect = rects.get(number)
            field.setVisible(rect is not None)
            if rect is not None:
                top = rect.center().y() - height / 2
                field.setFont(sized_font(12 if rect.width() >= theme().px(50) else 11))
                field.setGeometry(QRect(round(rect.left()), round(top), round(rect.width()), height))
