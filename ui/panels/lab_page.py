"""The page around one network: top bar, palette, canvas, dock and timeline, each in its place at every size."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import theme
from ui.panels.palette import Palette
from ui.panels.right_dock import RightDock
from ui.panels.top_bar import TopBar

ROOMY_WIDTH, ROOMY_HEIGHT = 1440, 840


class LabPage(QWidget):
    """Places its parts. Below 1440 × 840 pixels at 100 % the layout is compact; what the user then opens stays open."""

    compact_changed = Signal(bool)

    def __init__(
        self, top_bar: TopBar, palette: Palette, canvas: QWidget, dock: RightDock, timeline: QWidget,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.top_bar, self.palette_column, self.canvas = top_bar, palette, canvas
        self.dock, self.timeline = dock, timeline
        self._compact = False
        middle = QHBoxLayout()
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
        theme().changed.connect(self._fit)

    @property
    def compact(self) -> bool:
        """Whether the layout is the one for small windows."""
        return self._compact

    def _fit(self) -> None:
        scale = theme().scale
        compact = self.width() < ROOMY_WIDTH * scale or self.height() < ROOMY_HEIGHT * scale
        if compact == self._compact:
            return
        self._compact = compact
        self.palette_column.set_rail(compact)
        self.dock.set_compact(compact)
        self.compact_changed.emit(compact)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between roomy and compact where the limit is crossed."""
        super().resizeEvent(event)
        self._fit()
