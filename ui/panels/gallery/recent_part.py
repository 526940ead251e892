"""The recent files as rows; the whole part is hidden while there are none."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.text import message
from ui.look import theme
from ui.look.widgets import Label
from ui.look.widgets.themed import Themed
from ui.panels.gallery.entries import Entry, EntryReader
from ui.panels.gallery.entry_row import EntryRow


class RecentPart(Themed, QWidget):
    """Rows of files that still open, the newest first; `chosen` tells the path of the one that was clicked.

    Args:
        recent: gives the paths, the newest first.
    """

    chosen = Signal(Path)
    listed = Signal()

    def __init__(self, recent: Callable[[], list[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent = recent
        self._paths: list[str] = []
        self._waiting: set[str] = set()
        self._shown: list[EntryRow] = []
        self._entries: dict[str, Entry] = {}
        self._reader = EntryReader(self)
        self._reader.read.connect(self._take)
        self._title = Label(message("Recent"), "label", "text3")
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._scroll)
        self.follow_theme()
        self._show()

    @property
    def rows(self) -> list[EntryRow]:
        """The rows, from the top."""
        return list(self._shown)

    def refresh(self) -> None:
        """Read the recent files anew."""
        self._paths = self._recent()
        self._waiting = set(self._paths)
        self._reader.request(self._paths)
        if not self._paths:
            self._show()

    def finish_reading(self) -> None:
        """Wait until every file was read."""
        self._reader.finish()

    def restyle(self) -> None:
        """Take gaps from the theme."""
        look = theme()
        self._title.setContentsMargins(look.px(10), 0, look.px(10), look.px(6))
        self._column.setContentsMargins(0, look.px(30), 0, look.px(12))
        self._column.setSpacing(0)

    def _take(self, path: str, entry: Entry | None) -> None:
        self._waiting.discard(path)
        self._entries.pop(path, None)
        if entry is not None:
            self._entries[path] = entry
        if not self._waiting:
            self._show()

    def _show(self) -> None:
        for row in self._shown:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown = []
        known = [path for path in self._paths if path in self._entries]
        for place, path in enumerate(known):
            row = EntryRow(self._entries[path])
            row.clicked.connect(partial(self._choose, path))
            self._rows.insertWidget(place, row)
            self._shown.append(row)
        self._title.setVisible(bool(known))
        self._scroll.setVisible(bool(known))
        self.listed.emit()

    def _choose(self, path: str, _checked: bool = False) -> None:
        self.chosen.emit(Path(path))
        self.refresh()  # a file that turned out to be gone leaves the list
