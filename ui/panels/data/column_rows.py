"""The columns of a draft, one row each: its role, its encoding, whether it is standardized, and what it becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.data import (
    ColumnSummary,
    Preview,
    can_be_classes,
    can_be_numbers,
    change_column,
    number_alike,
    numbered_columns,
    possible_encodings,
    preview,
    with_classes_as_numbers,
    with_numbers_as_classes,
    with_one_numbering,
)
from nnsim.document import DataSource
from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Button, Divider, Label, Themed, ToggleSwitch
from ui.panels.data.class_numbers import ClassNumbers
from ui.panels.data.column_words import ENCODINGS, ROLES, becomes, facts
from ui.panels.data.draft import Draft
from ui.panels.data.short_label import ShortLabel
from ui.panels.inspector.choice_box import ChoiceBox

_ROLE_WIDTH, _ENCODING_WIDTH, _SWITCH_WIDTH = 112, 150, 132
_AT_ONCE = 24
"""So many rows are made at once; wide tables ask for more."""


class ColumnRows(Themed, QWidget):
    """All columns of the draft's source; every control changes the draft at once."""

    def __init__(self, draft: Draft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self.rows: list[ColumnRow] = []
        self._narrow = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._more = Button("", icon="caret-down", kind="bare", size="small")
        self._more.clicked.connect(self._add_rows)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_rows()
        draft.changed.connect(self._show)
        self.follow_theme()

    def set_narrow(self, on: bool) -> None:
        """Put what stands side by side below each other."""
        self._narrow = on
        for row in self.rows:
            row.set_narrow(on)

    def _add_rows(self) -> None:
        source = self._draft.source
        if source is None:
            self._more.hide()
            return
        summaries = preview(source, first=0).columns
        for summary in summaries[len(self.rows) : len(self.rows) + _AT_ONCE]:
            row = ColumnRow(self._draft, source, summary)
            row.set_narrow(self._narrow)
            self.rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        left = len(summaries) - len(self.rows)
        self._more.setVisible(left > 0)
        self._more.set_text(message("Show {count} more columns", count=min(left, _AT_ONCE)))

    def _show(self) -> None:
        source = self._draft.source
        if source is None:
            return
        shown: Preview = preview(source, first=0)
        for row, summary in zip(self.rows, shown.columns, strict=False):
            row.show_summary(summary)


class ColumnRow(Themed, QWidget):
    """One column of the table: name and facts, role, encoding, standardizing, and an arrow to what it becomes."""

    def __init__(
        self, draft: Draft, source: DataSource, summary: ColumnSummary, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._draft, self._index = draft, summary.index
        self._summary = summary
        self.name = ShortLabel(summary.column.name, "control_strong")
        self._facts = Label("", "small", "text3", wrap=True)
        self.role = ChoiceBox(ROLES, message("Role"))
        self.role.chosen.connect(lambda role: self._change(role=role))
        self.encoding = ChoiceBox(_choices(source, summary), message("Encoding"))
        self.encoding.chosen.connect(self._encode)
        for box in (self.role, self.encoding):
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel that passes over them leaves the focus alone
        self.standardize = ToggleSwitch(message("Standardize"))
        self.standardize.clicked.connect(lambda on: self._change(standardize=on))
        self._becomes = Label("", "small", "text2", wrap=True)
        self.numbers: ClassNumbers | None = None
        self._lay_out()
        self.show_summary(summary)
        self.follow_theme()

    def show_summary(self, summary: ColumnSummary) -> None:
        """Show the column as it is used now."""
        self._summary = summary
        column = summary.column
        self._facts.set_text(facts(summary))
        self.role.set_current(column.role)
        self.encoding.set_current("codes" if column.categories and column.encoding == "number" else column.encoding)
        used = column.role != "ignore"
        self.encoding.setEnabled(used and self.encoding.count() > 1)
        self.standardize.setVisible(not column.categories)
        self.standardize.setEnabled(used)
        self.standardize.setChecked(column.standardize)
        self._becomes.set_text(message("→ {meaning}", meaning=becomes(summary)))
        self._show_numbers(summary)

    def set_narrow(self, on: bool) -> None:
        """Put what stands side by side below each other."""
        ways = QBoxLayout.Direction
        for pair in self._pairs:
            pair.setDirection(ways.TopToBottom if on else ways.LeftToRight)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        for pair in self._pairs:
            pair.setSpacing(px(8))
        self._lines.setContentsMargins(0, px(10), 0, px(10))
        self._lines.setSpacing(px(4))
        self._controls.setSpacing(px(8))
        self.role.setFixedWidth(px(_ROLE_WIDTH))
        self.encoding.setFixedWidth(px(_ENCODING_WIDTH))
        self._place.setFixedWidth(px(_SWITCH_WIDTH))
        self._becomes.setFixedWidth(px(_ROLE_WIDTH) + px(_ENCODING_WIDTH) + px(_SWITCH_WIDTH) + 2 * px(8))

    def _show_numbers(self, summary: ColumnSummary) -> None:
        """The table of classes and their numbers, below a column that is used so."""
        source = self._draft.source
        wanted = source is not None and summary.index in numbered_columns(source)
        if wanted and self.numbers is None:
            self.numbers = ClassNumbers()
            self.numbers.unify.clicked.connect(lambda: self._draft.change(with_one_numbering, anew=True))
            self._lines.addWidget(self.numbers)
        if self.numbers is not None:
            self.numbers.setVisible(wanted)
        if wanted and self.numbers is not None and source is not None:
            count = 0 if number_alike(source) else len(numbered_columns(source))
            self.numbers.show_classes(summary.categories, count)

    def _lay_out(self) -> None:
        self._controls = QHBoxLayout()
        self._controls.setContentsMargins(0, 0, 0, 0)
        self._controls.addWidget(self.role)
        self._controls.addWidget(self.encoding)
        self._place = QWidget()
        switch = QHBoxLayout(self._place)
        switch.setContentsMargins(0, 0, 0, 0)
        switch.addWidget(self.standardize)
        self._controls.addWidget(self._place)
        upper, lower = QBoxLayout(QBoxLayout.Direction.LeftToRight), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        upper.addWidget(self.name, 1)
        upper.addLayout(self._controls)
        lower.addWidget(self._facts, 1, Qt.AlignmentFlag.AlignTop)
        lower.addWidget(self._becomes, 0, Qt.AlignmentFlag.AlignTop)
        self._lines = QVBoxLayout()
        self._pairs = (upper, lower)
        for pair in self._pairs:
            pair.setContentsMargins(0, 0, 0, 0)
            self._lines.addLayout(pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._lines)
        column.addWidget(Divider())

    def _change(self, **changes: object) -> None:
        self._draft.change(lambda source: change_column(source, self._index, **changes))

    def _encode(self, encoding: str) -> None:
        is_class = bool(self._summary.column.categories)
        if encoding == "codes":
            self._change(encoding="number")
        elif encoding == "classes":
            self._draft.change(lambda source: with_numbers_as_classes(source, self._index), anew=True)
        elif encoding == "number" and is_class:
            self._draft.change(lambda source: with_classes_as_numbers(source, self._index), anew=True)
        else:
            self._change(encoding=encoding)


def _choices(source: DataSource, summary: ColumnSummary) -> list[tuple[str, Message]]:
    numbered = "codes" if summary.column.categories else "number"
    keys = [numbered if key == "number" else key for key in possible_encodings(summary.column)]
    if can_be_classes(source, summary.index):
        keys.append("classes")
    if can_be_numbers(source, summary.index):
        keys.append("number")
    return [(key, ENCODINGS[key]) for key in keys]
