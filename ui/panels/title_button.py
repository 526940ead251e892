"""The title in the top bar, with a dot while the document is not saved; it opens a menu and can be renamed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QSizePolicy, QWidget

from nnsim.text import tr
from ui.look import font, paint_icon, theme
from ui.look.widgets.painting import draw_box, draw_focus_ring
from ui.look.widgets.themed import KeyboardFocus, Themed

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class TitleButton(KeyboardFocus, Themed, QPushButton):
    """Title, dot, caret. A click opens the menu that is set; `renamed` tells a new title."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._modified, self._room = "", False, 260
        self._editor = TitleEditor(self)
        self._editor.hide()
        self._editor.finished.connect(self._take)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    @property
    def title(self) -> str:
        """The title as it is shown."""
        return self._title

    def set_document(self, title: str, modified: bool) -> None:
        """Show another title, with a dot when it is not saved."""
        self._title, self._modified = title, modified
        self.retranslate()

    def set_room(self, width: int) -> None:
        """The most that the text may take, in pixels at 100 %."""
        if width != self._room:
            self._room = width
            self.updateGeometry()

    def rename(self) -> None:
        """Edit the title in place."""
        self._editor.setText(self._title)
        self._editor.setGeometry(0, 0, self.width(), self.height())
        self._editor.show()
        self._editor.selectAll()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def restyle(self) -> None:
        """Take typeface and size from the theme."""
        self._editor.setFont(font("card_title"))
        self.setFixedHeight(theme().px(32))
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Say the title and whether it is saved."""
        self.setAccessibleName(self._title)
        self.setToolTip(tr("{title}: not saved yet", title=self._title) if self._modified else self._title)
        self.updateGeometry()
        self.update()

    def _take(self, text: str) -> None:
        self._editor.hide()
        if text.strip() and text.strip() != self._title:
            self.renamed.emit(text.strip())

    def _text_width(self) -> int:
        return min(QFontMetrics(font("card_title")).horizontalAdvance(self._title), theme().px(self._room))

    def sizeHint(self) -> QSize:
        """Title, dot, caret, and 4 px of plate on either side."""
        return QSize(self._text_width() + theme().px(4 + 6 + 6 + 6 + 12 + 4) + 1, theme().px(32))

    def minimumSizeHint(self) -> QSize:
        """As wide as it asks for; the text shortens by `set_room`."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Plate, title, dot, caret."""
        painter, look = QPainter(self), theme()
        tokens, rect = look.tokens, QRectF(self.rect())
        if self.underMouse() or self.isDown():
            draw_box(painter, rect, look.px(8), tokens.hover)
        painter.setFont(font("card_title"))
        painter.setPen(tokens.text)
        width, x = self._text_width(), look.px(4)
        text = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, width + 1)
        painter.drawText(QRectF(x, 0, width + 2, rect.height()), _LEFT, text)
        x += width + look.px(6)
        if self._modified:
            side = look.px(6)
            draw_box(painter, QRectF(x, (rect.height() - side) / 2, side, side), side / 2, tokens.text3)
        side = look.px(12)
        paint_icon(painter, "caret-down", QRectF(x + look.px(12), (rect.height() - side) / 2, side, side), tokens.text3)
        if self.ring:
            draw_focus_ring(painter, rect, look.px(8))


class TitleEditor(QLineEdit):
    """The line in which a title is typed: Enter or leaving it takes the text, Escape the old one."""

    finished = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(200)
        self.editingFinished.connect(self._finish)

    def _finish(self) -> None:
        if self.isVisible():
            self.finished.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves the title as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText("")
            self._finish()
        else:
            super().keyPressEvent(event)
