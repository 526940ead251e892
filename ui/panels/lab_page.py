"""The page around one network: top bar, palette, canvas, dock and timeline, each in its place at every size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.canvas.view import CanvasView
from ui.look import theme
from ui.panels.palette import Palette
from ui.panels.right_dock import RightDock
from ui.panels.top_bar import TopBar

ROOMY_WIDTH, ROOMY_HEIGHT = 1440, 840


class LabPage(QWidget):
    """Places its parts. Below 1440 × 840 pixels at 100 % the layout is compact; what the user then opens stays open.

    Below 1440 pixels of width the dock lies over the canvas, which stays as wide when the dock comes and goes.
    """

    compact_changed = Signal(bool)

    def __init__(
        self, top_bar: TopBar, palette: Palette, canvas: CanvasView, dock: RightDock, timeline: QWidget,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.top_bar, self.palette_column, self.canvas = top_bar, palette, canvas
        self.dock, self.timeline = dock, timeline
        self._compact = False
        self._over = False
        middle = self._middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(palette)
        middle.addWidget(canvas, 1)
        middle.addWidget(dock)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top_bar)
        column.addLayout(middle, 1)
        column.addWidget(timeline)
        for part in (dock, timeline):
            part.installEventFilter(self)
        theme().changed.connect(self._fit)

    @property
    def compact(self) -> bool:
        """Whether the layout is the one for small windows."""
        return self._compact

    def _fit(self) -> None:
        scale = theme().scale
        narrow = self.width() < ROOMY_WIDTH * scale
        compact = narrow or self.height() < ROOMY_HEIGHT * scale
        self._lay_over(narrow)
        if compact == self._compact:
            return
        self._compact = compact
        self.palette_column.set_rail(compact)
        self.dock.set_compact(compact)
        self.compact_changed.emit(compact)

    def _lay_over(self, on: bool) -> None:
        """Take the dock out of the row, or back into it."""
        if on != self._over:
            self._over = on
            if on:
                self._middle.removeWidget(self.dock)
                self.dock.raise_()
            else:
                self._middle.addWidget(self.dock)
        self._place_dock()

    def _place_dock(self) -> None:
        if self._over:
            top = self.top_bar.height()
            height = self.height() - top - self.timeline.height() * (not self.timeline.isHidden())
            self.dock.setGeometry(self.width() - self.dock.width(), top, self.dock.width(), height)
        self.canvas.cover(self.dock.width() if self._over and not self.dock.isHidden() else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The dock has been opened, closed or made wider, or the timeline folded."""
        if self._over and event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._place_dock()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between roomy and compact where the limit is crossed."""
        super().resizeEvent(event)
        self._fit()
