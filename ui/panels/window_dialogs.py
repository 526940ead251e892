"""What the window opens beside the document, and the looks that are switched at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QMainWindow

from nnsim.text import Language
from ui.look import theme
from ui.panels.about import AboutDialog
from ui.panels.actions import Actions
from ui.panels.command_palette import CommandPalette
from ui.panels.guide import Guide
from ui.panels.key_map import KeyMap
from ui.panels.preferences import Backend, Preferences, apply_preferences, load_preferences, save_preferences
from ui.panels.preferences_dialog import PreferencesDialog


class WindowDialogs(QObject):
    """Connects the actions that concern the window as a whole. `preferred` carries the preferences when they change."""

    preferred = Signal(object)

    def __init__(self, actions: Actions, window: QMainWindow) -> None:
        super().__init__(window)
        self._window, self._actions = window, actions
        self._open: dict[str, QDialog] = {}
        dialogs: dict[str, Callable[[QMainWindow], QDialog]] = {
            "preferences": PreferencesDialog, "guide": Guide, "keys": KeyMap, "about": AboutDialog,
        }  # fmt: skip
        for name, make in dialogs.items():
            actions[name].triggered.connect(partial(self._show, name, make))
        actions["commands"].triggered.connect(self._show_commands)
        actions["theme"].triggered.connect(lambda: self._prefer(mode="light" if theme().dark else "dark"))
        actions["full_screen"].triggered.connect(self._fill_screen)

    def speak(self, language: Language) -> None:
        """Switch the language, and keep it."""
        self._prefer(language=language)

    def compute_with(self, backend: Backend) -> None:
        """Choose where the arithmetic is done, and keep it."""
        self._prefer(backend=backend)

    def _show(self, name: str, make: Callable[[QMainWindow], QDialog], _checked: bool = False) -> None:
        """Open a dialog, or bring the open one to the front."""
        if name not in self._open:
            dialog = make(self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            if isinstance(dialog, PreferencesDialog):
                dialog.changed.connect(self.preferred)
            dialog.destroyed.connect(lambda: self._open.pop(name, None))
            self._open[name] = dialog
        self._open[name].show()
        self._open[name].raise_()
        self._open[name].activateWindow()

    def _show_commands(self) -> None:
        palette = CommandPalette(self._actions, self._window)
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.popup()

    def _prefer(self, **values: object) -> None:
        preferences: Preferences = replace(load_preferences(), **values)  # type: ignore[arg-type]
        save_preferences(preferences)
        apply_preferences(preferences)
        self.preferred.emit(preferences)

    def _fill_screen(self) -> None:
        state = self._window.windowState() ^ Qt.WindowState.WindowFullScreen
        self._window.setWindowState(state)
        self._actions["full_screen"].setChecked(bool(state & Qt.WindowState.WindowFullScreen))
