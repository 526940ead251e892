"""The palette: search, categories and their entries, wide or as a rail of icons, with the data card below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nnsim.text import message, render
from ui.look import theme
from ui.look.widgets.button import Button
from ui.look.widgets.label import Label
from ui.look.widgets.search_field import SearchField
from ui.look.widgets.section_header import SectionHeader
from ui.look.widgets.themed import Themed
from ui.panels.palette_entries import Category, Entry, begins, categories, is_named, matches, suggestion
from ui.panels.palette_rail import PaletteRail
from ui.panels.palette_row import LINE, PaletteEntry, PaletteRow, PaletteTile, name_lines, name_width
from ui.panels.surface import Surface

WIDE, RAIL = 220, 56


class Palette(Surface):
    """The column at the left. `add_requested` asks for an entry on the canvas, `taken` that the pointer carries it.

    Args:
        data_card: stands at the lower end; hidden in the rail.
    """

    add_requested = Signal(object)
    taken = Signal(object)
    rail_changed = Signal(bool)

    def __init__(self, data_card: QWidget | None = None, parent: QWidget | None = None) -> None:
        super().__init__(edges=("right",), width=WIDE, parent=parent)
        found = categories()
        self._entries = tuple(entry for category in found for entry in category.entries)
        self.search = SearchField(message("Search layers"), key="/")
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._add_first)
        self._sections = [Section(category) for category in found]
        for section in self._sections:
            section.chosen.connect(self.add_requested)
            section.taken.connect(self.taken)
        self._nothing = NothingFound()
        self._nothing.taken.connect(self._take_suggestion)
        self.rail = PaletteRail(found)
        self.rail.chosen.connect(self.add_requested)
        self.rail.search_wanted.connect(self.focus_search)
        self.rail.data_wanted.connect(self.focus_data)
        self.rail.widen_wanted.connect(lambda: self.set_rail(False))
        self._pages = QStackedWidget()
        self._frame = QHBoxLayout(self)
        self._frame.addWidget(self._pages)
        self._data_card = data_card
        self._wide = self._wide_page(data_card)
        self._pages.addWidget(self._wide)
        self._pages.addWidget(self.rail)
        self.restyle()

    @property
    def is_rail(self) -> bool:
        """Whether only icons are shown."""
        return self._pages.currentWidget() is self.rail

    def set_rail(self, on: bool) -> None:
        """Shrink to icons, or widen again."""
        if on == self.is_rail:
            return
        self._pages.setCurrentWidget(self.rail if on else self._wide)
        self.set_extent(width=RAIL if on else WIDE)
        self.rail_changed.emit(on)

    def show_carried(self, payload: str) -> None:
        """Mark the entry that the pointer carries; an empty payload marks none."""
        for section in self._sections:
            for widget in section.entries:
                widget.set_carried(bool(payload) and widget.entry.payload == payload)

    def focus_search(self) -> None:
        """Widen, and put the cursor into the search field."""
        self.set_rail(False)
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_data(self) -> None:
        """Widen, and give the keyboard to what opens the data."""
        self.set_rail(False)
        buttons = self._data_card.findChildren(QAbstractButton) if self._data_card is not None else []
        shown = next((button for button in buttons if button.isVisible()), None)
        if shown is not None:
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def restyle(self) -> None:
        """Take width and margins from the theme."""
        super().restyle()
        if hasattr(self, "_frame"):
            self._frame.setContentsMargins(0, 0, theme().px(1), 0)

    def _wide_page(self, data_card: QWidget | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Padded(self.search, 12, 12, 12, 4))
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, theme().px(8))
        rows.setSpacing(0)
        for section in self._sections:
            rows.addWidget(section)
        rows.addWidget(self._nothing)
        rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(scroll, 1)
        if data_card is not None:
            column.addWidget(data_card)
        return page

    def _filter(self, query: str) -> None:
        found = [section.filter(query) for section in self._sections]
        self._nothing.tell(query, None if any(found) else suggestion(query, self._entries), not any(found))
        first = self._first()
        for section in self._sections:
            for widget in section.entries:
                widget.set_next(widget.entry is first)

    def _first(self) -> Entry | None:
        """What Enter places: the entry of this very name, else the first of which a word begins so, else the first."""
        query = self.search.text()
        found = [entry for entry in self._entries if query.strip() and matches(entry, query)]
        found.sort(key=lambda entry: (not is_named(entry, query), not begins(entry, query)))
        return found[0] if found else None

    def _add_first(self) -> None:
        first = self._first()
        if first is not None:
            self.add_requested.emit(first)
            self.search.clear()

    def _take_suggestion(self, entry: Entry) -> None:
        self.search.clear()
        self.add_requested.emit(entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search field to the first entry that is shown, and on from there."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class Section(QWidget):
    """One category: its header, and its entries as rows or as tiles."""

    chosen = Signal(object)
    taken = Signal(object)

    def __init__(self, category: Category, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget(self)
        self.header = SectionHeader(category.title, len(category.entries), category.is_open, content)
        self._was_open: bool | None = None
        self.entries: list[PaletteEntry] = []
        self._grid = _tile_grid(content) if category.tiles else None
        rows = _row_column(content) if self._grid is None else None
        for entry in category.entries:
            widget = PaletteTile(entry) if category.tiles else PaletteRow(entry)
            widget.chosen.connect(self.chosen)
            widget.taken.connect(self.taken)
            self.entries.append(widget)
            if rows is not None:
                rows.addWidget(widget)
        self._tile()
        theme().language_changed.connect(self._tile)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme().px(2), 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(content)

    def _tile(self) -> None:
        """Four tiles in a row, or three where the language has longer words; as high as the longest name needs."""
        if self._grid is None:
            return
        widest = max(name_width(word) for tile in self.entries for word in render(tile.entry.title).split())
        across, width = (4, 46) if widest <= theme().px(46) else (3, 62)
        lines = max(len(name_lines(tile.entry, theme().px(width))) for tile in self.entries)
        for place, tile in enumerate(self.entries):
            self._grid.addWidget(tile, place // across, place % across)
            if isinstance(tile, PaletteTile):
                tile.set_extent(width, 50 + LINE * (lines - 1))

    def filter(self, query: str) -> int:
        """Show the entries that match, also of a closed section; tells how many there are."""
        count = 0
        for widget in self.entries:
            fits = matches(widget.entry, query)
            widget.setVisible(fits)
            count += fits
        self.header.set_count(count)
        self.setVisible(count > 0)
        self._open_while(bool(query.strip()))
        return count

    def _open_while(self, searching: bool) -> None:
        """Open for the time of a search; after it, as it was before."""
        if searching and self._was_open is None:
            self._was_open = self.header.isChecked()
        if self._was_open is not None:
            self.header.setChecked(searching or self._was_open)
        if not searching:
            self._was_open = None


class NothingFound(Themed, QWidget):
    """What stands in place of the entries when a search finds none."""

    taken = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._sentence = Label(role="small", token="text2", wrap=True)
        self._button = Button("", icon="plus", size="small")
        self._button.clicked.connect(lambda: self.taken.emit(self._entry))
        column = QVBoxLayout(self)
        column.addWidget(self._sentence)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()
        self.follow_theme()

    def restyle(self) -> None:
        """Take margins from the theme."""
        side = theme().px(14)
        self.layout().setContentsMargins(side, theme().px(8), side, theme().px(8))

    def tell(self, query: str, entry: Entry | None, nothing: bool) -> None:
        """Say that nothing is called so, and what is called alike."""
        self._entry = entry
        self._button.setVisible(entry is not None)
        if entry is not None:
            self._sentence.set_text(
                message("No layer called '{query}'. Did you mean {name}?", query=query, name=entry.title)
            )
            self._button.set_text(entry.title)
        else:
            self._sentence.set_text(message("No layer called '{query}'.", query=query))
        self.setVisible(nothing)


class Padded(Themed, QWidget):
    """One widget with margins in pixels at 100 %, left, top, right, bottom."""

    def __init__(self, widget: QWidget, *margins: int) -> None:
        super().__init__()
        self._margins = margins
        row = QHBoxLayout(self)
        row.addWidget(widget)
        self.follow_theme()

    def restyle(self) -> None:
        """Take the margins from the theme."""
        left, top, right, bottom = (theme().px(margin) for margin in self._margins)
        self.layout().setContentsMargins(left, top, right, bottom)

    def sizeHint(self) -> QSize:
        """What the widget asks for, and the margins."""
        return self.layout().sizeHint()


def _tile_grid(content: QWidget) -> QGridLayout:
    grid = QGridLayout(content)
    grid.setContentsMargins(theme().px(15), 0, 0, theme().px(2))
    grid.setSpacing(theme().px(2))
    grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return grid


def _row_column(content: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
