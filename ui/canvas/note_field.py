"""Writing a note where it stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QFrame, QTextEdit

from nnsim.document import Note
from nnsim.document.views import NoteStyle
from nnsim.edits.notes import LONGEST_TEXT
from nnsim.text import tr
from ui.canvas.note_paint import PADS, SIZES, note_colors, note_ink, note_rect
from ui.look import theme
from ui.look.typeface import make_font

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST = 11.0  # pixels that the letters have at least while one writes


class NoteField(QTextEdit):
    """Plain text over a note. However it is left, by Escape too, what was written is kept; Enter ends a title.

    Args:
        done: called once with the text.
    """

    def __init__(self, view: CanvasView, note: Note, done: Callable[[str], None]) -> None:
        super().__init__(view)
        self.note = note
        self._view, self._done, self._over = view, done, False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setPlainText(note.text)
        self.selectAll()
        self.setAccessibleName(tr("Text of the note"))
        self.setPlaceholderText(tr("Write something"))
        self.textChanged.connect(self._changed)
        view.view_moved.connect(self.place)
        self.place()
        self.come_into_view()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Stand over the note as it is seen now, and grow with what is written."""
        view, style = self._view, self.note.style
        size, line, weight = SIZES[style]
        across, down = PADS[style]
        zoom = field_zoom(view, style)
        factor = zoom * theme().scale
        shown = Note(self.note.id, self.toPlainText() or " ", self.note.position, self.note.size, style=style)
        self.setFont(make_font(size * zoom, weight, theme().scale))
        edge = theme().px(2)
        self.setViewportMargins(round(across * factor) - edge, round(down * factor) - edge, 0, 0)
        self._space(line * factor)
        self.setGeometry(field_rect(view, shown).toRect())
        self._dress()

    def come_into_view(self) -> None:
        """Shift the scene by as little as brings all of the field, or else the line of the caret, clear of edges."""
        box, room = QRectF(self.geometry()), self._view.corners.room()
        if box.height() > room.height():
            line = self.cursorRect().translated(self.viewport().pos() + self.pos())
            box.setRect(box.x(), line.y(), box.width(), line.height())
        shift = within(box, room) - box.topLeft()
        if not shift.isNull():
            self._view.camera.pan(shift)

    def _space(self, height: float) -> None:
        """Lines as far from each other as they are painted."""
        spacing = QTextBlockFormat()
        spacing.setLineHeight(height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        if cursor.blockFormat().lineHeight() != height:
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.mergeBlockFormat(spacing)

    def _dress(self) -> None:
        tokens = theme().tokens
        fill = tokens.canvas if self.note.style == "title" else note_colors(self.note, tokens)[0]
        ink = note_ink(self.note, tokens)
        self.setStyleSheet(
            f"QTextEdit {{ background: {fill.name()}; color: {ink.name()};"
            f" border: {theme().px(2)}px solid {tokens.sel.name()}; border-radius: {theme().px(8)}px; padding: 0; }}")
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(tokens.text3))
        self.setPalette(palette)

    def _changed(self) -> None:
        if len(self.toPlainText()) > LONGEST_TEXT:  # what is pasted beyond it stays out
            self.setPlainText(self.toPlainText()[:LONGEST_TEXT])
            self.moveCursor(self.textCursor().MoveOperation.End)
            self.setToolTip(tr("A note has at most {most} characters.", most=LONGEST_TEXT))
        self.place()
        self.come_into_view()

    def finish(self) -> None:
        """Close the field and hand on what was written."""
        if self._over:
            return
        self._over = True
        text = self.toPlainText()
        if self.hasFocus() or QApplication.focusWidget() is None:  # before it hides, which would be like Tab
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()
        self._done(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = self.note.style == "title" or bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape or (event.key() in _ENTERS and ends):
            self.finish()
        else:
            super().keyPressEvent(event)
        event.accept()  # or the canvas would take the key, too

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish()


def field_zoom(view: CanvasView, style: NoteStyle) -> float:
    """The zoom at which a note is written: that of the view, but for letters that would be too small."""
    return max(view.zoom, _LEAST / SIZES[style][0])


def field_rect(view: CanvasView, note: Note) -> QRectF:
    """The box of the field in which a note is written, in pixels of the view."""
    rect, factor = note_rect(note), field_zoom(view, note.style) * theme().scale
    return QRectF(QPointF(view.mapFromScene(rect.topLeft())), rect.size() * factor)


def within(box: QRectF, room: QRectF) -> QPointF:
    """Where the upper left corner of a box comes to lie when the box is shifted into a room by the shortest way."""
    return QPointF(max(room.left(), min(box.left(), room.right() - box.width())),
                   max(room.top(), min(box.top(), room.bottom() - box.height())))
