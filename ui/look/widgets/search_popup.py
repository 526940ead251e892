"""A list that opens over the window and follows what is typed: the base of what is found by a few letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.look.theme import theme
from ui.look.widgets.label import Label
from ui.look.widgets.painting import draw_box
from ui.look.widgets.search_field import SearchField
from ui.look.widgets.themed import Text, Themed

WHAT = Qt.ItemDataRole.UserRole
"""Where an item of the list keeps what it stands for"""
_RADIUS = 14


class SearchPopup(Themed, QDialog):
    """Up and Down move in the list, Enter and a click take, Escape leaves; a press beside it leaves and counts there.

    Subclasses say what answers a query (`found`), what is said when nothing does (`nothing`), and what taking does
    (`take`). Lengths are pixels at 100 %.
    """

    row_height, most_rows = 36, 9

    def __init__(self, prompt: Text, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.search = SearchField(prompt)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setStyleSheet("QListWidget { border: none; }")
        self.list.itemClicked.connect(lambda _: self._take())
        self._nothing = Label("", "small", "text3")
        self._column = QVBoxLayout(self)
        for widget in (self.search, self.list, self._nothing):
            self._column.addWidget(widget)

    def begin(self) -> None:
        """List everything. For the end of a subclass's `__init__`."""
        self._filter("")
        self.follow_theme()

    def found(self, query: str) -> Iterable[tuple[str, Any]]:
        """What answers a query, in the order of the list: the words of its row, and what it stands for."""
        raise NotImplementedError

    def nothing(self, query: str) -> str:
        """What is said when nothing answers."""
        raise NotImplementedError

    def take(self, what: Any) -> None:
        """Do what was chosen; the popup is closed already."""
        raise NotImplementedError

    def fit(self) -> None:
        """As many rows as there are answers, up to the most."""
        rows = min(self.most_rows, self.list.count())
        self.list.setFixedHeight(rows * theme().px(self.row_height) + 2)
        self.list.setVisible(rows > 0)
        self.adjustSize()

    def _filter(self, query: str) -> None:
        self.list.clear()
        for words, what in self.found(query):
            item = QListWidgetItem(words)
            item.setData(WHAT, what)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        empty = self.list.count() == 0
        self._nothing.setVisible(empty)
        self._nothing.set_text(self.nothing(query) if empty else "")
        self.fit()

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            what = item.data(WHAT)
            self.close()
            self.take(what)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and outline."""
        tokens, painter = theme().tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.surface)
        draw_box(painter, QRectF(self.rect()), theme().px(_RADIUS), tokens.surface, tokens.border2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside it closes it and reaches what lies there.

        Later, not at once: where Qt itself hands on a press that has closed a popup, it would count twice.
        """
        if self.rect().contains(event.position().toPoint()):
            super().mousePressEvent(event)
            return
        at, button, buttons, modifiers = event.globalPosition(), event.button(), event.buttons(), event.modifiers()

        def leave() -> None:
            self.close()
            _press(at, button, buttons, modifiers)

        QTimer.singleShot(0, self, leave)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round corners without a compositor."""
        super().resizeEvent(event)
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(self.rect()), theme().px(_RADIUS), theme().px(_RADIUS))
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list work while the cursor stands in the search field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow((self.list.currentRow() + step) % max(1, self.list.count()))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


def _press(at: QPointF, button: Qt.MouseButton, buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
    """Press at a point of the screen, whatever of the program is there."""
    widget = QApplication.widgetAt(at.toPoint())
    window = None if widget is None else widget.window().windowHandle()
    if window is not None:
        press = QMouseEvent(
            QEvent.Type.MouseButtonPress, QPointF(window.mapFromGlobal(at)), at, button, buttons, modifiers)
        QCoreApplication.sendEvent(window, press)
