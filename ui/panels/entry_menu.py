"""The entries of a category beside the rail: chosen like those of any menu, or dragged from it onto the canvas."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from nnsim.text import render
from ui.look import glyph_icon
from ui.look.widgets.tip import tip
from ui.panels.palette_entries import Category, Entry


class EntryMenu(QMenu):
    """`chosen` tells of an entry that is clicked, `dragged` of one that is carried off: the menu is closed then."""

    chosen = Signal(object)
    dragged = Signal(object)

    def __init__(self, category: Category, parent: QWidget) -> None:
        super().__init__(parent)
        self._pressed: tuple[QPoint, Entry] | None = None
        for entry in category.entries:
            action = self.addAction(glyph_icon(entry.glyph), render(entry.title))
            action.setToolTip(tip(render(entry.meaning)))
            action.setData(entry)
            if entry.key:
                action.setShortcut(QKeySequence(entry.key))
                action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(partial(self.chosen.emit, entry))
        self.setToolTipsVisible(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on an entry may become a drag."""
        at = event.position().toPoint()
        action = self.actionAt(at)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (at, action.data()) if action is not None and left else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough from the press, the entry is carried off."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        start, entry = self._pressed
        if (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self.close()
            # The menu holds the mouse until it is gone.
            QTimer.singleShot(0, partial(self.dragged.emit, entry))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that stayed in place chooses."""
        self._pressed = None
        super().mouseReleaseEvent(event)
