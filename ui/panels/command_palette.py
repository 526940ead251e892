"""The command palette: everything that can be done now, found by a few letters and run with Enter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import (
    QPainter,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from nnsim.text import message, tr
from ui.look import font, paint_icon, theme
from ui.look.widgets import WHAT, SearchPopup, draw_box, key_text
from ui.panels.actions import GROUPS, Actions, Command, in_every_language

_WIDTH, _ROW, _TOP = 480, 36, 72
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class CommandPalette(SearchPopup):
    """What can be done on the canvas at the moment stands first, then the enabled actions of the window, then every
    setting, which is gone to."""

    row_height, most_rows = _ROW, 9

    def __init__(self, actions: Actions, window: QWidget) -> None:
        super().__init__(message("Find a command"), window)
        self._commands = [*actions.canvas.commands(), *_of_window(actions), *actions.settings()]
        self.list.setItemDelegate(CommandRow(self.list))
        self.begin()

    def popup(self) -> None:
        """Open in the upper middle of the window."""
        window, px = self.parentWidget(), theme().px
        rows = (window.height() - px(_TOP) - (self.sizeHint().height() - self.list.height())) // px(_ROW)
        self.most_rows = max(2, min(self.most_rows, rows))  # the last row stands whole, too
        self.fit()
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, theme().px(_TOP))))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self) -> None:
        """Take sizes from the theme."""
        px = theme().px
        self.setFixedWidth(px(_WIDTH))
        self._column.setContentsMargins(px(10), px(10), px(10), px(10))
        self._column.setSpacing(px(8))
        self.fit()

    def found(self, query: str) -> list[tuple[str, Command]]:
        """The commands whose text has all words of the query; first those whose words begin with them."""
        words = query.casefold().split()
        found = [command for command in self._commands if all(word in _told(command) for word in words)]
        found.sort(key=lambda command: not _begins(_told(command), words))
        return [(command.text, command) for command in found]

    def nothing(self, query: str) -> str:
        """That there is none of this name."""
        return tr("No command called '{query}'.", query=query)

    def take(self, what: Command) -> None:
        """Run it."""
        what.run()


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
        command = index.data(WHAT)
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
