"""The sample networks: filters, search, and the grid of cards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import Button, Label
from ui.look.widgets.themed import Themed
from ui.panels.gallery.card_grid import CardGrid
from ui.panels.gallery.entries import CATEGORIES, Entry, EntryReader
from ui.panels.gallery.sample_card import SampleCard
from ui.panels.gallery.sample_head import ALL, SampleHead

# the order of the course; other samples follow by name
ORDER = ("mcculloch-pitts", "perceptron", "adaline", "logistic", "mlp-by-hand", "mlp-xor", "spirals", "cnn-digits")


class SamplePart(Themed, QWidget):
    """The samples of a folder; `chosen` tells the path of the one that was clicked."""

    chosen = Signal(Path)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category, self._text = ALL, ""
        self._waiting = {str(path) for path in folder.glob("*.nnsim")}
        self._entries: dict[str, Entry] = {}
        self._reader = EntryReader(self)
        self._reader.read.connect(self._take)
        self.head = SampleHead(dict(reversed(CATEGORIES.items())))
        self.head.category_chosen.connect(self.show_category)
        self.head.searched.connect(self.search)
        self._grid = CardGrid()
        self._nothing = Label(token="text2")
        self._everything = Button(message("Show all samples"), size="small")
        self._everything.clicked.connect(self.show_all)
        self._column, self._empty = QVBoxLayout(self), QHBoxLayout()
        self._lay_out()
        self.follow_theme()
        self.show_all()
        self._reader.request(sorted(self._waiting))

    @property
    def cards(self) -> list[SampleCard]:
        """The cards that are shown."""
        return self._grid.shown

    def finish_reading(self) -> None:
        """Wait until every sample was read."""
        self._reader.finish()

    def show_category(self, category: str) -> None:
        """Show one category of samples, or all."""
        self._category = category
        self.head.show_category(category)
        self._filter()

    def search(self, text: str) -> None:
        """Show the samples that have these words."""
        self._text = text.strip()
        self._filter()

    def show_all(self) -> None:
        """No filter, no search."""
        self.head.search.clear()
        self.show_category(ALL)

    def restyle(self) -> None:
        """Take gaps from the theme."""
        self._column.setSpacing(theme().px(24))
        self._empty.setSpacing(theme().px(16))

    def _lay_out(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.head)
        self._column.addWidget(self._grid)
        self._empty.addWidget(self._nothing)
        self._empty.addWidget(self._everything)
        self._empty.addStretch(1)
        self._column.addLayout(self._empty)
        self._column.addStretch(1)

    def _take(self, path: str, entry: Entry | None) -> None:
        """Cards appear in their order once the last sample was read."""
        self._waiting.discard(path)
        if entry is not None:
            self._entries[path] = entry
        if self._waiting:
            return
        for known in sorted(self._entries, key=_place):
            card = SampleCard(self._entries[known])
            card.clicked.connect(partial(self._choose, known))
            self._grid.add(card)
        self.head.offer({entry.category for entry in self._entries.values()} & set(CATEGORIES))
        self._filter()

    def _choose(self, path: str, _checked: bool = False) -> None:
        self.chosen.emit(Path(path))

    def _filter(self) -> None:
        for card in self._grid.all:
            card.setVisible(self._category in (ALL, card.entry.category) and card.entry.holds(self._text))
        self._grid.arrange()
        missing = bool(self._grid.all) and not self._grid.shown
        self._nothing.set_text(_not_found(self._text) if missing else "")
        self._grid.setVisible(not missing)
        self._nothing.setVisible(missing)
        self._everything.setVisible(missing)


def _not_found(text: str) -> Message:
    if not text:
        return message("There is no such sample yet.")
    return message("No sample called '{text}'.", text=text)


def _place(path: str) -> tuple[int, str]:
    stem = Path(path).stem
    return (ORDER.index(stem) if stem in ORDER else len(ORDER)), stem
