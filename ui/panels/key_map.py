"""The map of keys: every action that has one, by group, as the keys stand on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.canvas import acts as canvas_acts
from ui.look import theme
from ui.look.widgets import KeyCap, Label, Themed
from ui.panels.actions import GROUPS
from ui.panels.dialog_page import DialogPage
from ui.panels.lecture_keys import LECTURE_KEYS, TITLE

Row = tuple[Message, tuple[str, ...]]
Group = tuple[Message, list[Row]]
_MOST_COLUMNS, _COLUMN = 3, 310


class KeyMap(DialogPage):
    """Groups of keys in as many columns as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Map of keys"), 1120, 860, parent)
        groups = [(title, [(act.text, act.keys[:1]) for act in acts if act.keys]) for title, acts in GROUPS]
        self.body.addWidget(GroupColumns([*groups, *_on_the_canvas(), (TITLE, list(LECTURE_KEYS))]))
        self.body.addStretch(1)


def _on_the_canvas() -> list[Group]:
    """The keys of the canvas, by group; keys that the window has too stand there."""
    groups = []
    for group in canvas_acts.GROUPS:
        rows = [(act.text, act.keys[:1]) for act in canvas_acts.CANVAS_ACTS
                if act.group == group.id and act.keys and not act.of_window]  # fmt: skip
        rows += [(held.text, held.keys) for held in canvas_acts.HELD_KEYS if held.group == group.id]
        if rows:
            groups.append((group.title, list(dict.fromkeys(rows))))  # acts that do alike in their places are one here
    return groups


class GroupColumns(Themed, QWidget):
    """Groups of keys side by side, in columns of about the same length."""

    def __init__(self, groups: list[Group]) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._columns = [QVBoxLayout() for _ in range(_MOST_COLUMNS)]
        for column in self._columns:
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._row.addLayout(column)
        self._blocks = [KeyGroup(title, rows) for title, rows in groups]
        self._lengths = [len(rows) + 2 for _, rows in groups]
        self._count = 0
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(36))
        for column in self._columns:
            column.setSpacing(theme().px(8))
        self._deal()

    def _deal(self) -> None:
        """Put the groups one below the other, and on in the next column where the share of one is full."""
        count = max(1, min(_MOST_COLUMNS, self.width() // theme().px(_COLUMN)))
        if count == self._count:
            return
        self._count, share, filled = count, sum(self._lengths) / count, 0.0
        for block, length in zip(self._blocks, self._lengths, strict=True):
            self._columns[min(count - 1, int((filled + length / 2) / share))].addWidget(block)
            filled += length
        for place, column in enumerate(self._columns):
            self._row.setStretchFactor(column, int(place < count))

    def minimumSizeHint(self) -> QSize:
        """As narrow as one column; the groups then stand below each other."""
        return QSize(theme().px(_COLUMN), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More columns where there is room for them."""
        super().resizeEvent(event)
        self._deal()


class KeyGroup(Themed, QWidget):
    """The keys of one group under its title."""

    def __init__(self, title: Message, rows: list[Row]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(Label(title, "label", "text3"), 0, 0, 1, 2)
        for place, (text, keys) in enumerate(rows, 1):
            self._grid.addWidget(Label(text, "small", "text2"), place, 0)
            self._grid.addWidget(Keys(keys), place, 1)
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._grid.setContentsMargins(0, 0, 0, theme().px(6))
        self._grid.setVerticalSpacing(theme().px(6))


class Keys(Themed, QWidget):
    """The keys of one action, side by side."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        for key in keys:
            row.addWidget(KeyCap(key))
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self.layout().setSpacing(theme().px(4))
