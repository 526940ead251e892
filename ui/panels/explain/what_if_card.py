"""What became other by what is tried out: each number beside what it was."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from nnsim.text import Message, format_loss, format_number, message, render
from nnsim.trace import Explanation, StepView
from nnsim.trace.differences import Difference, differences
from ui.bridge import StepClock, WhatIf
from ui.look import font, theme
from ui.look.widgets import Card, Label, Themed
from ui.teaching import rich_sentence

MOST = 8
"""Numbers that are listed; of more the rest are counted"""


@dataclass(frozen=True, slots=True)
class Row:
    """A number by name, as it was and as it is."""

    name: Message
    old: str
    new: str
    value: float


class WhatIfCard(Themed, QWidget):
    """There while something is tried out and can be compared."""

    def __init__(self, what_if: WhatIf, clock: StepClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what_if, self._clock = what_if, clock
        self._card = Card(padding=14, radius=12, tone="sunken")
        self._title = Label("", "card_title", wrap=True)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        self._more = Label("", "small", "text3")
        self._cells: list[QLabel] = []
        self._card.body.addWidget(self._title)
        self._card.body.addLayout(self._grid)
        self._card.body.addWidget(self._more)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._card)
        self.follow_theme()

    def follow(self) -> None:
        """Take what is tried at the stop of the clock."""
        told, view = self._what_if.earlier(), self._clock.view
        self.setVisible(told is not None)
        if told is None or view is None:
            return
        self._title.set_text(self._what_if.text)
        rows = self._rows(told[0], view, told[1])
        self._fill(rows[-MOST:])
        rest = len(rows) - MOST
        self._more.setVisible(rest > 0 or not rows)
        self._more.set_text(message("{count} more numbers before these", count=rest) if rows
                            else message("Up to here nothing has become other."))

    def restyle(self) -> None:
        """Take sizes and colors from the theme."""
        self._column.setContentsMargins(0, 0, 0, theme().px(12))
        self._grid.setHorizontalSpacing(theme().px(10))
        self._grid.setVerticalSpacing(theme().px(2))
        self.follow()

    def retranslate(self) -> None:
        """Take names and numbers from the language."""
        self.follow()

    def _rows(self, before: StepView, after: StepView, was: Explanation | None) -> list[Row]:
        """What is listed, by name: what only passes on a number that has its name already is left out; the outcome of
        the stop comes last, where it is no number of a unit."""
        named: dict[str, Row] = {}
        for each in differences(before, after):
            precise = each.quantity == "loss" or (each.quantity == "value" and each.node in after.probabilities)
            write, name = format_loss if precise else format_number, self._name(each)
            named.setdefault(render(name), Row(name, write(each.old), write(each.new), each.new))
        now = self._clock.explanation()
        if now is not None and was is not None and was.outcome != now.outcome:
            name = self._clock.name_of(now.result)
            told = any((row.old, row.new) == (was.outcome_text, now.outcome_text) for row in named.values())
            if not told:
                named[render(name)] = Row(name, was.outcome_text, now.outcome_text, now.outcome)
        return list(named.values())

    def _fill(self, rows: list[Row]) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells, tokens = [], theme().tokens
        for number, row in enumerate(rows):
            written = (
                rich_sentence(row.name, tokens),
                f'<span style="color:{tokens.text3.name()}"><s>{row.old}</s></span>',
                f'<span style="color:{tokens.sign(row.value).name()}; font-weight:600">{row.new}</span>',
            )
            for column, text in enumerate(written):
                # letters of a formula must not push the lines apart
                cell = QLabel(f'<p style="line-height:{theme().px(18)}px; -qt-line-height-type:fixed">{text}</p>')
                cell.setFont(font("small"))
                side = Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignRight
                cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(cell, number, column)
                self._cells.append(cell)
        self.setAccessibleName(render(self._what_if.text))
        self.setAccessibleDescription("; ".join(f"{render(row.name)}: {row.old} → {row.new}" for row in rows))

    def _name(self, each: Difference) -> Message:
        if each.quantity == "loss":
            return message("Loss")
        name = self._clock.name_of_unit(each.node, each.unit)
        if each.quantity == "sum":
            return message("Sum of {name}", name=name)
        return message("Gradient of {name}", name=name) if each.quantity == "delta" else name
