"""What became other by what is tried out: each number beside what it was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from nnsim.text import Message, format_loss, format_number, message, render
from nnsim.trace.differences import Difference, differences
from ui.bridge import StepClock, WhatIf
from ui.look import font, theme
from ui.look.widgets import Card, Label, Themed
from ui.teaching import rich_sentence

MOST = 8
"""Numbers that are listed; of more the rest are counted"""


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
        found = self._told_once(differences(told[0], view))
        self._fill(found[-MOST:], view.probabilities)
        rest = len(found) - MOST
        self._more.setVisible(rest > 0 or not found)
        self._more.set_text(message("{count} more numbers before these", count=rest) if found
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

    def _told_once(self, found: tuple[Difference, ...]) -> list[Difference]:
        """Without what only passes on a number that has its name already."""
        named: dict[str, Difference] = {}
        for each in found:
            named.setdefault(render(self._name(each)), each)
        return list(named.values())

    def _fill(self, found: list[Difference], probabilities: frozenset[str]) -> None:
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells, told = [], []
        tokens = theme().tokens
        for row, each in enumerate(found):
            precise = each.quantity == "loss" or (each.quantity == "value" and each.node in probabilities)
            write = format_loss if precise else format_number
            old, new = write(each.old), write(each.new)
            name = self._name(each)
            told.append(f"{render(name)}: {old} → {new}")
            written = (
                rich_sentence(name, tokens),
                f'<span style="color:{tokens.text3.name()}"><s>{old}</s></span>',
                f'<span style="color:{tokens.sign(each.new).name()}; font-weight:600">{new}</span>',
            )
            for column, text in enumerate(written):
                # letters of a formula must not push the lines apart
                cell = QLabel(f'<p style="line-height:{theme().px(18)}px; -qt-line-height-type:fixed">{text}</p>')
                cell.setFont(font("small"))
                side = Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignRight
                cell.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(cell, row, column)
                self._cells.append(cell)
        self.setAccessibleName(render(self._what_if.text))
        self.setAccessibleDescription("; ".join(told))

    def _name(self, each: Difference) -> Message:
        if each.quantity == "loss":
            return message("Loss")
        name = self._clock.name_of_unit(each.node, each.unit)
        if each.quantity == "sum":
            return message("Sum of {name}", name=name)
        return message("Gradient of {name}", name=name) if each.quantity == "delta" else name
