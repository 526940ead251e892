"""The palette as a rail: one icon for each category, whose entries open beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nnsim.text import message
from ui.look import theme
from ui.look.widgets.card import Divider
from ui.look.widgets.icon_button import IconButton
from ui.look.widgets.themed import Themed
from ui.panels.entry_menu import EntryMenu
from ui.panels.palette_entries import Category
from ui.panels.palette_row import carry
from ui.panels.rail_button import RailButton


class PaletteRail(Themed, QWidget):
    """Search, categories, data, and the way back to the wide palette. Categories that have no room are scrolled to."""

    chosen = Signal(object)
    search_wanted = Signal()
    data_wanted = Signal()
    widen_wanted = Signal()

    def __init__(self, categories: tuple[Category, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu: EntryMenu | None = None
        column = QVBoxLayout(self)
        center = Qt.AlignmentFlag.AlignHCenter
        search = RailButton("magnifying-glass", message("Search layers"), "/")
        search.clicked.connect(self.search_wanted)
        column.addWidget(search, 0, center)
        column.addWidget(Divider())
        shelf = QWidget()
        self._shelf = QVBoxLayout(shelf)
        self._shelf.setContentsMargins(0, 0, 0, 0)
        for category in categories:
            button = RailButton(f"glyph:{category.glyph}", category.title, icon_size=24, category=category)
            button.clicked.connect(partial(self._open, category, button))
            button.dragged.connect(partial(carry, button))
            button.installEventFilter(self)
            self._shelf.addWidget(button, 0, center)
        self._shelf.addStretch(1)
        self._scroll = _Shelf()
        self._scroll.setWidget(shelf)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for bar in (self._scroll.setHorizontalScrollBarPolicy, self._scroll.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a rail has no room for one
        column.addWidget(self._scroll, 1)
        self.more = IconButton("caret-down", message("More categories"), size=28, icon_size=14)
        self.more.clicked.connect(self._turn)
        self.more.hide()
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda _, most: self.more.setVisible(most > 0))
        column.addWidget(self.more, 0, center)
        data = RailButton("database", message("Data"))
        widen = RailButton("caret-double-right", message("Widen the palette"), "Ctrl+B", icon_size=16)
        data.clicked.connect(self.data_wanted)
        widen.clicked.connect(self.widen_wanted)
        for button in (data, widen):
            column.addWidget(button, 0, center)
        self.follow_theme()

    def restyle(self) -> None:
        """Take margins from the theme."""
        side, gap = theme().px(7), theme().px(10)
        self.layout().setContentsMargins(side, gap, side, gap)
        for layout in (self.layout(), self._shelf):
            layout.setSpacing(theme().px(4))

    def menu_of(self, category: Category) -> EntryMenu:
        """The entries of a category as a menu."""
        menu = EntryMenu(category, self)
        menu.chosen.connect(self.chosen)
        menu.dragged.connect(partial(carry, self))
        return menu

    def _turn(self) -> None:
        """On to the categories below those in sight, from the last to the first."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(0 if bar.value() == bar.maximum() else bar.value() + bar.pageStep() + self._shelf.spacing())

    def _open(self, category: Category, button: QWidget) -> None:
        if self._menu is not None:
            self._menu.deleteLater()  # not when it hides, since a drag may begin then
        self._menu = menu = self.menu_of(category)
        menu.popup(button.mapToGlobal(QPoint(button.width() + theme().px(6), 0)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A category that the keys come to is scrolled into sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._scroll.ensureWidgetVisible(watched, 0, 0)
        return super().eventFilter(watched, event)


class _Shelf(QScrollArea):
    """Icons below each other, of which only whole ones are seen."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room that is left below the last whole icon stays empty."""
        gap, room = self.widget().layout().spacing(), self.height()
        row = self.widget().findChild(RailButton).sizeHint().height() + gap
        left = (room + gap) % row if self.widget().minimumSizeHint().height() > room else 0
        if left != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, left)
        self.verticalScrollBar().setSingleStep(row)
        super().resizeEvent(event)
