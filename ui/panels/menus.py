"""The menu of the window: the table of actions as submenus, the recent files among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nnsim.text import Message, message, render
from ui.look import icon, theme
from ui.look.widgets import Menu
from ui.panels.actions import EDIT, GROUPS, VIEW, Actions
from ui.panels.preferences import recent_files

# a line stands before these
_LINE_BEFORE = frozenset(
    ("save", "close", "preferences", "quit", "search", "show_ahead", "palette", "next_area", "theme", "train_step",
     "play", "detail_layer", "about")
)  # fmt: skip


class WindowMenu(Menu):
    """Everything under the menu button.

    Args:
        open_recent: called with the path of a file that was chosen.

    `view` is the submenu that the canvas opens, too.
    """

    def __init__(self, actions: Actions, open_recent: Callable[[Path], None], parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._open_recent = open_recent
        self._recent = Menu(message("Open recent"), self)
        self._editing: list[QAction] = []
        self._canvas = Menu(message("On the canvas"), self)
        for title, acts in GROUPS:
            submenu = self._submenu(title)
            if acts is VIEW:
                self.view = submenu
            for act in acts:
                if act.id in _LINE_BEFORE:
                    submenu.addSeparator()
                submenu.addAction(actions[act.id])
                if act.id == "open":
                    submenu.addMenu(self._recent)
            if acts is EDIT:
                submenu.aboutToShow.connect(partial(self._list_editing, submenu, actions))
                self.addMenu(self._canvas)
        self._recent.aboutToShow.connect(self._list_recent)
        self._canvas.aboutToShow.connect(lambda: actions.canvas.fill(self._canvas))
        self.aboutToShow.connect(lambda: self._recent.setEnabled(bool(recent_files())))
        self.aboutToShow.connect(lambda: self._canvas.setEnabled(actions["fit"].isEnabled()))

    def _submenu(self, title: Message) -> Menu:
        submenu = Menu(title, self)
        self.addMenu(submenu)
        return submenu

    def _list_editing(self, menu: Menu, actions: Actions) -> None:
        """What the canvas can do with what is selected stands before the search."""
        for entry in self._editing:
            menu.removeAction(entry)
            entry.deleteLater()
        self._editing = actions.canvas.editing(menu) if actions["fit"].isEnabled() else []
        before = menu.actions()[menu.actions().index(actions["search"]) - 1]
        if self._editing:
            line = QAction(menu)
            line.setSeparator(True)
            self._editing.insert(0, line)
        menu.insertActions(before, self._editing)

    def _list_recent(self) -> None:
        self._recent.clear()
        paths = [Path(name) for name in recent_files()]
        for path, shown in zip(paths, told_apart(paths), strict=True):
            action = self._recent.addAction(icon("file"), shown.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, path))
        self._recent.setToolTipsVisible(True)


def told_apart(paths: Sequence[Path]) -> list[str]:
    """The names of files; those of one name with as many of their folders as tell them apart."""
    names = [path.stem for path in paths]
    for depth in range(1, max((len(path.parts) for path in paths), default=1)):
        alike = {name for name, count in Counter(names).items() if count > 1}
        if not alike:
            break
        for at, path in enumerate(paths):
            if names[at] in alike:
                names[at] = f"{path.stem} – {Path(*path.parent.parts[-depth:])}"
    return names


class DocumentMenu(Menu):
    """Under the title: rename, save, where the file is."""

    def __init__(self, actions: Actions, rename: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent=parent)
        self._rename = QAction(self)  # one that the menu makes can be taken for an older one that is gone
        self.addAction(self._rename)
        self._rename.triggered.connect(rename)
        self.addSeparator()
        for name in ("save", "save_as", "close"):
            self.addAction(actions[name])
        theme().language_changed.connect(self._retranslate)
        theme().changed.connect(self._redraw)
        self._retranslate()
        self._redraw()

    def _retranslate(self) -> None:
        self._rename.setText(render(message("Rename…")))

    def _redraw(self) -> None:
        self._rename.setIcon(icon("pencil-simple"))
