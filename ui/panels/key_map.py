"""The map of keys: every action that has one, by group, as the keys stand on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from nnsim.text import Message, message
from ui.canvas import acts as canvas_acts
from ui.look import theme
from ui.look.widgets import KeyCap, Label, Themed
from ui.panels.actions import GROUPS
from ui.panels.dialog_page import DialogPage


class KeyMap(DialogPage):
    """Two columns of groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(message("Map of keys"), 760, 760, parent)
        groups = [(title, [(act.text, act.keys[:1]) for act in acts if act.keys]) for title, acts in GROUPS]
        self.body.addWidget(GroupColumns([*groups, *_on_the_canvas()]))
        self.body.addStretch(1)


def _on_the_canvas() -> list[tuple[Message, list[tuple[Message, tuple[str, ...]]]]]:
    """The keys of the canvas, by group; keys that the window has too stand there."""
    groups = []
    for group in canvas_acts.GROUPS:
        rows = [(act.text, act.keys[:1]) for act in canvas_acts.CANVAS_ACTS
                if act.group == group.id and act.keys and not act.of_window]  # fmt: skip
        rows += [(held.text, held.keys) for held in canvas_acts.HELD_KEYS if held.group == group.id]
        if rows:
            groups.append((group.title, rows))
    return groups


class GroupColumns(Themed, QWidget):
    """Groups of keys, side by side in two columns of about the same length."""

    def __init__(self, groups: list[tuple[Message, list[tuple[Message, tuple[str, ...]]]]]) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._grids: list[QGridLayout] = []
        total = sum(len(rows) + 2 for _, rows in groups)
        filled = 0
        for title, rows in groups:
            if not self._grids or (len(self._grids) == 1 and filled >= total / 2):
                grid = QGridLayout()
                grid.setColumnStretch(0, 1)
                grid.setAlignment(Qt.AlignmentFlag.AlignTop)
                self._grids.append(grid)
                self._row.addLayout(grid, 1)
            _add_group(self._grids[-1], title, rows)
            filled += len(rows) + 2
        self.follow_theme()

    def restyle(self) -> None:
        """Take spacing from the theme."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme().px(36))
        for grid in self._grids:
            grid.setVerticalSpacing(theme().px(6))


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


def _add_group(grid: QGridLayout, title: Message, rows: list[tuple[Message, tuple[str, ...]]]) -> None:
    heading = Label(title, "label", "text3")
    heading.setContentsMargins(0, theme().px(8) if grid.rowCount() > 1 else 0, 0, 0)
    grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
    for text, keys in rows:
        place = grid.rowCount()
        grid.addWidget(Label(text, "small", "text2"), place, 0)
        grid.addWidget(Keys(keys), place, 1)
