"""A field for one number: decimal comma and fractions are read, one commit per change, Escape drops it."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from nnsim.text import (
    Message,
    NnsimError,
    format_count,
    format_exact,
    format_number,
    message,
    parse_count,
    parse_number,
    render,
)
from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.complaint import Complaint
from ui.look.widgets.themed import Text, Themed, shown

MIXED = message("mixed")
"""Stands where several things have different values."""


class NumberField(Themed, QLineEdit):
    """Shows a number rounded, edits it in full precision.

    Enter or leaving the field commits once, and only when the value is another one; Escape brings the old one back.
    Up and Down step by `step` and commit when the field is left or Enter is pressed.
    What cannot be read stays in the field, marked, with the reason beside it; leaving the field drops it and says why.

    Args:
        low, high: bounds, inside which a value is accepted.
        whole: only whole numbers.
        name: accessible name.
        width: pixels at 100 %; 0 stretches.
        exact: show every digit always, for settings, where 0.999 must not read 1.00.
    """

    committed = Signal(float)
    previewed = Signal(float)
    dropped = Signal()

    def __init__(
        self,
        value: float = 0.0,
        low: float = -math.inf,
        high: float = math.inf,
        step: float = 0.1,
        whole: bool = False,
        name: Text = "",
        width: int = 58,
        exact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._exact = exact
        self._value, self._low, self._high, self._step = value, low, high, step
        self._whole, self._name, self._width = whole, name, width
        self._problem: Message | None = None
        self._previewing = self._mixed = False
        self._taken = False
        self.setProperty("outlined", "true")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.textEdited.connect(self._look)
        self.follow_theme()

    @property
    def value(self) -> float:
        """The number that was committed last, or set."""
        return self._value

    @property
    def problem(self) -> Message | None:
        """Why the text is not taken; None when it is."""
        return self._problem

    def set_value(self, value: float) -> None:
        """Show another number, unless the user is in the middle of typing one; does not emit `committed`."""
        self._value, self._mixed = value, False
        if not self.isModified():
            self._show_value()

    def set_mixed(self, value: float) -> None:
        """Say that it stands for several numbers, of which this is one; whatever is typed next is committed."""
        self._value, self._mixed = value, True
        if not self.isModified():
            self._show_value()

    def show_preview(self, value: float) -> None:
        """Show a number that another control is still moving; Escape there brings the committed one back."""
        self.setText(format_count(round(value)) if self._whole else self._short(value))
        self.setModified(False)

    def set_range(self, low: float, high: float) -> None:
        """Change the bounds; the value is left as it is."""
        self._low, self._high = low, high

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self.setFont(font("control_strong"))
        self.setFixedHeight(theme().px(28))
        if self._width:
            self.setFixedWidth(theme().px(self._width))

    def retranslate(self) -> None:
        """Take name and complaint from the language, and the number in the format of the moment."""
        self.setAccessibleName(shown(self._name))
        self._mark(self._problem)
        if not self.isModified():
            self._show_value()

    def commit(self) -> bool:
        """Take what is typed; False when it cannot be taken."""
        if not self.isModified():
            return True
        value = self._read()
        if value is None:
            return False
        self._finish()
        changed = self._mixed or value != self._value
        self._value, self._mixed = value, False
        self._show_value()
        if changed:
            self.committed.emit(value)
        return True

    def complain(self) -> None:
        """Say at the field why its text is not taken, without waiting for the pointer, until it is put right."""
        if self._problem is not None:
            Complaint(self, self._problem)

    def drop(self) -> None:
        """Bring the old value back."""
        previewed = self._previewing
        self._finish()
        self._show_value()
        if previewed:
            self.dropped.emit()

    def _finish(self) -> None:
        self._previewing = False
        self.setModified(False)
        self._mark(None)

    def _show_value(self) -> None:
        exact, place = self.hasFocus() and not self._taken, self.cursorPosition()
        whole = self._taken or (self.hasFocus() and self.selectedText() == self.text())
        self.setText("" if self._mixed else self._written(exact))
        self.setPlaceholderText(render(MIXED) if self._mixed else "")
        self.setModified(False)
        written = render(MIXED) if self._mixed else self._written(exact=True)
        self.setToolTip(written if self._problem is None else render(self._problem))
        if whole:  # also while a training gives it one number after the other
            self._select_from_end()
        elif self.hasFocus():
            self.setCursorPosition(place)

    def _select_from_end(self) -> None:
        """Select all, with the first digits in sight."""
        self.setSelection(len(self.text()), -len(self.text()))

    def _written(self, exact: bool) -> str:
        if self._whole and math.isfinite(self._value):
            return format_count(int(self._value))
        return format_exact(self._value) if exact else self._short(self._value)

    def _short(self, value: float) -> str:
        return format_exact(value) if self._exact else format_number(value)

    def _look(self, text: str) -> None:
        """While typing: clear the complaint as soon as the text can be taken, but never complain before Enter."""
        self._taken = False
        if self._problem is not None and self._read(quiet=True) is not None:
            self._mark(None)

    def _read(self, quiet: bool = False) -> float | None:
        try:
            value = float(parse_count(self.text())) if self._whole else parse_number(self.text())
        except NnsimError as error:
            problem = error.message
        else:
            if self._low <= value <= self._high:
                return value
            problem = self._outside(value)
        if not quiet:
            self._mark(problem)
        return None

    def _outside(self, value: float) -> Message:
        low, high = self._low, self._high
        if self._whole:
            value, low, high = (round(each) if math.isfinite(each) else each for each in (value, low, high))
        if math.isinf(high):
            return message("{value} is too small: at least {low}.", value=value, low=low)
        if math.isinf(low):
            return message("{value} is too large: at most {high}.", value=value, high=high)
        return message("{value} is outside {low} to {high}.", value=value, low=low, high=high)

    def _mark(self, problem: Message | None) -> None:
        changed = (problem is None) != (self._problem is None)
        self._problem = problem
        if problem is not None:
            self.setToolTip(render(problem))
        if changed:
            self.setProperty("invalid", "true" if problem is not None else "false")
            self.style().unpolish(self)
            self.style().polish(self)

    def _step_by(self, direction: int) -> None:
        base = self._read(quiet=True)
        value = (self._value if base is None else base) + direction * self._step
        # Steps of 0.1 would otherwise leave 0.30000000000000004 in the field.
        value = min(self._high, max(self._low, float(f"{value:.12g}")))
        self.setText(format_count(int(value)) if self._whole else format_exact(value))
        self.setModified(True)
        self._mark(None)
        self._previewing = True
        self.previewed.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape drops, Up and Down step."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.commit():
                self._taken = True  # what is done is shown rounded, ready to be typed over
                self._show_value()
            else:
                self.complain()
        elif key == Qt.Key.Key_Escape and self.isModified():
            self.drop()
            self._select_from_end()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_by(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show every digit, ready to be typed over."""
        super().focusInEvent(event)
        self._taken = False
        if not self.isModified():
            self._show_value()
            self._select_from_end()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what can be taken, drop what cannot."""
        super().focusOutEvent(event)
        self._taken = False
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            return
        if not self.commit():
            problem = self._problem
            self.drop()
            if problem is not None:
                Complaint(self, problem)
        self._show_value()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the number: to Qt, its two sides of the point are words of their own."""
        self._select_from_end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The click that brings the focus keeps the number selected."""
        selected = self.selectedText() == self.text()
        super().mouseReleaseEvent(event)
        if selected and not self.hasSelectedText():
            self._select_from_end()
