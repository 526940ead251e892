"""The left column of the welcome page: brand, new and open, recent files, where to drop, language and theme."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from nnsim.text import language, message
from ui.look import theme
from ui.look.widgets import Button, IconButton, PrimaryButton, Segmented
from ui.panels.gallery.brand import Brand
from ui.panels.gallery.drop_hint import DropHint
from ui.panels.gallery.recent_part import RecentPart
from ui.panels.surface import Surface

_TIGHT = 560  # pixels at 100 %: in a lower window the place to drop is left out


class Side(Surface):
    """What can be done before anything is open; each signal is one wish."""

    new_wanted = Signal()
    open_wanted = Signal()
    recent_chosen = Signal(Path)
    language_chosen = Signal(str)
    theme_wanted = Signal()
    guide_wanted = Signal()
    about_wanted = Signal()
    preferences_wanted = Signal()

    def __init__(self, recent: Callable[[], list[str]], parent: QWidget | None = None) -> None:
        self.new = PrimaryButton(message("New network"), "plus", "large", hint="Ctrl+N")
        self.open = Button(message("Open file…"), "folder-open", size="large", hint="Ctrl+O")
        self.recent = RecentPart(recent)
        self.hint = DropHint()
        languages = ("en", "EN"), ("ko", "한")
        self._languages = Segmented(languages, language(), message("Language"), padding=10, height=30)
        self._theme = IconButton("moon", message("Light or dark"), "Ctrl+Shift+L")
        self._column, self._buttons, self._foot = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        super().__init__(("right",), width=288, parent=parent)
        self._lay_out()
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.recent.chosen.connect(self.recent_chosen)
        self.recent.listed.connect(self._order_focus)
        self._languages.chosen.connect(self.language_chosen)

    def restyle(self) -> None:
        """Take width, margins and gaps from the theme."""
        super().restyle()
        look = theme()
        self._column.setContentsMargins(look.px(14), look.px(28), look.px(14), look.px(20))
        self._column.setSpacing(0)
        for part in (self._buttons, self._foot):
            part.setContentsMargins(look.px(10), 0, look.px(10), 0)
        self._buttons.setSpacing(look.px(8))
        self._foot.setSpacing(look.px(4))
        self._theme.set_icon("sun" if look.dark else "moon")

    def retranslate(self) -> None:
        """Show the language of the moment."""
        self._languages.set_current(language())

    def _lay_out(self) -> None:
        self.setLayout(self._column)
        self._buttons.addWidget(Brand())
        self._buttons.addSpacing(theme().px(16))
        self._buttons.addWidget(self.new)
        self._buttons.addWidget(self.open)
        self._column.addLayout(self._buttons)
        self._column.addWidget(self.recent, 1)
        box = QVBoxLayout()
        box.setContentsMargins(theme().px(10), 0, theme().px(10), theme().px(18))
        box.addWidget(self.hint)
        self._column.addLayout(box)
        self._foot.addWidget(self._languages)
        self._foot.addStretch(1)
        self._foot.addWidget(self._theme)
        self._theme.clicked.connect(self.theme_wanted)
        for icon, tip, key, wish in (
            ("question", message("Guide"), "F1", self.guide_wanted),
            ("info", message("About nnsim"), "", self.about_wanted),
            ("gear-six", message("Preferences…"), "Ctrl+,", self.preferences_wanted),
        ):
            button = IconButton(icon, tip, key)
            button.clicked.connect(wish)
            self._foot.addWidget(button)
        self._column.addLayout(self._foot)

    def _order_focus(self) -> None:
        """The rows come late; Tab reaches them in their place."""
        chain = [self.open, *self.recent.rows, *self._languages.findChildren(QRadioButton), self._theme]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self.hint.setVisible(self.height() >= theme().px(_TIGHT))
