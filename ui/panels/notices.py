"""What the window has to say, over the canvas: one notice at a time, the newest in front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from ui.look.widgets import Toast
from ui.panels.document_files import Notice

_STAYS = 30_000
_PASSES = 8_000


class Notices:
    """Shows notices as toasts.

    Args:
        host: gives the widget that is in front, at whose foot a notice stands.
        room: gives the part of that widget that nothing lies over.
    """

    def __init__(self, host: Callable[[], QWidget], room: Callable[[], QRect]) -> None:
        self._host, self._room = host, room
        self._toast: Toast | None = None
        self._stands: Callable[[], bool] | None = None

    def tell(self, notice: Notice) -> None:
        """Show a notice in place of the one before."""
        self.clear()
        actions = [(label, self._then_clear(act)) for label, act in notice.actions]
        lasting = _STAYS if notice.tone == "error" or actions else _PASSES
        self._toast = Toast(self._host(), notice.tone, notice.text, actions, lasting, self._room)
        self._toast.destroyed.connect(self._forget)
        self._stands = notice.stands

    def place(self) -> None:
        """Stand where there is room now."""
        if self._toast is not None:
            self._toast.place()

    def look(self, running: bool = False) -> None:
        """Take a notice away whose problem is gone; while training runs, there is none."""
        if self._stands is not None and (running or not self._stands()):
            self.clear()

    def clear(self) -> None:
        """Take the notice away."""
        if self._toast is not None:
            self._toast.destroyed.disconnect(self._forget)
            self._toast.leave()
        self._forget()

    def _then_clear(self, act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self.clear()
            act()

        return run

    def _forget(self) -> None:
        self._toast = self._stands = None
