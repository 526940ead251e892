"""Going from area to area of the page by key, and giving the keyboard back to the canvas after a click elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

from ui.look.widgets.tab_order import tab_stops


class Areas(QObject):
    """The areas of the page in the order in which one goes round them.

    A button outside the canvas that is clicked gives the keyboard to the canvas, as soon as it has done its work; one
    that is pressed by key keeps it. `settled` are areas in which one stays after a click. The canvas takes the keyboard
    also when what had it goes: Qt would hand it on to whatever comes next in the window.
    """

    def __init__(self, canvas: QWidget, areas: Sequence[QWidget], settled: Sequence[QWidget] = ()) -> None:
        super().__init__(canvas)
        self._canvas, self._areas, self._settled = canvas, tuple(areas), tuple(settled)
        self._watched: QWidget | None = None
        self._focused: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._watch)  # without what Qt hands over: that may be gone
        for area in self._areas:
            area.installEventFilter(self)

    def go(self, step: int) -> None:
        """To the next area that is shown, or with -1 to the one before."""
        shown = [area for area in self._areas if area.isVisible() and (area is self._canvas or _stops(area))]
        here = _area_of(QApplication.focusWidget(), shown)
        start = shown.index(here) if here is not None else (-1 if step > 0 else 0)
        area = shown[(start + step) % len(shown)]
        reason = Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
        (area if area is self._canvas else _stops(area)[0]).setFocus(reason)

    def _watch(self) -> None:
        before, now = self._focused, QApplication.focusWidget()
        self._focused = now
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        area = _area_of(now, self._areas)
        if isinstance(now, QAbstractButton) and area is not None and area not in (self._canvas, *self._settled):
            self._watched = now
            now.installEventFilter(self)
        if before is not None and now is not None and isValid(before) and not before.isVisible():
            left = _area_of(before, self._areas)
            if left is not None and left.isVisible() and _area_of(now, self._areas) is not left:
                QTimer.singleShot(0, self, lambda: self._catch(now))  # later, as another place may be chosen for it yet

    def _catch(self, fallen_on: QWidget) -> None:
        if isValid(fallen_on) and fallen_on.hasFocus():
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_back(self) -> None:
        focused = QApplication.focusWidget() or self._canvas.window().focusWidget()
        if isinstance(focused, QAbstractButton) and _area_of(focused, self._areas) is not None:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape that nothing in an area wanted leads to the canvas. A button is let go: what it does comes first."""
        if watched in self._areas:
            leaves = watched is not self._canvas and _is_escape(event)
            if leaves:
                self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return leaves
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self._give_back)
        return False


def _is_escape(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape


def _area_of(widget: QWidget | None, areas: Sequence[QWidget]) -> QWidget | None:
    return next((area for area in areas if widget is not None and (area is widget or area.isAncestorOf(widget))), None)


def _stops(area: QWidget) -> list[QWidget]:
    """Where Tab stops in an area, in the order of Tab."""
    return [stop for stop in tab_stops(area) if stop.isVisible() and stop.isEnabled()]
