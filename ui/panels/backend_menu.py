"""The pill that says where the arithmetic is done, and the menu behind it that chooses."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from nnsim.text import message, render
from ui.bridge.arithmetic import card_report
from ui.look import theme
from ui.look.widgets import Chip
from ui.panels.preferences import Backend

CHOICES = (
    ("auto", message("Automatic")),
    ("numpy", message("NumPy, on the processor")),
    ("cupy", message("CuPy, on an NVIDIA card")),
)
_SHORT = {"auto": message("NumPy · auto"), "numpy": message("NumPy"), "cupy": message("CuPy")}


class BackendPill(Chip):
    """Shows the backend that is preferred; `backend_chosen` tells another one."""

    backend_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._backend: Backend = "auto"
        super().__init__(_SHORT["auto"], dot="fwd", caret=True, parent=parent)
        self.clicked.connect(self._open)

    def show_backend(self, backend: Backend) -> None:
        """Show another preference."""
        self._backend = backend
        self.set_text(_SHORT[backend])

    def menu_of_choices(self) -> QMenu:
        """The choices, and whether a card can be used."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, title in CHOICES:
            action = menu.addAction(render(title))
            action.setCheckable(True)
            action.setChecked(key == self._backend)
            action.triggered.connect(lambda _=False, key=key: self.backend_chosen.emit(key))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(render(card_report())).setEnabled(False)
        return menu

    def _open(self) -> None:
        menu = self.menu_of_choices()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + theme().px(4))))
