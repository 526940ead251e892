"""A button of the rail: its tooltip stands beside the rail, and what it stands for can be dragged from it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip

from nnsim.text import render
from ui.look import theme
from ui.look.widgets.icon_button import IconButton
from ui.look.widgets.themed import Text
from ui.panels.palette_entries import Category


class RailButton(IconButton):
    """An icon of 40 pixels. Of a category, `dragged` tells of its first entry when that is carried off the button."""

    dragged = Signal(object)

    def __init__(
        self, icon: str, tip: Text, shortcut: str = "", icon_size: int = 18, category: Category | None = None
    ) -> None:
        self._category = category
        self._pressed: QPoint | None = None
        super().__init__(icon, tip, shortcut, 40, icon_size)

    def retranslate(self) -> None:
        """A category names what it holds, with the keys."""
        super().retranslate()
        keys = [entry for entry in self._category.entries if entry.key] if self._category is not None else []
        if keys:
            lines = [f"{render(entry.title)}   {entry.key}" for entry in keys]
            self.setToolTip("\n".join([self.toolTip(), *lines] if len(keys) > 1 else lines))

    def event(self, event: QEvent) -> bool:
        """The tooltip leaves the icons below uncovered."""
        if event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(self.mapToGlobal(QPoint(self.width() + theme().px(8), 0)), self.toolTip(), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may become a drag."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left and self._category is not None else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press, the first entry is carried off, and the press opens nothing."""
        far = QApplication.startDragDistance()
        if self._pressed is None or (event.position().toPoint() - self._pressed).manhattanLength() < far:
            super().mouseMoveEvent(event)
            return
        self._pressed = None
        self.setDown(False)
        if self._category is not None:
            self.dragged.emit(self._category.entries[0])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that stayed in place opens the entries."""
        self._pressed = None
        super().mouseReleaseEvent(event)
