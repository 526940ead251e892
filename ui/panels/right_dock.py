"""The dock at the right: tabs over the panels that explain, plot and set, with a grip to make it wider."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from nnsim.text import Message, message
from ui.look import theme
from ui.look.widgets import IconButton, TabBar, tab_stops
from ui.panels.surface import Surface

WIDTH, PLOTS_WIDTH, NARROW_WIDTH = 384, 480, 336
NARROWEST, WIDEST = 316, 560
TABS_HEIGHT = 45
_WIDE = ("plots", "measures")


class RightDock(Surface):
    """Panels by key. `shown` tells the key of the one in front; `menu_wanted` asks to fill the menu behind the dots."""

    shown = Signal(str)
    menu_wanted = Signal(object)

    def __init__(self, panels: Sequence[tuple[str, Message, QWidget]], parent: QWidget | None = None) -> None:
        super().__init__(edges=("left",), width=WIDTH, parent=parent)
        self._widths = {key: PLOTS_WIDTH if key in _WIDE else WIDTH for key, _, _ in panels}
        self._compact = False
        self.tabs = TabBar([(key, title) for key, title, _ in panels], message("Panels"))
        self._panels = {key: panel for key, _, panel in panels}
        self._stack = QStackedWidget()
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        self._more = IconButton("dots-three", message("More"))
        self._more.clicked.connect(self._open_menu)
        self._head = Surface(edges=("bottom",), height=TABS_HEIGHT)
        self._row = QHBoxLayout(self._head)
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        self._row.addWidget(self._more)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self._column.addWidget(self._stack, 1)
        self._grip = Grip(self)
        self._grip.dragged.connect(self._widen)
        self.tabs.chosen.connect(self._show)
        self.restyle()

    @property
    def current(self) -> str:
        """The key of the panel in front."""
        return self.tabs.current

    def bring(self, key: str) -> None:
        """Bring a panel to the front."""
        self.tabs.set_current(key)

    def enter(self, key: str) -> None:
        """Bring a panel to the front, and give the keyboard to the first thing in it, else to the tabs."""
        self.bring(key)
        inside = (stop for stop in tab_stops(self._panels[key]) if stop.isVisible() and stop.isEnabled())
        next(inside, self.tabs).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_compact(self, compact: bool) -> None:
        """Narrow, for small windows; widths chosen by hand come back with room."""
        self._compact = compact
        self._apply_width()

    def restyle(self) -> None:
        """Take sizes from the theme."""
        super().restyle()
        if hasattr(self, "_grip"):
            line, side = theme().px(1), theme().px(10)
            self._column.setContentsMargins(line, 0, 0, 0)
            self._row.setContentsMargins(side, 0, side, line)
            self._grip.setGeometry(0, 0, theme().px(5), self.height())
            self._grip.raise_()
            self._fit_tabs()

    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self._panels[key])
        self._apply_width()
        self.shown.emit(key)

    def _apply_width(self) -> None:
        width = NARROW_WIDTH if self._compact else self._widths[self.current]
        if theme().px(width) != self.width():
            self.set_extent(width=width)

    def _widen(self, by: int) -> None:
        width = round(self.width() / theme().scale) - round(by / theme().scale)
        self._widths[self.current] = max(NARROWEST, min(WIDEST, width))
        self.set_extent(width=self._widths[self.current])

    def _open_menu(self) -> None:
        menu = QMenu(self)
        self.menu_wanted.emit(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        at = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height() + theme().px(4)))
        menu.popup(at - QPoint(menu.sizeHint().width(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The grip runs along the left edge, and the tabs stand as far apart as there is room."""
        self._grip.setGeometry(0, 0, theme().px(5), self.height())
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        self.tabs.fit(self.width() - 2 * theme().px(10) - self._more.sizeHint().width())


class Grip(QWidget):
    """The edge that can be dragged sideways; `dragged` tells by how many pixels of the screen."""

    dragged = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._from: float | None = None
        self.setCursor(Qt.CursorShape.SplitHCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._from = event.globalPosition().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull."""
        if self._from is not None:
            by = round(event.globalPosition().x() - self._from)
            self._from += by
            self.dragged.emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._from = None
