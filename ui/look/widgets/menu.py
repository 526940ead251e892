"""A menu whose round corners are clear."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ui.look.widgets.themed import Text, Themed, shown


class Menu(Themed, QMenu):
    """A menu, to pop up or to hang in a menu bar with `addMenu`; its title follows the language."""

    def __init__(self, title: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        # A window is square: without these its corners would show behind the round border.
        self.setWindowFlags(
            self.windowFlags() | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.follow_theme()

    def retranslate(self) -> None:
        """Take the title from the language."""
        self.setTitle(shown(self._title))
