"""The command palette: everything that can be done now, found by a few letters and run with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from nnsim.text import message, tr
from ui.look import font, paint_icon, theme
from ui.look.widgets import Label, SearchField, Themed, draw_box, key_text
from ui.panels.actions import GROUPS, Actions, Command, in_every_language

_WIDTH, _ROW, _MOST_ROWS, _TOP, _RADIUS = 480, 36, 9, 72, 14
_COMMAND = Qt.ItemDataRole.UserRole
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CommandPalette(Themed, QDialog):
    """A list that follows what is typed. Up and Down move in it, Enter runs, Escape leaves.

    What can be done on the canvas at the moment stands first, then the enabled actions of the window.
    """

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._commands = [*actions.canvas.commands(), *_of_window(actions)]
        self.search = SearchField(message("Find a command"))
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setItemDelegate(CommandRow(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setStyleSheet("QListWidget { border: none; }")
        self.list.itemClicked.connect(lambda _: self._run())
        self._nothing = Label("", "small", "text3")
        self._column = QVBoxLayout(self)
        for widget in (self.search, self.list, self._nothing):
            self._column.addWidget(widget)
        self._filter("")
        self.follow_theme()

    def popup(self) -> None:
        """Open in the upper middle of the window."""
        window = self.parentWidget()
        self.adjustSize()
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, theme().px(_TOP))))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self.setFixedWidth(px(_WIDTH))
        self._column.setContentsMargins(px(10), px(10), px(10), px(10))
        self._column.setSpacing(px(8))
        self._fit()

    def _filter(self, query: str) -> None:
        """List the commands whose text has all words of the query; first those whose words begin with them."""
        words = query.casefold().split()
        found = [command for command in self._commands if all(word in _told(command) for word in words)]
        self.list.clear()
        for command in sorted(found, key=lambda command: not _begins(_told(command), words)):
            item = QListWidgetItem(command.text)
            item.setData(_COMMAND, command)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        empty = self.list.count() == 0
        self._nothing.setVisible(empty)
        self._nothing.set_text(tr("No command called '{query}'.", query=query) if empty else "")
        self._fit()

    def _fit(self) -> None:
        rows = min(_MOST_ROWS, self.list.count())
        self.list.setFixedHeight(rows * theme().px(_ROW) + 2)
        self.list.setVisible(rows > 0)
        self.adjustSize()

    def _run(self) -> None:
        item = self.list.currentItem()
        command = item.data(_COMMAND) if item is not None else None
        self.close()
        if isinstance(command, Command):
            command.run()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and outline."""
        tokens, painter = theme().tokens, QPainter(self)
        painter.fillRect(self.rect(), tokens.surface)
        draw_box(painter, QRectF(self.rect()), theme().px(_RADIUS), tokens.surface, tokens.border2)

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
                self._run()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


class CommandRow(QStyledItemDelegate):
    """Icon, text and key of one action."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of a row."""
        return QSize(theme().px(200), theme().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Plate of the chosen row, icon, text, key."""
        tokens, px, rect = theme().tokens, theme().px, QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            draw_box(painter, rect, px(8), tokens.hover)
        command = index.data(_COMMAND)
        if command.icon:
            side = px(16)
            box = QRectF(rect.x() + px(10), rect.center().y() - side / 2, side, side)
            paint_icon(painter, command.icon, box, tokens.text2)
        painter.setFont(font("control"))
        painter.setPen(tokens.text)
        painter.drawText(rect.adjusted(px(36), 0, -px(80), 0), _LEFT, command.text)
        if command.key:
            painter.setFont(font("small"))
            painter.setPen(tokens.text3)
            painter.drawText(rect.adjusted(0, 0, -px(10), 0), _RIGHT, key_text(command.key))


def _told(command: Command) -> str:
    return f"{command.text} {command.also}".casefold()


def _begins(text: str, words: list[str]) -> bool:
    """Whether each of these is how a word of the text begins."""
    beginnings = text.split()
    return all(any(each.startswith(word) for each in beginnings) for word in words)


def _of_window(actions: Actions) -> list[Command]:
    """The enabled actions of the window, but for the one that opens the palette."""
    rows = []
    for _, acts in GROUPS:
        for act in acts:
            action = actions[act.id]
            if act.id != "commands" and action.isEnabled():
                rows.append(Command(action.text(), act.icon, act.keys[0] if act.keys else "", action.trigger,
                                    in_every_language(act.text)))
    return rows
