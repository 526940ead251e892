"""Tabs as words with an ink underline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QTabBar, QWidget

from ui.look.fonts import font
from ui.look.theme import theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Text, Themed, shown

MOST_PAD, LEAST_PAD = 10, 5
_ANY_WIDTH = 16_777_215  # Qt's own limit


class TabBar(KeyboardFocus, Themed, QTabBar):
    """Tabs by key; `chosen` tells the key of the tab in front, whoever chose it.

    Args:
        tabs: (key, text) from left to right.
    """

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, Text]], name: Text = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs, self._name, self._pad = list(tabs), name, MOST_PAD
        self._room = _ANY_WIDTH
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for _ in self._tabs:
            self.addTab("")
        self.currentChanged.connect(lambda index: self.chosen.emit(self._tabs[index][0]))
        self.follow_theme()

    @property
    def current(self) -> str:
        """The key of the tab in front."""
        return self._tabs[self.currentIndex()][0]

    def set_current(self, key: str) -> None:
        """Bring a tab to the front. Raises ValueError for a key that is not a tab."""
        self.setCurrentIndex([known for known, _ in self._tabs].index(key))

    def fit(self, width: int) -> None:
        """Stand closer together where the tabs would be wider than so many pixels."""
        self._room = width
        self._close_up()

    def restyle(self) -> None:
        """Take typeface and height from the theme."""
        self.setFont(font("control_strong"))
        self.setFixedHeight(theme().px(44))
        self.update()

    def retranslate(self) -> None:
        """Take the texts from the language."""
        self.setAccessibleName(shown(self._name))
        for index, (_, text) in enumerate(self._tabs):
            self.setTabText(index, shown(text))
        self._close_up()

    def _close_up(self) -> None:
        """Take the padding from the room there is and from the words of the language."""
        words = sum(QFontMetrics(font("control_strong")).horizontalAdvance(self.tabText(index))
                    for index in range(self.count()))
        room = (self._room - words) / (2 * max(1, self.count()) * theme().scale)
        pad = int(min(MOST_PAD, max(LEAST_PAD, room)))
        if pad != self._pad:
            self._pad = pad
            for index, (_, text) in enumerate(self._tabs):  # else the bar keeps the widths that it has
                self.setTabText(index, "")
                self.setTabText(index, shown(text))
            self.updateGeometry()

    def tabSizeHint(self, index: int) -> QSize:
        """The text at its boldest, and 10 px on either side, or less where there is no room."""
        width = QFontMetrics(font("control_strong")).horizontalAdvance(self.tabText(index))
        return QSize(width + 2 * theme().px(self._pad), theme().px(44))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """A tab never cuts its text."""
        return self.tabSizeHint(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words and the underline."""
        tokens, painter, pad = theme().tokens, QPainter(self), theme().px(self._pad)
        hovered = self.tabAt(self.mapFromGlobal(self.cursor().pos())) if self.underMouse() else -1
        for index in range(self.count()):
            on, rect = index == self.currentIndex(), QRectF(self.tabRect(index))
            painter.setFont(font("control_strong" if on else "control"))
            painter.setPen(tokens.text if on else tokens.text2 if index == hovered else tokens.text3)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(index))
            if on:
                thick = 2 * theme().scale
                line = QRectF(rect.x() + pad, rect.bottom() - thick, rect.width() - 2 * pad, thick)
                draw_box(painter, line, thick / 2, tokens.accent)
            if on and self.ring and self.hasFocus():
                ring = rect.adjusted(2, theme().px(8), -2, -theme().px(7))
                draw_focus_ring(painter, ring, theme().px(6))
