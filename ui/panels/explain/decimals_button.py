"""The button that says how many decimals numbers have, and offers others."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.text import decimals, message, render, tr
from nnsim.text.numbers import FEWEST_DECIMALS, MOST_DECIMALS
from ui.look.widgets import Button
from ui.panels.preferences import apply_preferences, load_preferences, save_preferences


class DecimalsButton(Button):
    """Shows the number of decimals in use; whoever holds it calls `show_count` when that has changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", kind="bare", size="small", trailing="caret-down", parent=parent)
        self.clicked.connect(self._choose)

    def show_count(self) -> None:
        """Take the number of decimals from the preferences in use."""
        count = decimals()
        self.set_text(message("1 decimal") if count == 1 else message("{count} decimals", count=count))

    def _choose(self) -> None:
        menu = QMenu(self)
        for count in range(FEWEST_DECIMALS, MOST_DECIMALS + 1):
            text = tr("1 decimal") if count == 1 else render(message("{count} decimals", count=count))
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setChecked(count == decimals())
            action.triggered.connect(lambda _=False, count=count: _keep(count))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))


def _keep(count: int) -> None:
    preferences = replace(load_preferences(), decimals=count)
    save_preferences(preferences)
    apply_preferences(preferences)
