"""A menu that writes keys as they are written everywhere else."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStyleOptionMenuItem, QWidget

from ui.look.widgets.themed import Text, Themed, key_text, shown


class Menu(Themed, QMenu):
    """A menu, to pop up or to hang in another with `addMenu`; its title follows the language."""

    def __init__(self, title: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.follow_theme()

    def retranslate(self) -> None:
        """Take the title from the language."""
        self.setTitle(shown(self._title))

    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        """`Ctrl Z` and `→` stand for what Qt calls `Ctrl+Z` and `Right`."""
        super().initStyleOption(option, action)
        label, tab, keys = option.text.partition("\t")
        if tab:
            option.text = f"{label}\t{key_text(keys)}"
